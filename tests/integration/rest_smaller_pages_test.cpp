/// Pages that a server cannot give at the size that was asked for.

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/paged_api.hpp"
#include "support/rest_reading.hpp"

namespace counterpart::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

/// How a server fails over a page with more than so many of the users in it.
using Failure = std::function<void(Reply&)>;

void answer_500(Reply& reply) {
  reply.status = 500;
}
void break_off(Reply& reply) {
  reply.cut_after = 20;
}
void be_too_large(Reply& reply) {
  reply.body.insert(1, std::string(100'000, ' '));
}

/// 200 users by number, offset or token, up to 40 to a page; it fails over pages of more than 10 that hold
/// user 77.
RogueApi::Handler failing(Failure fail) {
  return [fail](const Ask& ask) {
    const Users users{.count = 200};
    const unsigned size = std::min(number_of(ask, "limit", 40), 40U);
    const unsigned before =
        ask.page != 0 ? (ask.page - 1) * size : number_of(ask, "offset", number_of(ask, "after", 0));
    const std::string next = before + size < users.count ? fmt::format("\"{}\"", before + size) : "null";
    Reply reply{.body = fmt::format(R"({{"total":200,"total_pages":{},"next":{},"users":[{}]}})",
                                    (users.count + size - 1) / size, next, users.behind(before, size))};
    if (ask.page == 0 && ask.parameter("page")) reply.status = 404;
    if (size > 10 && before < 77 && before + size >= 77) fail(reply);
    return reply;
  };
}

RestSpec sized(RestSpec spec, std::int64_t size = 40) {
  spec.pages.size_param = "limit";
  spec.pages.size = size;
  spec.retry_attempts = 2;
  spec.max_page_bytes = 50'000;
  return spec;
}

void expect_all_in_smaller_pages(const RogueApi& api, RestSpec spec, const std::string& cause) {
  for (const unsigned window : {1U, 8U, 0U}) {
    spec.window = window;
    const Reading reading = read_all(spec);
    EXPECT_EQ(reading.error, "");
    EXPECT_EQ(reading.records(), users_between(1, 200));
    ASSERT_EQ(reading.report.warnings.size(), 2u) << testing::PrintToString(reading.report.warnings);
    EXPECT_EQ(reading.report.warnings[0],
              fmt::format("page 2 of {}: {}; going on with pages of half the size", api.url(), cause));
  }
}

TEST(SmallerPages, OfEachKindAreAskedForWhereTheServerFails) {
  for (const auto& [fail, cause] :
       std::vector<std::pair<Failure, std::string>>{{answer_500, "the API answered 500, after 2 attempts"},
                                                    {be_too_large, "the answer is over 48.8 KiB"}}) {
    RogueApi api(failing(fail));
    RestSpec items = sized(number_spec(api));
    items.pages.total_items = "/total";
    expect_all_in_smaller_pages(api, items, cause);
    expect_all_in_smaller_pages(api, sized(number_spec(api)), cause);
    expect_all_in_smaller_pages(api, sized(number_spec_with_total(api)), cause);
    expect_all_in_smaller_pages(api, sized(offset_spec(api)), cause);
    expect_all_in_smaller_pages(api, sized(cursor_spec(api)), cause);
    expect_all_in_smaller_pages(api, sized(keyset_spec(api)), cause);
  }
}

TEST(SmallerPages, AreAskedForWhereTheAnswerBreaksOff) {
  RogueApi api(failing(break_off));
  RestSpec spec = sized(cursor_spec(api));
  const Reading reading = read_all(spec);
  EXPECT_EQ(reading.error, "");
  EXPECT_EQ(reading.records(), users_between(1, 200));
  EXPECT_THAT(reading.report.warnings, ElementsAre(HasSubstr("half the size"), HasSubstr("half the size")));
}

TEST(SmallerPages, BeginWithTheFirstIfNeedBe) {
  RogueApi api([](const Ask& ask) {
    const unsigned size = number_of(ask, "limit", 1000);
    Reply reply{.body = fmt::format(R"({{"users":[{}]}})", kUsers.behind(number_of(ask, "offset", 0), size))};
    if (size > 10) reply.status = 413;
    return reply;
  });
  const Reading reading = read_all(sized(offset_spec(api), 80));
  EXPECT_EQ(reading.error, "");
  EXPECT_EQ(reading.rows, expected_rows(95, 10));
  EXPECT_EQ(reading.report.warnings.size(), 3u);
}

TEST(SmallerPages, AreNoWayOutOfAPageThatFailsAtAnySize) {
  RogueApi api([](const Ask& ask) {
    return Reply{.status = number_of(ask, "offset", 0) >= 40 ? 500 : 200,
                 .body = fmt::format(R"({{"users":[{}]}})",
                                     kUsers.behind(number_of(ask, "offset", 0), number_of(ask, "limit", 0)))};
  });
  EXPECT_EQ(read_all(sized(offset_spec(api), 4)).error,
            at_page(api, 11) + "the API answered 500, after 2 attempts");
}

TEST(SmallerPages, NeedASizeThatTheJobSets) {
  RogueApi api(failing(answer_500));
  for (RestSpec spec : {number_spec(api), offset_spec(api), cursor_spec(api)}) {
    spec.retry_attempts = 2;
    EXPECT_EQ(read_all(spec).error, at_page(api, 2) + "the API answered 500, after 2 attempts");
  }
  RogueApi linked(by_place([](const Ask& ask, Reply& reply) {
    if (number_of(ask, "after", 0) == 10) reply.status = 500;
  }));
  EXPECT_EQ(read_all(sized(link_spec(linked))).error,
            at_page(linked, 2) + "the API answered 500, after 2 attempts");
}

TEST(SmallerPages, OfNumbersThatCannotBeHalvedAreRefused) {
  RogueApi api(failing(answer_500));
  const Reading reading = read_all(sized(number_spec(api), 25));
  EXPECT_EQ(reading.error, at_page(api, 4) + "the API answered 500, after 2 attempts");
}

TEST(SmallerPages, AreNotAskedForWhereSmallerOnesWouldNotHelp) {
  for (const int status : {400, 404, 429, 503}) {
    RogueApi api(failing([=](Reply& reply) { reply.status = status; }));
    EXPECT_THAT(read_all(sized(offset_spec(api))).error,
                HasSubstr(fmt::format("page 2 of {}: the API answered {}", api.url(), status)));
  }
}

}  // namespace
}  // namespace counterpart::test
