/// Pages by offset, from APIs that give more or fewer records than they were asked for.

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/paged_api.hpp"
#include "support/rest_reading.hpp"

namespace counterpart::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr unsigned kWindows[] = {1, 8, 0};

void expect_all(const Reading& reading) {
  EXPECT_EQ(reading.error, "");
  EXPECT_EQ(reading.records(), users_between(1, kUsers.count));
}

TEST(OffsetPages, EndByEachSignalAndWithoutAny) {
  RogueApi api(by_place());
  RestSpec items = offset_spec(api);
  items.pages.total_items = "/total";
  RestSpec flag = offset_spec(api);
  flag.pages.has_more = "/has_more";
  for (auto [spec, reason] : std::vector<std::pair<RestSpec, std::string>>{
           {offset_spec(api), "empty_page"}, {items, "total_items"}, {flag, "has_more"}}) {
    for (const unsigned window : kWindows) {
      spec.window = window;
      const Reading reading = read_all(spec);
      EXPECT_EQ(reading.error, "");
      EXPECT_EQ(reading.rows, expected_rows(95, 10)) << reason;
      EXPECT_EQ(reading.report.end_reason, reason);
      EXPECT_THAT(reading.report.warnings, IsEmpty());
    }
  }
}

TEST(OffsetPages, OfAServerThatCapsTheirSizeLoseNobody) {
  RogueApi api(by_place());
  RestSpec spec = offset_spec(api);
  spec.pages.size_param = "limit";
  spec.pages.size = 500;
  for (const std::string total : {"", "/total"}) {
    spec.pages.total_items = total;
    for (const unsigned window : kWindows) {
      spec.window = window;
      const Reading reading = read_all(spec);
      expect_all(reading);
      EXPECT_THAT(reading.report.warnings,
                  ElementsAre(api.url() + " gives pages of 10 records although 500 were asked for"));
    }
  }
}

TEST(OffsetPages, ThatAreShortInTheMiddleAreNoEndAndDoubleNobody) {
  RogueApi api(by_place([](const Ask& ask, Reply& reply) {
    if (number_of(ask, "offset", 0) == 30) reply.body = page_behind(30, 4);
  }));
  RestSpec spec = offset_spec(api);
  for (const std::string total : {"", "/total"}) {
    spec.pages.total_items = total;
    for (const unsigned window : kWindows) {
      spec.window = window;
      const Reading reading = read_all(spec);
      expect_all(reading);
      EXPECT_EQ(reading.report.pages, total.empty() ? 12u : 11u);
    }
  }
}

TEST(OffsetPages, ThatAreShortEachTimeLoseNobody) {
  RogueApi api(by_place([](const Ask& ask, Reply& reply) {
    const unsigned offset = number_of(ask, "offset", 0);
    reply.body = page_behind(offset, 3 + offset % 5);
  }));
  for (const unsigned window : kWindows) {
    RestSpec spec = offset_spec(api);
    spec.window = window;
    expect_all(read_all(spec));
  }
}

TEST(OffsetPages, BehindAShortFirstOneAreAskedForAtTheirOwnStep) {
  RogueApi api(by_place([](const Ask& ask, Reply& reply) {
    if (number_of(ask, "offset", 0) == 0) reply.body = page_behind(0, 1);
  }));
  RestSpec spec = offset_spec(api);
  spec.pages.total_items = "/total";
  spec.window = 4;
  expect_all(read_all(spec));
  // What was asked for at the step of the first page is lost, once.
  EXPECT_LE(api.requests(), 11u + 2 * 4);
}

TEST(OffsetPages, ThatAreLargerThanAskedForDoubleNobody) {
  RogueApi api(by_place([](const Ask& ask, Reply& reply) {
    const unsigned offset = number_of(ask, "offset", 0);
    reply.body = page_behind(offset, offset == 20 ? 17 : 10);
  }));
  for (const unsigned window : kWindows) {
    RestSpec spec = offset_spec(api);
    spec.window = window;
    expect_all(read_all(spec));
  }
}

TEST(OffsetPages, ThatAreEmptyInTheMiddleArePassedOverWhereMoreIsAnnounced) {
  RogueApi api(by_place([](const Ask& ask, Reply& reply) {
    if (number_of(ask, "offset", 0) == 30) reply.body = R"({"total":95,"has_more":true,"users":[]})";
  }));
  RestSpec flag = offset_spec(api);
  flag.pages.has_more = "/has_more";
  const Reading reading = read_all(flag);
  EXPECT_EQ(reading.error, "");
  EXPECT_EQ(reading.count(), 85u);
  RestSpec items = offset_spec(api);
  items.pages.total_items = "/total";
  EXPECT_EQ(read_all(items).error, "5: " + api.url() + ": the API says that it has 95 records and gave 85");
}

TEST(OffsetPages, OfScimCountFromOne) {
  RogueApi api([](const Ask& ask) {
    EXPECT_EQ(ask.parameter("count"), "20");
    const unsigned start = number_of(ask, "startIndex", 0);
    EXPECT_GE(start, 1u);
    return Reply{
        .body = fmt::format(R"({{"totalResults":95,"Resources":[{}]}})", kUsers.behind(start - 1, 20)),
        .content_type = "application/scim+json"};
  });
  RestSpec spec = offset_spec(api);
  spec.records = "/Resources";
  spec.pages.param = "startIndex";
  spec.pages.first = 1;
  spec.pages.size_param = "count";
  spec.pages.size = 20;
  spec.pages.total_items = "/totalResults";
  const Reading reading = read_all(spec);
  expect_all(reading);
  EXPECT_EQ(reading.report.pages, 5u);
  EXPECT_EQ(reading.report.end_reason, "total_items");
}

TEST(OffsetPages, GoIntoTheBodyOfAPost) {
  RogueApi api([](const Ask& ask) {
    EXPECT_EQ(ask.method, "POST");
    EXPECT_EQ(ask.target, "/users");
    EXPECT_EQ(ask.header("Content-Type"), "application/json");
    unsigned from = 0;
    EXPECT_EQ(std::sscanf(ask.body.c_str(), R"({"sort":["id"],"page":{"size":10,"from":%u}})", &from), 1)
        << ask.body;
    return Reply{.body = page_behind(from)};
  });
  RestSpec spec = offset_spec(api);
  spec.post = true;
  spec.body = R"({"sort": ["id"], "page": {"size": 1}})";
  spec.pages.where = PagesSpec::Where::body;
  spec.pages.param = "/page/from";
  spec.pages.size_in_body = true;
  spec.pages.size_param = "/page/size";
  spec.pages.size = 10;
  for (const unsigned window : kWindows) {
    spec.window = window;
    expect_all(read_all(spec));
  }
}

TEST(OffsetPages, OfAnApiThatDoesNotKnowTheParameterAreRefused) {
  RogueApi api([](const Ask&) { return Reply{.body = page_behind(0)}; });
  EXPECT_EQ(read_all(offset_spec(api)).error,
            at_page(api, 2) + "page 2 repeats page 1: does the API know the parameter 'offset'?");
}

}  // namespace
}  // namespace counterpart::test
