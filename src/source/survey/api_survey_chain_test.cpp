// APIs whose pages lead from one to the next: by links, tokens and keys.
#include "source/survey/api_survey.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/surveyed_api.hpp"

namespace counterpart::test {
namespace {

using testing::HasSubstr;

TEST(ChainedPages, ResultsWithNextLinksThatCountPages) {
  const SideSurvey found = survey([](const FakeAsk& ask) -> FakeReply {
    const long page = ask.number("page", 1);
    const long size = size_of(ask, "page_size", 20, 250);
    if (page < 1 || page > pages_of(size)) return {404, R"({"detail":"Invalid page."})"};
    const std::string next =
        page == pages_of(size) ? "null"
                               : fmt::format(R"("{}?page={}{}")", ask.path, page + 1,
                                             ask.has("page_size") ? fmt::format("&page_size={}", size) : "");
    return {200, fmt::format(R"({{"count":{},"next":{},"previous":null,"results":{}}})", kPeople, next,
                             people((page - 1) * size, page * size))};
  });
  EXPECT_EQ(proposal(found), "/results | page page from 1 page_size=250 items=/count");
  EXPECT_EQ(note(found, "size"), "the API keeps to 250 at most: 1,000 were asked for first");
}

TEST(ChainedPages, ResultsWithNextLinksThatCountRecords) {
  const SideSurvey found = survey([](const FakeAsk& ask) -> FakeReply {
    const long offset = ask.number("offset", 0);
    const long size = size_of(ask, "limit", 100, 5000);
    const std::string next = offset + size >= kPeople
                                 ? "null"
                                 : fmt::format(R"("{}?limit={}&offset={}")", ask.path, size, offset + size);
    return {200, fmt::format(R"({{"count":{},"next":{},"results":{}}})", kPeople, next,
                             people(offset, offset + size))};
  });
  EXPECT_EQ(proposal(found), "/results | offset offset from 0 limit=1000 items=/count");
}

TEST(ChainedPages, ABareListWithALinkHeader) {
  const SideSurvey found = survey([](const FakeAsk& ask) -> FakeReply {
    const long page = ask.number("page", 1);
    const long size = size_of(ask, "per_page", 30, 100);
    FakeReply reply{200, people((page - 1) * size, page * size)};
    if (page < pages_of(size))
      reply.headers.emplace_back(
          "link",
          fmt::format("<{}?per_page={}&page={}>; rel=\"next\", <x>; rel=\"last\"", ask.path, size, page + 1));
    return reply;
  });
  EXPECT_EQ(proposal(found), " | link-header per_page=100");
  EXPECT_THAT(note(found, "kind"), HasSubstr("could be counted by page"));
}

TEST(ChainedPages, JsonServerBeforeOne) {
  const FakeApi api = [](const FakeAsk& ask) -> FakeReply {
    if (ask.has("_page") || ask.has("_limit")) {
      const long page = std::max(1L, ask.number("_page", 1));
      const long size = ask.number("_limit", 10);
      FakeReply reply{200, people((page - 1) * size, page * size)};
      if (ask.has("_page") && page < pages_of(size))
        reply.headers.emplace_back(
            "link", fmt::format("<{}?_page={}&_limit={}>; rel=\"next\"", ask.path, page + 1, size));
      return reply;
    }
    return {200, people(0, kPeople)};
  };
  EXPECT_EQ(proposal(survey(api)), " | link-header _limit=1000 ?_page=1");
}

TEST(ChainedPages, DatasetteRows) {
  const FakeApi api = [](const FakeAsk& ask) -> FakeReply {
    for (const auto& [name, value] : ask.query) {
      if (name.front() != '_')
        return {200, R"({"rows":[],"filtered_table_rows_count":0,"next":null,"next_url":null})"};
    }
    const long size = ask.number("_size", 100);
    if (size > 1000) return {400, R"({"ok":false})"};
    const long from = ask.number("_next", 0);
    const bool objects = ask.has("_shape") && ask.query.at("_shape") == "objects";
    const bool more = from + size < kPeople;
    const std::string rest = fmt::format("_shape=objects{}&_next={}",
                                         ask.has("_size") ? fmt::format("&_size={}", size) : "", from + size);
    return {200, fmt::format(R"({{"rows":{},"columns":["id"],"suggested_facets":[{{"name":"x"}}],)"
                             R"("filtered_table_rows_count":{},"next":{},"next_url":{},"query_ms":{}}})",
                             objects ? people(from, from + size) : "[[1,2],[3,4]]", kPeople,
                             more ? fmt::format("\"{}\"", from + size) : "null",
                             more ? fmt::format("\"{}?{}\"", ask.path, rest) : "null", from * 7 % 31)};
  };
  const SideSurvey found = survey(api, "https://data.example.com/people/users.json");
  EXPECT_EQ(proposal(found),
            "/rows | next-link link=/next_url _size=1000 items=/filtered_table_rows_count ?_shape=objects");
  EXPECT_EQ(found.thing, "users");
}

TEST(ChainedPages, KeysOfTheLastRecord) {
  const SideSurvey found = survey([](const FakeAsk& ask) -> FakeReply {
    const long from = ask.number("starting_after", 0);
    const long size = size_of(ask, "limit", 10, 100);
    return {200, fmt::format(R"({{"object":"list","has_more":{},"data":{}}})", from + size < kPeople,
                             people(from, from + size))};
  });
  EXPECT_EQ(proposal(found), "/data | keyset param=starting_after field=id limit=100 more=/has_more");
}

TEST(ChainedPages, TokensUnderAName) {
  const SideSurvey found = survey([](const FakeAsk& ask) -> FakeReply {
    const long from = ask.has("cursor") ? std::stol(ask.query.at("cursor").substr(1)) : 0;
    const long size = size_of(ask, "limit", 50, 200);
    return {200, fmt::format(R"({{"ok":true,"members":{},"response_metadata":{{"next_cursor":"{}"}}}})",
                             people(from, from + size),
                             from + size < kPeople ? fmt::format("x{}", from + size) : "")};
  });
  EXPECT_EQ(proposal(found), "/members | cursor token=/response_metadata/next_cursor param=cursor limit=200");
}

TEST(ChainedPages, PageTokens) {
  const SideSurvey found = survey([](const FakeAsk& ask) -> FakeReply {
    const long from = ask.has("pageToken") ? std::stol(ask.query.at("pageToken").substr(3)) : 0;
    const long size = size_of(ask, "pageSize", 50, 500);
    return {200, fmt::format(
                     R"({{"users":{}{}}})", people(from, from + size),
                     from + size < kPeople ? fmt::format(R"(,"nextPageToken":"/aB{}")", from + size) : "")};
  });
  EXPECT_EQ(proposal(found), "/users | cursor token=/nextPageToken param=pageToken pageSize=500");
}

TEST(ChainedPages, TokensThatStayAndAFlag) {
  const SideSurvey found = survey([](const FakeAsk& ask) -> FakeReply {
    const long from = ask.has("after") ? std::stol(ask.query.at("after").substr(1)) : 0;
    return {200, fmt::format(R"({{"data":{},"pageInfo":{{"endCursor":"c{}","hasNextPage":{}}}}})",
                             people(from, from + 25), from + 25, from + 25 < kPeople)};
  });
  EXPECT_EQ(proposal(found),
            "/data | cursor token=/pageInfo/endCursor param=after more=/pageInfo/hasNextPage");
}

TEST(ChainedPages, ATokenInAHeader) {
  const SideSurvey found = survey([](const FakeAsk& ask) -> FakeReply {
    const long from = ask.has("cursor") ? std::stol(ask.query.at("cursor").substr(1)) : 0;
    FakeReply reply{200, people(from, from + 25)};
    if (from + 25 < kPeople) reply.headers.emplace_back("x-next-cursor", fmt::format("k{}", from + 25));
    return reply;
  });
  EXPECT_EQ(proposal(found), " | cursor header=x-next-cursor param=cursor");
}

TEST(ChainedPages, OData) {
  const SideSurvey found = survey([](const FakeAsk& ask) -> FakeReply {
    const long skip = ask.number("$skiptoken", 0);
    const std::string next =
        skip + 100 < kPeople ? fmt::format(R"(,"@odata.nextLink":"{}?%24skiptoken={}")", ask.path, skip + 100)
                             : "";
    return {200, fmt::format(R"({{"@odata.context":"x","value":{}{}}})", people(skip, skip + 100), next)};
  });
  EXPECT_EQ(proposal(found), "/value | next-link link=/@odata.nextLink");
}

TEST(ChainedPages, JsonApi) {
  const SideSurvey found = survey([](const FakeAsk& ask) -> FakeReply {
    const long page = ask.number("page[number]", 1);
    const long size = size_of(ask, "page[size]", 10, 100);
    std::string data;
    for (long i = (page - 1) * size; i < std::min(page * size, kPeople); ++i)
      data += fmt::format(
          R"({}{{"type":"people","id":"{}","attributes":{{"last-name":"N{}","first-name":"F"}}}})",
          data.empty() ? "" : ",", i, i);
    const std::string next =
        page < pages_of(size)
            ? fmt::format(R"({{"href":"/v1/users?page%5Bnumber%5D={}&page%5Bsize%5D={}"}})", page + 1, size)
            : "null";
    return {200,
            fmt::format(
                R"({{"data":[{}],"links":{{"self":"x","next":{}}},"included":[{{"id":"1"}},{{"id":"2"}}]}})",
                data, next)};
  });
  EXPECT_EQ(proposal(found), "/data | next-link link=/links/next/href page[size]=100");
  EXPECT_EQ(found.fields.at(2).name, "attributes.last-name");
  EXPECT_EQ(found.ids.front(), "id");
}

TEST(ChainedPages, FhirBundles) {
  const SideSurvey found = survey(
      [](const FakeAsk& ask) -> FakeReply {
        const long from = ask.number("_getpagesoffset", 0);
        const long size = size_of(ask, "_count", 20, 500);
        std::string entries;
        for (long i = from; i < std::min(from + size, kPeople); ++i)
          entries += fmt::format(
              R"({}{{"resource":{{"resourceType":"Patient","id":"p{}","name":[{{"family":"N{}","given":["A","B"]}}]}}}})",
              entries.empty() ? "" : ",", i, i);
        const std::string next =
            from + size < kPeople
                ? fmt::format(R"(,{{"relation":"next","url":"{}?_getpagesoffset={}&_count={}"}})", ask.path,
                              from + size, size)
                : "";
        return {
            200,
            fmt::format(
                R"({{"resourceType":"Bundle","total":{},"link":[{{"relation":"self","url":"x"}}{}],"entry":[{}]}})",
                kPeople, next, entries)};
      },
      "https://fhir.example.com/r4/Patient");
  EXPECT_EQ(proposal(found),
            "$.*[?@.resource && @.search.mode != 'outcome'].resource | next-link "
            "link=$.link[?@.relation=='next'].url _count=500 items=/total");
  EXPECT_NE(found.find("name[0].family"), nullptr);
  EXPECT_NE(found.find("name[0].given[0]"), nullptr);
}

TEST(ChainedPages, ALinkElsewhereIsNotFollowed) {
  const SideSurvey found = survey([](const FakeAsk& ask) -> FakeReply {
    EXPECT_THAT(ask.path, HasSubstr("https://api.example.com/"));
    return {200,
            fmt::format(R"({{"next":"https://evil.example.org/users?page=2","data":{}}})", people(0, 20))};
  });
  EXPECT_EQ(proposal(found), "/data | none");
  EXPECT_THAT(note(found, "kind"),
              testing::AllOf(HasSubstr("INCOMPLETE"), HasSubstr("https://evil.example.org")));
}

}  // namespace
}  // namespace counterpart::test
