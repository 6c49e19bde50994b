/// The REST source against an API that misbehaves: exact rows, or the exact error.

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "source/rest/rest_source.hpp"
#include "support/rest_reading.hpp"
#include "support/rogue_api.hpp"

namespace counterpart::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr Users kUsers{.count = 95, .size = 10};

/// A sound API but for the pages that `bend` changes.
RogueApi::Handler sound(std::function<void(const Ask&, Reply&)> bend = [](const Ask&, Reply&) {}) {
  return [bend](const Ask& ask) {
    Reply reply{.body = kUsers.page(ask.page)};
    bend(ask, reply);
    return reply;
  };
}

RestSpec by_total(const RogueApi& api) {
  RestSpec spec = quick_spec(api.url());
  spec.pages.total_pages = "/total_pages";
  return spec;
}

std::string place(const RogueApi& api, unsigned page) {
  return fmt::format("5: page {} of {}: ", page, api.url());
}

TEST(RestSource, GivesTheSameBatchesWhateverTheWindow) {
  RogueApi api(sound());
  for (const unsigned window : {1U, 8U, 32U, 0U}) {
    RestSpec spec = by_total(api);
    spec.window = window;
    const Reading reading = read_all(spec);
    EXPECT_EQ(reading.error, "");
    EXPECT_EQ(reading.rows, expected_rows(95, 10)) << window;
    EXPECT_EQ(reading.report.pages, 10u);
    EXPECT_EQ(reading.report.retries, 0u);
    EXPECT_EQ(reading.report.end_reason, "total_pages");
    EXPECT_EQ(reading.report.expected, std::nullopt);
    EXPECT_THAT(reading.report.warnings, IsEmpty());
  }
  EXPECT_EQ(api.requests(), 44u);  // each reading looks once for a page 0
}

TEST(RestSource, GivesTheSameBatchesWithNextToNoMemory) {
  RogueApi api(sound());
  EXPECT_EQ(read_all(by_total(api), {}, 1).rows, expected_rows(95, 10));
}

TEST(RestSource, EndsByEachSignal) {
  RogueApi api(sound());
  RestSpec items = quick_spec(api.url());
  items.pages.total_items = "/total";
  RestSpec flag = quick_spec(api.url());
  flag.pages.has_more = "/has_more";
  RestSpec all = by_total(api);
  all.pages.total_items = "/total";
  all.pages.has_more = "/has_more";
  for (const auto& [spec, reason] :
       std::vector<std::pair<RestSpec, std::string>>{{quick_spec(api.url()), "empty_page"},
                                                     {items, "total_items"},
                                                     {flag, "has_more"},
                                                     {all, "total_pages"}}) {
    const Reading reading = read_all(spec);
    EXPECT_EQ(reading.error, "");
    EXPECT_EQ(reading.rows, expected_rows(95, 10)) << reason;
    EXPECT_EQ(reading.report.end_reason, reason);
  }
}

TEST(RestSource, ReadsASinglePage) {
  RogueApi api([](const Ask& ask) {
    EXPECT_EQ(ask.target, "/users?sort=id");
    return Reply{.body = R"([{"id":1,"name":"name 1"}])"};
  });
  RestSpec spec = quick_spec(api.url());
  spec.records = "";
  spec.query = {{"sort", "id"}};
  spec.pages.kind = PagesSpec::Kind::none;
  const Reading reading = read_all(spec);
  EXPECT_EQ(reading.error, "");
  EXPECT_EQ(reading.rows, expected_rows(1, 1));
  EXPECT_EQ(reading.report.end_reason, "single page");
}

TEST(RestSource, DropsWhatItAskedForBeyondTheEnd) {
  RogueApi api(sound([](const Ask& ask, Reply& reply) {
    if (ask.page > kUsers.pages()) reply.status = ask.page % 2 == 0 ? 404 : 500;
  }));
  RestSpec spec = quick_spec(api.url());
  spec.pages.has_more = "/has_more";
  spec.window = 32;
  const Reading reading = read_all(spec);
  EXPECT_EQ(reading.error, "");
  EXPECT_EQ(reading.rows, expected_rows(95, 10));
}

TEST(RestSource, FollowsATotalThatGrows) {
  RogueApi api(sound([](const Ask& ask, Reply& reply) {
    const std::size_t at = reply.body.find("\"total_pages\":10");
    if (ask.page < 6) reply.body.replace(at, 16, "\"total_pages\":6 ");
  }));
  const Reading reading = read_all(by_total(api));
  EXPECT_EQ(reading.error, "");
  EXPECT_EQ(reading.rows, expected_rows(95, 10));
}

