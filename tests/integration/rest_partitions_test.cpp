/// Partitions: walks side by side, which together are the side.

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <mutex>

#include "support/paged_api.hpp"
#include "support/rest_reading.hpp"

namespace counterpart::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr unsigned kWindows[] = {1, 8, 0};

/// Users of the partition `n`, 0 to 3: 25 each, ten to a page; their ids begin behind 100 · n.
std::string part_page(unsigned part, unsigned before, unsigned most = 10) {
  const Users users{.count = 100 * part + 25};
  const unsigned next = before + most;
  return fmt::format(R"({{"total":25,"total_pages":3,"next":{},"users":[{}]}})",
                     next < 25 ? fmt::format("\"{}\"", next) : "null",
                     users.behind(100 * part + before, most));
}

unsigned part_of(const Ask& ask) {
  return number_of(ask, "part", 0);
}

RogueApi::Handler in_parts(Bend bend = {}) {
  return [bend = std::move(bend)](const Ask& ask) {
    const unsigned before = ask.page != 0 ? (ask.page - 1) * 10 : number_of(ask, "after", 0);
    Reply reply{.body = part_page(part_of(ask), before)};
    if (bend) bend(ask, reply);
    return reply;
  };
}

RestSpec in_four(RestSpec spec) {
  for (const char* part : {"0", "1", "2", "3"}) spec.pages.partitions.push_back({{"part", part}});
  return spec;
}

/// All four, a page of each in turn.
std::vector<std::string> in_turn() {
  std::vector<std::string> rows;
  for (unsigned before = 0; before < 25; before += 10) {
    for (unsigned part = 0; part < 4; ++part) {
      for (unsigned id = before + 1; id <= std::min(before + 10, 25U); ++id)
        rows.push_back(fmt::format("{0}|name {0}", 100 * part + id));
      rows.emplace_back("--");
    }
  }
  return rows;
}

TEST(Partitions, GiveTheSameRowsInTheSameOrderWhateverTheWindow) {
  RogueApi api(in_parts());
  RestSpec cursor = in_four(cursor_spec(api));
  cursor.pages.total_items = "/total";
  for (const unsigned window : kWindows) {
    cursor.window = window;
    const Reading reading = read_all(cursor);
    EXPECT_EQ(reading.error, "");
    EXPECT_EQ(reading.rows, in_turn()) << window;
    EXPECT_EQ(reading.report.pages, 12u);
    EXPECT_EQ(reading.report.expected, 100u);
    EXPECT_THAT(reading.report.warnings, IsEmpty());
  }
}

TEST(Partitions, OfChainsAreReadSideBySide) {
  RogueApi api(
      in_parts([](const Ask& ask, Reply& reply) { reply.held_for = ask.parameter("after") ? 4 : 0; }));
  RestSpec spec = in_four(cursor_spec(api));
  spec.window = 4;
  EXPECT_EQ(read_all(spec).rows, in_turn());
  EXPECT_EQ(api.most_at_once(), 4u);
}

TEST(Partitions, OfNumberedPagesNeedNoTotals) {
  RogueApi api(in_parts([](const Ask& ask, Reply& reply) {
    if (ask.page == 0) reply.status = 404;
  }));
  for (const std::string total : {"", "/total_pages"}) {
    RestSpec spec = in_four(number_spec(api));
    spec.pages.total_pages = total;
    std::vector<std::string> first;
    for (const unsigned window : kWindows) {
      spec.window = window;
      const Reading reading = read_all(spec);
      EXPECT_EQ(reading.error, "");
      EXPECT_EQ(reading.count(), 100u);
      if (first.empty()) first = reading.rows;
      EXPECT_EQ(reading.rows, first) << window;
    }
  }
}

TEST(Partitions, WithMoreThanOneParameterSendAllOfThem) {
  std::mutex mutex;
  std::vector<std::string> targets;
  RogueApi api([&](const Ask& ask) {
    const std::lock_guard lock(mutex);
    targets.push_back(ask.target);
    return Reply{.body = fmt::format(R"({{"next":null,"users":[{}]}})",
                                     kUsers.behind(number_of(ask, "since", 0), 10))};
  });
  RestSpec spec = cursor_spec(api);
  spec.query = {{"since", "never"}, {"sort", "id"}};
  spec.window = 1;
  spec.pages.partitions = {{{"since", "0"}, {"until", "10"}}, {{"since", "10"}, {"until", "20"}}};
  const Reading reading = read_all(spec);
  EXPECT_EQ(reading.error, "");
  EXPECT_EQ(reading.records(), users_between(1, 20));
  const std::lock_guard lock(mutex);
  EXPECT_THAT(targets, ElementsAre("/users?since=0&sort=id&until=10", "/users?since=10&sort=id&until=20"));
}

