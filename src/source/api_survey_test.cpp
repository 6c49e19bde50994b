#include "source/api_survey.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "support/fake_transport.hpp"

namespace counterpart {
namespace {

using test::FakeApi;
using test::FakeAsk;
using test::FakeReply;
using testing::HasSubstr;
using Kind = PagesSpec::Kind;

constexpr long kPeople = 2345;

std::string person(long id) {
  return fmt::format(
      R"({{"id":{},"lastname":"Name{:05}","firstname":"Zoë{}","last_active_date":"2017-01-{:02}","score":{}.5}})",
      id, id, id % 7, id % 28 + 1, id);
}

/// People from..to-1, counted from 0, as a JSON list.
std::string people(long from, long to) {
  std::string list = "[";
  for (long i = std::max(from, 0L); i < std::min(to, kPeople); ++i)
    list += (list.size() > 1 ? "," : "") + person(i + 1);
  return list + "]";
}

SideSurvey survey(FakeApi api, const std::string& url = "https://api.example.com/v1/users",
                  AuthSpec auth = {}) {
  ApiQuestion question;
  question.spec.url = url;
  question.spec.auth = std::move(auth);
  question.credentials_hint = "name a token";
  http::Access access;
  access.transport = std::make_unique<test::FakeTransport>(std::move(api));
  access.home = http::Url::parse(url, ErrorKind::internal).origin();
  CancelToken cancel;
  return survey_api(question, std::move(access), cancel);
}

/// "records | kind param first | size_param=size | endings | query", all that is set.
std::string proposal(const SideSurvey& survey) {
  const RestSpec& spec = std::get<RestSpec>(survey.source);
  const PagesSpec& pages = spec.pages;
  constexpr const char* kKinds[] = {"page", "offset", "cursor", "next-link", "link-header", "keyset", "none"};
  std::string text = spec.records + " | " + kKinds[static_cast<int>(pages.kind)];
  const auto add = [&text](const char* name, const std::string& value) {
    if (!value.empty()) text += fmt::format(" {}={}", name, value);
  };
  if (pages.kind == Kind::page || pages.kind == Kind::offset)
    text += fmt::format(" {} from {}", pages.param, pages.first);
  add("token", pages.token);
  add("header", pages.token_header);
  add("link", pages.link);
  if (pages.kind == Kind::cursor || pages.kind == Kind::keyset) add("param", pages.param);
  add("field", pages.field);
  if (pages.size) add(pages.size_param.c_str(), std::to_string(*pages.size));
  add("pages", pages.total_pages);
  add("items", pages.total_items);
  add("items-header", pages.total_items_header);
  add("pages-header", pages.total_pages_header);
  add("more", pages.has_more);
  for (const auto& [name, value] : spec.query) add(("?" + name).c_str(), value);
  return text;
}

std::string note(const SideSurvey& survey, const std::string& key) {
  for (const SurveyNote& note : survey.notes) {
    if (note.key == key) return note.text;
  }
  return {};
}

long pages_of(long size) {
  return (kPeople + size - 1) / size;
}

/// The size of a page, capped.
long size_of(const FakeAsk& ask, const std::string& param, long usual, long most) {
  return std::clamp(ask.number(param, usual), 1L, most);
}

TEST(ApiSurvey, NumbersWithTotalsAndNoSize) {
  const SideSurvey found = survey([](const FakeAsk& ask) -> FakeReply {
    const long page = ask.number("page", 1);
    if (page < 1) return {400, R"({"error":"page"})"};
    return {200, fmt::format(R"({{"current_page":{},"total_pages":{},"total_items":{},"users":{}}})", page,
                             pages_of(100), kPeople, people((page - 1) * 100, page * 100))};
  });
  EXPECT_EQ(proposal(found), "/users | page page from 1 pages=/total_pages items=/total_items");
  EXPECT_EQ(found.records, 200u);
  EXPECT_EQ(found.total, 2345u);
  EXPECT_EQ(found.ids.front(), "id");
  EXPECT_EQ(note(found, "total_items"), "2,345 when it was looked at");
}

TEST(ApiSurvey, ResultsWithNextLinksThatCountPages) {
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

TEST(ApiSurvey, ResultsWithNextLinksThatCountRecords) {
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

TEST(ApiSurvey, ABareListWithALinkHeader) {
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

TEST(ApiSurvey, JsonServerBeforeOne) {
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

TEST(ApiSurvey, TotalsInHeaders) {
  for (const char* header : {"x-total-count", "x-total-pages"}) {
    const bool items = std::string(header) == "x-total-count";
    const SideSurvey found = survey([&](const FakeAsk& ask) -> FakeReply {
      const long page = ask.number("page", 1);
      const long size = size_of(ask, "per_page", 30, 100);
      return {200,
              people((page - 1) * size, page * size),
              {{header, std::to_string(items ? kPeople : pages_of(size))}, {"x-page", std::to_string(page)}}};
    });
    EXPECT_EQ(proposal(found), fmt::format(" | page page from 1 per_page=100 {}={}",
                                           items ? "items-header" : "pages-header", header));
  }
}

TEST(ApiSurvey, JsonServerOne) {
  const FakeApi api = [](const FakeAsk& ask) -> FakeReply {
    if (ask.number("_page", 0) == 0) return {200, people(0, kPeople)};
    const long size = ask.number("_per_page", 10);
    const long page = std::clamp(ask.number("_page", 1), 1L, pages_of(size));
    return {200,
            fmt::format(R"({{"first":1,"prev":null,"next":{},"last":{},"pages":{},"items":{},"data":{}}})",
                        page == pages_of(size) ? "null" : std::to_string(page + 1), pages_of(size),
                        pages_of(size), kPeople, people((page - 1) * size, page * size))};
  };
  EXPECT_EQ(proposal(survey(api)), "/data | page _page from 1 _per_page=1000 pages=/pages items=/items");
}

TEST(ApiSurvey, DatasetteRows) {
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

TEST(ApiSurvey, KeysOfTheLastRecord) {
  const SideSurvey found = survey([](const FakeAsk& ask) -> FakeReply {
    const long from = ask.number("starting_after", 0);
    const long size = size_of(ask, "limit", 10, 100);
    return {200, fmt::format(R"({{"object":"list","has_more":{},"data":{}}})", from + size < kPeople,
                             people(from, from + size))};
  });
  EXPECT_EQ(proposal(found), "/data | keyset param=starting_after field=id limit=100 more=/has_more");
}

TEST(ApiSurvey, TokensUnderAName) {
  const SideSurvey found = survey([](const FakeAsk& ask) -> FakeReply {
    const long from = ask.has("cursor") ? std::stol(ask.query.at("cursor").substr(1)) : 0;
    const long size = size_of(ask, "limit", 50, 200);
    return {200, fmt::format(R"({{"ok":true,"members":{},"response_metadata":{{"next_cursor":"{}"}}}})",
                             people(from, from + size),
                             from + size < kPeople ? fmt::format("x{}", from + size) : "")};
  });
  EXPECT_EQ(proposal(found), "/members | cursor token=/response_metadata/next_cursor param=cursor limit=200");
}

TEST(ApiSurvey, PageTokens) {
  const SideSurvey found = survey([](const FakeAsk& ask) -> FakeReply {
    const long from = ask.has("pageToken") ? std::stol(ask.query.at("pageToken").substr(3)) : 0;
    const long size = size_of(ask, "pageSize", 50, 500);
    return {200, fmt::format(
                     R"({{"users":{}{}}})", people(from, from + size),
                     from + size < kPeople ? fmt::format(R"(,"nextPageToken":"/aB{}")", from + size) : "")};
  });
  EXPECT_EQ(proposal(found), "/users | cursor token=/nextPageToken param=pageToken pageSize=500");
}

TEST(ApiSurvey, TokensThatStayAndAFlag) {
  const SideSurvey found = survey([](const FakeAsk& ask) -> FakeReply {
    const long from = ask.has("after") ? std::stol(ask.query.at("after").substr(1)) : 0;
    return {200, fmt::format(R"({{"data":{},"pageInfo":{{"endCursor":"c{}","hasNextPage":{}}}}})",
                             people(from, from + 25), from + 25, from + 25 < kPeople)};
  });
  EXPECT_EQ(proposal(found),
            "/data | cursor token=/pageInfo/endCursor param=after more=/pageInfo/hasNextPage");
}

TEST(ApiSurvey, ATokenInAHeader) {
  const SideSurvey found = survey([](const FakeAsk& ask) -> FakeReply {
    const long from = ask.has("cursor") ? std::stol(ask.query.at("cursor").substr(1)) : 0;
    FakeReply reply{200, people(from, from + 25)};
    if (from + 25 < kPeople) reply.headers.emplace_back("x-next-cursor", fmt::format("k{}", from + 25));
    return reply;
  });
  EXPECT_EQ(proposal(found), " | cursor header=x-next-cursor param=cursor");
}

TEST(ApiSurvey, OData) {
  const SideSurvey found = survey([](const FakeAsk& ask) -> FakeReply {
    const long skip = ask.number("$skiptoken", 0);
    const std::string next =
        skip + 100 < kPeople ? fmt::format(R"(,"@odata.nextLink":"{}?%24skiptoken={}")", ask.path, skip + 100)
                             : "";
    return {200, fmt::format(R"({{"@odata.context":"x","value":{}{}}})", people(skip, skip + 100), next)};
  });
  EXPECT_EQ(proposal(found), "/value | next-link link=/@odata.nextLink");
}

TEST(ApiSurvey, Scim) {
  const SideSurvey found = survey([](const FakeAsk& ask) -> FakeReply {
    const long start = std::max(1L, ask.number("startIndex", 1));
    const long size = size_of(ask, "count", 50, 200);
    return {200,
            fmt::format(
                R"({{"schemas":["urn"],"totalResults":{},"startIndex":{},"itemsPerPage":{},"Resources":{}}})",
                kPeople, start, size, people(start - 1, start - 1 + size))};
  });
  EXPECT_EQ(proposal(found), "/Resources | offset startIndex from 1 count=200 items=/totalResults");
}

TEST(ApiSurvey, JsonApi) {
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

TEST(ApiSurvey, FhirBundles) {
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

TEST(ApiSurvey, HalFromPageZero) {
  const SideSurvey found = survey([](const FakeAsk& ask) -> FakeReply {
    const long page = std::max(0L, ask.number("page", 0));
    const long size = size_of(ask, "size", 20, 1000);
    const std::string next =
        page + 1 < pages_of(size)
            ? fmt::format(R"(,"next":{{"href":"{}?page={}&size={}"}})", ask.path, page + 1, size)
            : "";
    return {200,
            fmt::format(R"({{"_embedded":{{"users":{}}},"_links":{{"self":{{"href":"x"}}{}}},)"
                        R"("page":{{"size":{},"totalElements":{},"totalPages":{},"number":{}}}}})",
                        people(page * size, (page + 1) * size), next, size, kPeople, pages_of(size), page)};
  });
  EXPECT_EQ(proposal(found),
            "/_embedded/users | page page from 0 size=1000 pages=/page/totalPages items=/page/totalElements");
}

TEST(ApiSurvey, NumbersFromZeroWithoutAnythingElse) {
  const SideSurvey found = survey([](const FakeAsk& ask) -> FakeReply {
    const long page = std::max(0L, ask.number("page", 0));
    return {200, people(page * 40, (page + 1) * 40)};
  });
  EXPECT_EQ(proposal(found), " | page page from 0");
}

TEST(ApiSurvey, SkipAndTake) {
  const SideSurvey found = survey([](const FakeAsk& ask) -> FakeReply {
    const long skip = ask.number("skip", 0);
    const long take = ask.number("take", 30);
    if (take > 100) return {422, R"({"error":"take"})"};
    return {200, people(skip, skip + take)};
  });
  EXPECT_EQ(proposal(found), " | offset skip from 0 take=100");
}

TEST(ApiSurvey, ASizeBeyondTheMostThatIsPassedOver) {
  const SideSurvey found = survey([](const FakeAsk& ask) -> FakeReply {
    const long page = ask.number("p", 1);
    const long wanted = ask.number("limit", 20);
    const long size = wanted > 250 ? 20 : wanted;
    return {200, fmt::format(R"({{"items":{}}})", people((page - 1) * size, page * size))};
  });
  EXPECT_EQ(proposal(found), "/items | page p from 1 limit=250");
}

TEST(ApiSurvey, OneAnswerWithEverything) {
  const SideSurvey found = survey([](const FakeAsk&) -> FakeReply { return {200, people(0, 300)}; });
  EXPECT_EQ(proposal(found), " | none");
  EXPECT_EQ(note(found, "kind"), "no way to a second page was found");
}

TEST(ApiSurvey, RecordsThatNothingLeadsTo) {
  const SideSurvey found = survey([](const FakeAsk&) -> FakeReply {
    return {200, fmt::format(R"({{"total":{},"users":{}}})", kPeople, people(0, 20))};
  });
  EXPECT_EQ(proposal(found), "/users | none items=/total");
  EXPECT_THAT(note(found, "kind"), HasSubstr("INCOMPLETE: 20 of 2,345 records came"));
}

TEST(ApiSurvey, OnePageOfAnApiThatCounts) {
  const SideSurvey found = survey([](const FakeAsk& ask) -> FakeReply {
    return {200, fmt::format(R"({{"current_page":1,"total_pages":1,"total_items":3,"users":{}}})",
                             ask.number("page", 1) == 1 ? people(0, 3) : "[]")};
  });
  EXPECT_EQ(proposal(found), "/users | page page from 1 pages=/total_pages items=/total_items");
  EXPECT_THAT(note(found, "kind"), HasSubstr("could not be tried"));
}

TEST(ApiSurvey, FewRecordsShowTheirPagesWhenAskedForFewer) {
  const SideSurvey found = survey([](const FakeAsk& ask) -> FakeReply {
    const long page = ask.number("page", 1);
    const long size = size_of(ask, "per_page", 20, 100);
    return {200, fmt::format(R"({{"meta":{{"total":7}},"data":{}}})",
                             people((page - 1) * size, std::min(7L, page * size)))};
  });
  EXPECT_EQ(proposal(found), "/data | page page from 1 per_page=1000 items=/meta/total");
}

TEST(ApiSurvey, ShuffledRecordsAreNoPages) {
  long turn = 0;
  const SideSurvey found = survey([&turn](const FakeAsk&) -> FakeReply {
    turn = (turn + 97) % 1900;
    return {200, people(turn, turn + 20)};
  });
  EXPECT_EQ(proposal(found), " | none");
}

TEST(ApiSurvey, ALinkElsewhereIsNotFollowed) {
  const SideSurvey found = survey([](const FakeAsk& ask) -> FakeReply {
    EXPECT_THAT(ask.path, HasSubstr("https://api.example.com/"));
    return {200,
            fmt::format(R"({{"next":"https://evil.example.org/users?page=2","data":{}}})", people(0, 20))};
  });
  EXPECT_EQ(proposal(found), "/data | none");
}

TEST(ApiSurvey, SendsTheCredentials) {
  AuthSpec auth;
  auth.kind = AuthSpec::Kind::bearer;
  const FakeApi api = [](const FakeAsk&) -> FakeReply { return {401, R"({"error":"who"})"}; };
  for (const bool some : {false, true}) {
    try {
      survey(api, "https://api.example.com/v1/users", some ? auth : AuthSpec());
      FAIL();
    } catch (const Error& error) {
      EXPECT_EQ(std::string(error.what()),
                fmt::format("https://api.example.com/v1/users: the API refused the {} (401)",
                            some ? "credentials" : "request"));
      EXPECT_EQ(error.hint(), "name a token");
      EXPECT_EQ(error.kind(), ErrorKind::api);
    }
  }
}

std::string failure(const FakeApi& api) {
  try {
    survey(api);
  } catch (const Error& error) {
    return error.what();
  }
  return "none";
}

TEST(ApiSurvey, SaysWhatItCannotRead) {
  EXPECT_THAT(failure([](const FakeAsk&) -> FakeReply {
                return {404, "{}"};
              }),
              HasSubstr("the API answered 404"));
  EXPECT_THAT(failure([](const FakeAsk&) -> FakeReply {
                return {200, "<html></html>"};
              }),
              HasSubstr("looks like HTML"));
  EXPECT_THAT(failure([](const FakeAsk&) -> FakeReply {
                return {200, R"({"id":1,"lastname":"Smith"})"};
              }),
              HasSubstr("no list of records in the answer, which has id, lastname"));
  EXPECT_THAT(failure([](const FakeAsk&) -> FakeReply {
                return {200, R"({"users":[]})"};
              }),
              HasSubstr("the list of records, '/users', is empty"));
}

TEST(ApiSurvey, ALookAtAPageForPeopleFindsTheOneForPrograms) {
  const SideSurvey found = survey([](const FakeAsk& ask) -> FakeReply {
    if (!ask.path.ends_with(".json")) return {200, "<!doctype html>", {{"content-type", "text/html"}}};
    return {200, people(0, 20)};
  });
  EXPECT_EQ(std::get<RestSpec>(found.source).url, "https://api.example.com/v1/users.json");
}

TEST(ApiSurvey, FieldsHaveKindsAndNoValues) {
  const SideSurvey found = survey([](const FakeAsk& ask) -> FakeReply {
    const long page = ask.number("page", 1);
    return {200, fmt::format(R"({{"total_pages":{},"users":{}}})", pages_of(100),
                             people((page - 1) * 100, page * 100))};
  });
  const FieldSurvey* id = found.find("id");
  ASSERT_NE(id, nullptr);
  EXPECT_TRUE(id->unique && id->always);
  EXPECT_EQ(id->given, Type::int64);
  const FieldSurvey* date = found.find("last_active_date");
  ASSERT_NE(date, nullptr);
  EXPECT_EQ(date->given, Type::string);
  EXPECT_EQ(date->meant, Type::date);
  EXPECT_FALSE(date->unique);
  EXPECT_THAT(found.find("lastname")->ordered, testing::ElementsAre("none", "strict", "name"));
  EXPECT_THAT(found.find("firstname")->ordered, testing::IsEmpty());
  for (const SurveyNote& note : found.notes) EXPECT_THAT(note.text, testing::Not(HasSubstr("Name0")));
}

}  // namespace
}  // namespace counterpart