TEST(RestSource, DoesNotTakeAnEmptyPageInTheMiddleForTheEnd) {
  RogueApi api(sound([](const Ask& ask, Reply& reply) {
    if (ask.page == 3) reply.body = R"({"total_pages":10,"users":[]})";
  }));
  const Reading reading = read_all(by_total(api));
  EXPECT_EQ(reading.error, "");
  EXPECT_EQ(reading.count(), 85u);
}

TEST(RestSource, WarnsOfPagesThatTheServerCutsSmaller) {
  std::atomic<bool> asked{false};
  RogueApi api(
      sound([&](const Ask& ask, Reply&) { asked = ask.target.find("per_page=500") != std::string::npos; }));
  RestSpec spec = quick_spec(api.url());
  spec.pages.size_param = "per_page";
  spec.pages.size = 500;
  const Reading reading = read_all(spec);
  EXPECT_TRUE(asked);
  EXPECT_EQ(reading.rows, expected_rows(95, 10));
  EXPECT_THAT(reading.report.warnings,
              ElementsAre(api.url() + " gives pages of 10 records although 500 were asked for"));
}

TEST(RestSource, FailsOnAShortfallUnlessTold) {
  RogueApi api(sound([](const Ask& ask, Reply& reply) {
    if (ask.page == 10) reply.body = R"({"total_pages":10,"total":95,"users":[]})";
  }));
  RestSpec spec = by_total(api);
  spec.pages.total_items = "/total";
  const std::string text = api.url() + ": the API says that it has 95 records and gave 90";
  EXPECT_EQ(read_all(spec).error, "5: " + text);
  spec.fail_on_shortfall = false;
  const Reading reading = read_all(spec);
  EXPECT_EQ(reading.error, "");
  EXPECT_EQ(reading.report.expected, 95u);
  EXPECT_THAT(reading.report.warnings, ElementsAre(text));
}

/// An API that, after its fifth page, has 10 records less than the 95 at first; the others move up.
RogueApi::Handler shrinking(int beyond_the_end) {
  return [beyond_the_end](const Ask& ask) {
    const Users users{.count = ask.page <= 5 ? 95U : 85U, .size = 10};
    return Reply{.status = ask.page > users.pages() ? beyond_the_end : 200, .body = users.page(ask.page)};
  };
}

TEST(RestSource, DoesNotBelieveATotalOfItemsThatFalls) {
  for (const int beyond_the_end : {200, 404}) {
    RogueApi api(shrinking(beyond_the_end));
    RestSpec spec = quick_spec(api.url());
    spec.pages.total_items = "/total";
    const std::string text = api.url() + ": the API says that it has 95 records and gave 85";
    EXPECT_EQ(read_all(spec).error, "5: " + text);
    spec.fail_on_shortfall = false;
    const Reading reading = read_all(spec);
    EXPECT_EQ(reading.error, "");
    EXPECT_EQ(reading.rows, expected_rows(85, 10));
    EXPECT_EQ(reading.report.expected, 95u);
    EXPECT_EQ(reading.report.end_reason, "total_items");
    EXPECT_THAT(reading.report.warnings, ElementsAre(text));
  }
}

TEST(RestSource, DoesNotBelieveATotalOfPagesThatFalls) {
  for (const int beyond_the_end : {200, 404}) {
    RogueApi api(shrinking(beyond_the_end));
    RestSpec spec = by_total(api);
    const std::string text = api.url() + ": the API announced 10 pages and then 9";
    EXPECT_EQ(read_all(spec).error, "5: " + text);
    spec.fail_on_shortfall = false;
    const Reading reading = read_all(spec);
    EXPECT_EQ(reading.error, "");
    EXPECT_EQ(reading.rows, expected_rows(85, 10));
    EXPECT_EQ(reading.report.end_reason, "total_pages");
    EXPECT_THAT(reading.report.warnings, ElementsAre(text));
  }
}

TEST(RestSource, WalksToTheHighestTotalOfPages) {
  RogueApi api(sound([](const Ask& ask, Reply& reply) {
    if (ask.page == 5) reply.body.replace(reply.body.find("\"total_pages\":10"), 16, "\"total_pages\":5 ");
  }));
  RestSpec spec = by_total(api);
  EXPECT_EQ(read_all(spec).error, "5: " + api.url() + ": the API announced 10 pages and then 5");
  spec.fail_on_shortfall = false;
  EXPECT_EQ(read_all(spec).rows, expected_rows(95, 10));
}

TEST(RestSource, FailsOnAPageThatRepeats) {
  RogueApi api([](const Ask&) { return Reply{.body = kUsers.page(1)}; });
  EXPECT_EQ(read_all(quick_spec(api.url())).error,
            place(api, 2) + "page 2 repeats page 1: does the API know the parameter 'page'?");
  RogueApi useless([](const Ask&) { return Reply{.body = R"({"users":[{"ID":1}]})"}; });
  EXPECT_THAT(read_all(quick_spec(useless.url())).error, HasSubstr("page 2 repeats page 1"));
}

