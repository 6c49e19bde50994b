/// Pages by a token that each one gives for the next, and by the key of its last record.

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/paged_api.hpp"
#include "support/rest_reading.hpp"

namespace counterpart::test {
namespace {

using testing::IsEmpty;
using Where = PagesSpec::Where;

constexpr const char* kCircle = "leads back to a page that was read before";

void expect_all(const Reading& reading, const std::string& reason = "no_next") {
  EXPECT_EQ(reading.error, "");
  EXPECT_EQ(reading.rows, expected_rows(95, 10));
  EXPECT_EQ(reading.report.pages, reason == "empty_page" ? 11u : 10u);
  EXPECT_EQ(reading.report.end_reason, reason);
  EXPECT_THAT(reading.report.warnings, IsEmpty());
}

/// Pages behind the number that `value_of` finds in a request.
RogueApi::Handler behind(std::function<std::optional<std::string>(const Ask&)> value_of) {
  return [value_of](const Ask& ask) {
    return Reply{.body = page_behind(static_cast<unsigned>(std::stoul(value_of(ask).value_or("0"))))};
  };
}

TEST(CursorPages, TakeTheirTokenInTheQuery) {
  RogueApi api(by_place());
  expect_all(read_all(cursor_spec(api)));
  EXPECT_EQ(api.requests(), 10u);
}

TEST(CursorPages, TakeTheirTokenInAHeader) {
  RogueApi api(behind([](const Ask& ask) { return ask.header("X-After"); }));
  RestSpec spec = cursor_spec(api);
  spec.pages.where = Where::header;
  spec.pages.param = "X-After";
  expect_all(read_all(spec));
}

TEST(CursorPages, TakeTheirTokenInABody) {
  RogueApi api([](const Ask& ask) {
    EXPECT_EQ(ask.method, "POST");
    if (ask.body == R"({"q":"a"})") return Reply{.body = page_behind(0)};
    unsigned after = 0;
    EXPECT_EQ(std::sscanf(ask.body.c_str(), R"({"q":"a","page":{"after":"%u"}})", &after), 1) << ask.body;
    return Reply{.body = page_behind(after)};
  });
  RestSpec spec = cursor_spec(api);
  spec.post = true;
  spec.body = R"({"q":"a"})";
  spec.pages.where = Where::body;
  spec.pages.param = "/page/after";
  expect_all(read_all(spec));
}

TEST(CursorPages, ThatAreNumbersStayNumbersInABody) {
  RogueApi api([](const Ask& ask) {
    unsigned after = 0;
    if (!ask.body.empty()) {
      EXPECT_EQ(std::sscanf(ask.body.c_str(), R"({"after":%u})", &after), 1) << ask.body;
    }
    std::string body = page_behind(after);
    if (after + 10 < kUsers.count)
      swap_text(body, fmt::format("\"{}\"", after + 10), std::to_string(after + 10));
    return Reply{.body = body};
  });
  RestSpec spec = cursor_spec(api);
  spec.post = true;
  spec.pages.where = Where::body;
  spec.pages.param = "/after";
  expect_all(read_all(spec));
  RestSpec keyset = spec;
  keyset.pages.kind = PagesSpec::Kind::keyset;
  keyset.pages.token = "";
  keyset.pages.field = "id";
  expect_all(read_all(keyset), "empty_page");
}

TEST(CursorPages, TakeTheirTokenInThePath) {
  RogueApi api(behind([](const Ask& ask) -> std::optional<std::string> {
    if (ask.target == "/users") return std::nullopt;
    EXPECT_THAT(ask.target, testing::StartsWith("/users/after/"));
    return ask.target.substr(13);
  }));
  RestSpec spec = cursor_spec(api);
  spec.pages.where = Where::path;
  spec.pages.param = "/users/after/{}";
  expect_all(read_all(spec));
}

TEST(CursorPages, FindTheirTokenInAHeaderOfTheAnswer) {
  RogueApi api(by_place([](const Ask& ask, Reply& reply) {
    const unsigned behind = number_of(ask, "after", 0) + 10;
    if (behind < kUsers.count) reply.headers = {fmt::format("X-Next: {}", behind)};
  }));
  RestSpec spec = cursor_spec(api);
  spec.pages.token = "";
  spec.pages.token_header = "X-NEXT";
  expect_all(read_all(spec));
}

TEST(CursorPages, TakeATokenThatIsANumber) {
  RogueApi api(by_place([](const Ask& ask, Reply& reply) {
    const unsigned behind = number_of(ask, "after", 0) + 10;
    if (behind < kUsers.count) swap_text(reply.body, fmt::format("\"{}\"", behind), std::to_string(behind));
  }));
  expect_all(read_all(cursor_spec(api)));
}

TEST(CursorPages, SendATokenAsItCame) {
  const std::string token = R"(a+b/c==&page=7 \u00fc#?)";
  RogueApi api([&](const Ask& ask) {
    if (!ask.parameter("after")) return Reply{.body = fmt::format(R"({{"next":"{}","users":[]}})", token)};
    EXPECT_EQ(ask.parameter("after"), "a%2Bb%2Fc%3D%3D%26page%3D7%20%C3%BC%23%3F");
    return Reply{.body = R"({"next":"","users":[{"id":1,"name":"name 1"}]})"};
  });
  EXPECT_EQ(read_all(cursor_spec(api)).records(), users_between(1, 1));
}

TEST(CursorPages, ATokenThatWouldBecomeAnotherHeaderIsRefused) {
  RogueApi api([](const Ask&) { return Reply{.body = R"({"next":"a\r\nX-Admin: 1","users":[{"id":1}]})"}; });
  RestSpec spec = cursor_spec(api);
  spec.pages.where = Where::header;
  spec.pages.param = "X-After";
  EXPECT_EQ(read_all(spec).error,
            at_page(api, 1) + "the value that leads to the next page holds a control character");
  EXPECT_EQ(api.requests(), 1u);
}

TEST(CursorPages, WhoseTokenRepeatsAreRefused) {
  RogueApi api(by_place([](const Ask& ask, Reply& reply) {
    if (number_of(ask, "after", 0) == 30) swap_text(reply.body, R"("next":"40")", R"("next":"30")");
  }));
  EXPECT_EQ(read_all(cursor_spec(api)).error, at_page(api, 4) + kCircle);
  EXPECT_EQ(api.requests(), 4u);
}

TEST(CursorPages, WhoseTokensGoRoundInACircleAreRefused) {
  RogueApi api(by_place([](const Ask& ask, Reply& reply) {
    if (number_of(ask, "after", 0) == 40) swap_text(reply.body, R"("next":"50")", R"("next":"30")");
  }));
  EXPECT_EQ(read_all(cursor_spec(api)).error, at_page(api, 5) + kCircle);
  EXPECT_EQ(api.requests(), 5u);
}

TEST(CursorPages, ThatRepeatUnderNewTokensAreRefused) {
  RogueApi api([](const Ask& ask) {
    const unsigned after = number_of(ask, "after", 0);
    std::string body = page_behind(after % 20);
    swap_text(body, fmt::format(R"("next":"{}")", after % 20 + 10),
              fmt::format(R"("next":"{}")", after + 10));
    return Reply{.body = body};
  });
  EXPECT_EQ(
      read_all(cursor_spec(api)).error,
      at_page(api, 3) + "page 3 repeats a page that came before: does the API know the parameter 'after'?");
  EXPECT_LE(api.requests(), 4u);  // one is asked for ahead
}

TEST(CursorPages, WithMoreButWithoutATokenAreRefused) {
  RogueApi api(by_place([](const Ask& ask, Reply& reply) {
    if (number_of(ask, "after", 0) == 30) swap_text(reply.body, R"("next":"40")", R"("next":null)");
  }));
  RestSpec spec = cursor_spec(api);
  spec.pages.has_more = "/has_more";
  EXPECT_EQ(read_all(spec).error, at_page(api, 4) + "says that there is more, but gives no way to it");
}

TEST(CursorPages, EndWhereHasMoreIsFalseWhateverTheToken) {
  RogueApi api(by_place([](const Ask& ask, Reply& reply) {
    if (number_of(ask, "after", 0) == 90) swap_text(reply.body, R"("next":null)", R"("next":"100")");
  }));
  RestSpec spec = cursor_spec(api);
  spec.pages.has_more = "/has_more";
  expect_all(read_all(spec), "has_more");
}

TEST(CursorPages, ThatAreEmptyButLeadOnAreNoEnd) {
  RogueApi api(by_place([](const Ask& ask, Reply& reply) {
    if (number_of(ask, "after", 0) == 30) reply.body = R"({"next":"40","users":[]})";
  }));
  const Reading reading = read_all(cursor_spec(api));
  EXPECT_EQ(reading.error, "");
  EXPECT_EQ(reading.count(), 85u);
  RestSpec spec = cursor_spec(api);
  spec.pages.empty_page = true;
  EXPECT_EQ(read_all(spec).count(), 30u);
}

TEST(CursorPages, ThatAreEmptyAThousandTimesAreGivenUp) {
  RogueApi api([](const Ask& ask) {
    return Reply{.body = fmt::format(R"({{"next":"{}","users":[]}})", number_of(ask, "after", 0) + 1)};
  });
  EXPECT_EQ(read_all(cursor_spec(api)).error,
            at_page(api, 1000) + "1000 empty pages in a row, each with a way on");
  EXPECT_EQ(api.requests(), 1000u);
}

TEST(CursorPages, WithATokenForEverEndWhereAllThatWasAnnouncedHasCome) {
  RogueApi api([](const Ask& ask) {
    const unsigned after = number_of(ask, "after", 0);
    return Reply{.body = fmt::format(R"({{"total":95,"next":"{}","users":[{}]}})", after + 10,
                                     kUsers.behind(after, 10))};
  });
  RestSpec spec = cursor_spec(api);
  spec.pages.total_items = "/total";
  const Reading reading = read_all(spec);
  EXPECT_EQ(reading.error, "");
  EXPECT_EQ(reading.rows, expected_rows(95, 10));
  EXPECT_EQ(reading.report.end_reason, "total_items");
}

TEST(CursorPages, WhoseTokenIsElsewhereNameIt) {
  RogueApi api(by_place());
  RestSpec spec = cursor_spec(api);
  spec.pages.token = "/nxt";
  EXPECT_EQ(read_all(spec).error, at_page(api, 1) + "nothing at '/nxt', but the page has 'next'");
  spec.pages.token = "/meta/next";
  EXPECT_EQ(read_all(spec).error, at_page(api, 1) + "nothing at '/meta/next', but the page has 'next'");
}

TEST(CursorPages, WithoutAnEndStopAtMaxPages) {
  RogueApi api([](const Ask& ask) {
    const unsigned after = number_of(ask, "after", 0);
    return Reply{.body = fmt::format(R"({{"next":"{0}","users":[{{"id":{0},"name":"x"}}]}})", after + 1)};
  });
  RestSpec spec = cursor_spec(api);
  spec.pages.max_pages = 50;
  EXPECT_EQ(read_all(spec).error, at_page(api, 50) + "max_pages = 50 reached without an end");
  EXPECT_EQ(api.requests(), 50u);
}

TEST(KeysetPages, EndAtTheFirstEmptyOne) {
  RogueApi api(by_place());
  expect_all(read_all(keyset_spec(api)), "empty_page");
  EXPECT_EQ(api.requests(), 11u);
}

TEST(KeysetPages, TakeKeysOfEachKind) {
  for (const std::string key : {R"("a b")", "12.5", "18446744073709551615", "-7"}) {
    RogueApi api([&](const Ask& ask) {
      return Reply{
          .body = ask.parameter("after")
                      ? R"({"users":[]})"
                      : fmt::format(R"({{"users":[{{"id":1,"name":"name 1","at":{{"key":{}}}}}]}})", key)};
    });
    RestSpec spec = keyset_spec(api);
    spec.pages.field = "at.key";
    const Reading reading = read_all(spec);
    EXPECT_EQ(reading.error, "") << key;
    EXPECT_EQ(reading.count(), 1u) << key;
    EXPECT_EQ(api.requests(), 2u) << key;
  }
}

TEST(KeysetPages, WhoseLastRecordHasNoKeyAreRefused) {
  RogueApi api(by_place([](const Ask& ask, Reply& reply) {
    if (number_of(ask, "after", 0) == 30) swap_text(reply.body, R"("id":40)", R"("ID":40)");
  }));
  EXPECT_EQ(read_all(keyset_spec(api)).error,
            at_page(api, 4) + "the last record has no 'id' for the next page to begin behind");
}

TEST(KeysetPages, WhoseKeyDoesNotAdvanceAreRefused) {
  RogueApi api(by_place([](const Ask& ask, Reply& reply) {
    if (number_of(ask, "after", 0) == 30) swap_text(reply.body, R"("id":40)", R"("id":30)");
  }));
  EXPECT_EQ(read_all(keyset_spec(api)).error, at_page(api, 4) + kCircle);
}

}  // namespace
}  // namespace counterpart::test
