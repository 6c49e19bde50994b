// APIs whose pages are counted: by number, or by the records before.
#include "source/survey/api_survey.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/surveyed_api.hpp"

namespace counterpart::test {
namespace {

using testing::HasSubstr;

TEST(CountedPages, NumbersWithTotalsAndNoSize) {
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

TEST(CountedPages, TotalsInHeaders) {
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

TEST(CountedPages, JsonServerOne) {
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

TEST(CountedPages, Scim) {
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

TEST(CountedPages, HalFromPageZero) {
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

TEST(CountedPages, NumbersFromZeroWithoutAnythingElse) {
  const SideSurvey found = survey([](const FakeAsk& ask) -> FakeReply {
    const long page = std::max(0L, ask.number("page", 0));
    return {200, people(page * 40, (page + 1) * 40)};
  });
  EXPECT_EQ(proposal(found), " | page page from 0");
}

TEST(CountedPages, SkipAndTake) {
  const SideSurvey found = survey([](const FakeAsk& ask) -> FakeReply {
    const long skip = ask.number("skip", 0);
    const long take = ask.number("take", 30);
    if (take > 100) return {422, R"({"error":"take"})"};
    return {200, people(skip, skip + take)};
  });
  EXPECT_EQ(proposal(found), " | offset skip from 0 take=100");
}

TEST(CountedPages, ASizeBeyondTheMostThatIsPassedOver) {
  const SideSurvey found = survey([](const FakeAsk& ask) -> FakeReply {
    const long page = ask.number("p", 1);
    const long wanted = ask.number("limit", 20);
    const long size = wanted > 250 ? 20 : wanted;
    return {200, fmt::format(R"({{"items":{}}})", people((page - 1) * size, page * size))};
  });
  EXPECT_EQ(proposal(found), "/items | page p from 1 limit=250");
}

TEST(CountedPages, OnePageOfAnApiThatCounts) {
  const SideSurvey found = survey([](const FakeAsk& ask) -> FakeReply {
    return {200, fmt::format(R"({{"current_page":1,"total_pages":1,"total_items":3,"users":{}}})",
                             ask.number("page", 1) == 1 ? people(0, 3) : "[]")};
  });
  EXPECT_EQ(proposal(found), "/users | page page from 1 pages=/total_pages items=/total_items");
  EXPECT_THAT(note(found, "kind"), HasSubstr("could not be tried"));
}

TEST(CountedPages, FewRecordsShowTheirPagesWhenAskedForFewer) {
  const SideSurvey found = survey([](const FakeAsk& ask) -> FakeReply {
    const long page = ask.number("page", 1);
    const long size = size_of(ask, "per_page", 20, 100);
    return {200, fmt::format(R"({{"meta":{{"total":7}},"data":{}}})",
                             people((page - 1) * size, std::min(7L, page * size)))};
  });
  EXPECT_EQ(proposal(found), "/data | page page from 1 per_page=1000 items=/meta/total");
}

TEST(CountedPages, ShuffledRecordsAreNoPages) {
  long turn = 0;
  const SideSurvey found = survey([&turn](const FakeAsk&) -> FakeReply {
    turn = (turn + 97) % 1900;
    return {200, people(turn, turn + 20)};
  });
  EXPECT_EQ(proposal(found), " | none");
}

TEST(CountedPages, ATotalThatGrowsMeanwhileIsStillOne) {
  long more = 0;
  const SideSurvey found = survey([&more](const FakeAsk& ask) -> FakeReply {
    const long page = ask.number("page", 1);
    return {200, fmt::format(R"({{"total":{},"count":50,"data":{}}})", kPeople + more++,
                             people((page - 1) * 50, page * 50))};
  });
  EXPECT_EQ(proposal(found), "/data | page page from 1 items=/total");
}

}  // namespace
}  // namespace counterpart::test