TEST(Partitions, ThatAreEmptyAreNoEndOfTheOthers) {
  RogueApi api(in_parts([](const Ask& ask, Reply& reply) {
    if (part_of(ask) == 1) reply.body = R"({"total":0,"next":null,"users":[]})";
  }));
  RestSpec spec = in_four(cursor_spec(api));
  spec.pages.total_items = "/total";
  const Reading reading = read_all(spec);
  EXPECT_EQ(reading.error, "");
  EXPECT_EQ(reading.count(), 75u);
  EXPECT_EQ(reading.report.expected, 75u);
}

TEST(Partitions, OneThatFailsEndsTheReading) {
  RogueApi api(in_parts([](const Ask& ask, Reply& reply) {
    if (part_of(ask) == 2 && number_of(ask, "after", 0) == 10) reply.status = 404;
  }));
  EXPECT_EQ(read_all(in_four(cursor_spec(api))).error,
            fmt::format("5: page 2 of {} (part=2): the API answered 404", api.url()));
}

TEST(Partitions, OneThatFallsShortIsNamed) {
  RogueApi api(in_parts([](const Ask& ask, Reply& reply) {
    if (part_of(ask) == 3 && number_of(ask, "after", 0) == 20)
      reply.body =
          fmt::format(R"({{"total":25,"next":null,"users":[{}]}})", Users{.count = 322}.behind(320, 10));
  }));
  RestSpec spec = in_four(cursor_spec(api));
  spec.pages.total_items = "/total";
  EXPECT_EQ(read_all(spec).error,
            fmt::format("5: {} (part=3): the API says that it has 25 records and gave 22", api.url()));
}

TEST(Partitions, ThatTheApiIgnoresAreRefused) {
  RogueApi api(by_place());
  EXPECT_EQ(read_all(in_four(cursor_spec(api))).error,
            fmt::format("5: page 1 of {} (part=1): page 1 repeats a page of another partition", api.url()));
  RogueApi numbered(by_number());
  EXPECT_THAT(read_all(in_four(number_spec_with_total(numbered))).error,
              HasSubstr("(part=1): page 1 repeats a page of another partition"));
}

TEST(Partitions, OfDifferentLengthsAreNoCapOfTheirSize) {
  RogueApi api([](const Ask& ask) {
    const unsigned part = part_of(ask);
    const unsigned before = number_of(ask, "offset", 0);
    const Users users{.count = 100 * part + (part == 0 ? 3 : 25)};
    return Reply{.body = fmt::format(R"({{"users":[{}]}})", users.behind(100 * part + before, 10))};
  });
  RestSpec spec = in_four(offset_spec(api));
  spec.pages.size_param = "limit";
  spec.pages.size = 10;
  const Reading reading = read_all(spec);
  EXPECT_EQ(reading.error, "");
  EXPECT_EQ(reading.count(), 78u);
  EXPECT_THAT(reading.report.warnings, IsEmpty());
}

TEST(Partitions, EachKeepToMaxPages) {
  RogueApi api(in_parts());
  RestSpec spec = in_four(cursor_spec(api));
  spec.pages.max_pages = 3;
  EXPECT_EQ(read_all(spec).count(), 100u);
  spec.pages.max_pages = 2;
  EXPECT_EQ(read_all(spec).error,
            fmt::format("5: page 2 of {} (part=0): max_pages = 2 reached without an end", api.url()));
}

TEST(Partitions, ManyMoreThanTheWindowAreAllRead) {
  RogueApi api([](const Ask& ask) {
    return Reply{
        .body = fmt::format(R"({{"next":null,"users":[{}]}})", Users{.count = 1000}.behind(part_of(ask), 1))};
  });
  RestSpec spec = cursor_spec(api);
  for (unsigned part = 0; part < 1000; ++part)
    spec.pages.partitions.push_back({{"part", std::to_string(part)}});
  const Reading reading = read_all(spec);
  EXPECT_EQ(reading.error, "");
  EXPECT_EQ(reading.rows, expected_rows(1000, 1));
}

}  // namespace
}  // namespace counterpart::test