TEST(RestSource, GivesOutALargePageInSlices) {
  RogueApi api([](const Ask&) { return Reply{.body = Users{.count = 2500, .size = 2500}.page(1)}; });
  const Reading reading = read_all(by_total(api));
  EXPECT_EQ(reading.error, "");
  EXPECT_EQ(reading.rows, expected_rows(2500, 1000));
  EXPECT_EQ(reading.report.pages, 1u);
  EXPECT_EQ(read_all(quick_spec(api.url())).error,
            place(api, 2) + "page 2 repeats page 1: does the API know the parameter 'page'?");
}

TEST(RestSource, TakesRecordsFromWhereAJsonPathSelectsThem) {
  RogueApi api([](const Ask&) {
    return Reply{.body = R"({"data":[{"type":"user","attributes":{"id":1,"name":"name 1"}},{"type":"group"},
                                     {"type":"user","attributes":{"id":2,"name":"name 2"}}]})"};
  });
  RestSpec spec = quick_spec(api.url());
  spec.records = "$.data[?@.type=='user'].attributes";
  spec.pages.kind = PagesSpec::Kind::none;
  const Reading reading = read_all(spec);
  EXPECT_EQ(reading.error, "");
  EXPECT_EQ(reading.rows, expected_rows(2, 2));
  spec.records = "$.users[*]";
  EXPECT_EQ(read_all(spec).error, fmt::format("5: {}: nothing at '$.users': the page has data", api.url()));
}

TEST(RestSource, GivesOutRejectsInSlices) {
  std::string body = R"({"users":[1)";
  for (int i = 1; i < 2500; ++i) body += ",1";
  RogueApi api([&](const Ask&) { return Reply{.body = body + "]}"}; });
  RestSpec spec = quick_spec(api.url());
  spec.pages.kind = PagesSpec::Kind::none;
  const Reading reading = read_all(spec);
  EXPECT_THAT(reading.rows, ElementsAre("--", "--", "--"));
  ASSERT_EQ(reading.rejects.size(), 2500u);
  EXPECT_EQ(reading.rejects.back(), "page 1, index 2499: is not an object");
}

TEST(RestSource, FailsWhereMaxPagesComesBeforeTheEnd) {
  RogueApi api(sound());
  RestSpec spec = by_total(api);
  spec.pages.max_pages = 4;
  EXPECT_EQ(read_all(spec).error, place(api, 4) + "max_pages = 4 reached without an end");
  EXPECT_EQ(api.requests(), 5u);
}

TEST(RestSource, FailsOnAPageWithoutItsRecords) {
  RogueApi api(sound([](const Ask& ask, Reply& reply) {
    if (ask.page == 2) reply.body = R"({"error":"quota","code":7})";
  }));
  EXPECT_EQ(read_all(by_total(api)).error, place(api, 2) + "nothing at '/users': the page has error, code");
  EXPECT_EQ(api.requests_of(2), 1u);
}

TEST(RestSource, FailsOnAnEndingThatIsNotThere) {
  RogueApi api(sound());
  RestSpec spec = quick_spec(api.url());
  spec.pages.total_pages = "/pages";
  EXPECT_EQ(read_all(spec).error,
            place(api, 1) + "nothing at '/pages': the page has page, total_pages, total, has_more, users");
}

TEST(RestSource, FailsOnHtmlAtOnce) {
  RogueApi api(sound([](const Ask& ask, Reply& reply) {
    if (ask.page == 2)
      reply = {.body = "<!doctype html><p>Log in", .content_type = "text/html; charset=utf-8"};
  }));
  EXPECT_EQ(read_all(by_total(api)).error, place(api, 2) + "the answer is not JSON but text/html");
  EXPECT_EQ(api.requests_of(2), 1u);
}

TEST(RestSource, RejectsOnlyTheRecordsWithDamagedText) {
  RogueApi api([](const Ask&) {
    return Reply{
        .body =
            "{\"n\":1,\"users\":[{\"id\":1,\"name\":\"a\xFF\"},{\"id\":2,\"name\":\"b\",\"x\":\"\xFF\"},"
            "{\"id\":3,\"name\":\"\\ud83d\"},{\"id\":4,\"name\":\"\\ud83d\\ude00\"},5,{\"name\":\"x\"},{"
            "\"id\":\"x\"}]}"};
  });
  RestSpec spec = quick_spec(api.url());
  spec.pages.total_pages = "/n";
  const Reading reading = read_all(spec);
  EXPECT_EQ(reading.error, "");
  EXPECT_THAT(reading.rows, ElementsAre("2|b", "4|\xF0\x9F\x98\x80", "--"));
  EXPECT_THAT(
      reading.rejects,
      ElementsAre("page 1, index 0: field 'name': is not valid UTF-8",
                  "page 1, index 2: field 'name': is not valid UTF-8", "page 1, index 4: is not an object",
                  "page 1, index 5: field 'id': is missing", HasSubstr("page 1, index 6: field 'id': ")));
}

TEST(RestSource, WarnsOfAFieldThatNoRecordHas) {
  RogueApi api(sound());
  const Reading reading = read_all(by_total(api), {"nane", "speciality"});
  EXPECT_THAT(reading.missing, ElementsAre("no record has the field 'nane' (did you mean 'name'?)",
                                           "no record has the field 'speciality'"));
}

TEST(RestSource, SendsCredentialsAndHeadersWithEachAttempt) {
  const auto key_with_each_attempt = [](const AuthSpec& auth, const std::function<bool(const Ask&)>& has_it) {
    RogueApi api(sound([&](const Ask& ask, Reply& reply) {
      const bool good = has_it(ask) && ask.header("X-Team") == "data" &&
                        ask.header("User-Agent")->starts_with("counterpart/");
      reply.status = !good ? 401 : ask.attempt == 1 ? 503 : 200;
    }));
    RestSpec spec = by_total(api);
    spec.auth = auth;
    spec.window = 32;
    spec.headers = {{"X-Team", "data"}};
    const Reading reading = read_all(spec);
    EXPECT_EQ(reading.error, "");
    EXPECT_EQ(reading.rows, expected_rows(95, 10));
    EXPECT_EQ(reading.report.retries, 10u);
  };
  using Kind = AuthSpec::Kind;
  key_with_each_attempt({Kind::bearer, Secret("t0k"), "", "", false},
                        [](const Ask& ask) { return ask.header("Authorization") == "Bearer t0k"; });
  key_with_each_attempt({Kind::basic, Secret("pw"), "me", "", false},
                        [](const Ask& ask) { return ask.header("Authorization") == "Basic bWU6cHc="; });
  key_with_each_attempt({Kind::api_key, Secret("k y"), "", "X-Key", false},
                        [](const Ask& ask) { return ask.header("X-Key") == "k y"; });
  key_with_each_attempt({Kind::api_key, Secret("k y"), "", "key", true},
                        [](const Ask& ask) { return ask.target.find("key=k%20y") != std::string::npos; });
}

TEST(RestSource, NeverShowsASecret) {
  RogueApi api([](const Ask&) { return Reply{.status = 403, .body = "pa55word"}; });
  RestSpec spec = by_total(api);
  spec.auth = {AuthSpec::Kind::api_key, Secret("pa55word"), "", "key", true};
  EXPECT_EQ(read_all(spec).error, place(api, 1) + "the API refused the credentials (403)");
  EXPECT_EQ(api.requests(), 1u);
  spec.url = "http://joe:pa55word@127.0.0.1/";
  EXPECT_EQ(read_all(spec).error, "3: the URL of http://127.0.0.1 holds a user or a password");
}

TEST(RestSource, RefusesWhatItCannotRequest) {
  RestSpec spec = quick_spec("http://api.example.com/users");
  EXPECT_EQ(read_all(spec).error, "3: http://api.example.com would be read in clear text over the network");
  spec = quick_spec("http://localhost/");
  spec.records = "users";
  EXPECT_EQ(read_all(spec).error,
            "3: \"users\" begins neither like a JSON Pointer ('/') nor like a JSONPath ('$')");
}

TEST(RestSource, StopsAtOnceWhenCancelled) {
  RogueApi api(sound([](const Ask& ask, Reply& reply) { reply.silent = ask.page > 1; }));
  const ReadSpec read{.fields = {{.name = "id"}}, .id = 0};
  SideProgress progress;
  CancelToken cancel;
  const RestSpec spec = by_total(api);
  std::thread canceller;
  {
    const auto begin = std::chrono::steady_clock::now();
    const auto stream = open_rest_source(spec, SourceContext{read, progress, cancel, 1 << 20});
    RecordBatch batch;
    ASSERT_TRUE(stream->next(batch));
    canceller = std::thread([&] {
      while (api.requests() < 2) std::this_thread::yield();
      cancel.cancel(ErrorKind::terminated);
    });
    try {
      stream->next(batch);
      ADD_FAILURE() << "not cancelled";
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::terminated);
      EXPECT_STREQ(error.what(), "terminated");
    }
    EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(5));
  }
  canceller.join();
}

}  // namespace
}  // namespace counterpart::test
