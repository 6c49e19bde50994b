/// What an API says about its size, and what it then gives: totals that drift and contradict, pages that
/// repeat or are missing, a page before the first.

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

constexpr unsigned kWindows[] = {1, 8, 0};

RestSpec both_totals(const RogueApi& api) {
  RestSpec spec = number_spec_with_total(api);
  spec.pages.total_items = "/total";
  return spec;
}

TEST(Totals, ThatFellMakeALastPageGivenAgainTheEnd) {
  RogueApi api([](const Ask& ask) {
    const Users users{.count = ask.page <= 5 ? 95U : 85U, .size = 10};
    return Reply{.body = users.page(std::min(ask.page, users.pages()))};
  });
  RestSpec spec = quick_spec(api.url());
  spec.pages.total_items = "/total";
  spec.fail_on_shortfall = false;
  const Reading reading = read_all(spec);
  EXPECT_EQ(reading.error, "");
  EXPECT_EQ(reading.count(), 85u + 5u);  // the repeats are dropped behind the source, by their ids
  EXPECT_EQ(reading.report.expected, 95u);
  EXPECT_EQ(reading.report.total_drift, 10u);
}

TEST(Totals, AreReadInHeaders) {
  RogueApi api([](const Ask& ask) {
    return Reply{.body = Users{.count = 95, .size = 10}.page(ask.page), .headers = {"X-Total-Count: 95"}};
  });
  RestSpec spec = quick_spec(api.url());
  spec.pages.total_items_header = "X-Total-Count";
  const Reading reading = read_all(spec);
  EXPECT_EQ(reading.rows, expected_rows(95, 10));
  EXPECT_EQ(reading.report.end_reason, "total_items");
  EXPECT_EQ(reading.report.expected, 95u);
  spec.pages.total_items_header = "X-Total";
  EXPECT_EQ(read_all(spec).error, "5: page 1 of " + api.url() + ": the header 'X-Total' of the answer is not there");
}

TEST(Totals, ThatDriftAreCounted) {
  RogueApi api(by_number([](const Ask& ask, Reply& reply) {
    if (ask.page >= 4) swap_text(reply.body, "\"total\":95", ask.page < 8 ? "\"total\":97" : "\"total\":93");
  }));
  RestSpec spec = both_totals(api);
  spec.fail_on_shortfall = false;
  for (const unsigned window : kWindows) {
    spec.window = window;
    const Reading reading = read_all(spec);
    EXPECT_EQ(reading.error, "");
    EXPECT_EQ(reading.rows, expected_rows(95, 10));
    EXPECT_EQ(reading.report.total_drift, 4u);
    EXPECT_EQ(reading.report.expected, 97u);
    EXPECT_THAT(reading.report.warnings,
                ElementsAre(api.url() + ": the API says that it has 97 records and gave 95"));
  }
  spec.fail_on_shortfall = true;
  EXPECT_EQ(read_all(spec).error, "5: " + api.url() + ": the API says that it has 97 records and gave 95");
}

TEST(Totals, OfPagesThatDriftAreCountedWhereThereIsNoOther) {
  RogueApi api(by_number([](const Ask& ask, Reply& reply) {
    if (ask.page < 5) swap_text(reply.body, "\"total_pages\":10", "\"total_pages\":7");
  }));
  for (const unsigned window : kWindows) {
    RestSpec spec = number_spec_with_total(api);
    spec.window = window;
    const Reading reading = read_all(spec);
    EXPECT_EQ(reading.error, "");
    EXPECT_EQ(reading.rows, expected_rows(95, 10));
    EXPECT_EQ(reading.report.total_drift, 3u);
  }
}

TEST(Totals, ThatAreTooLowAreAWarning) {
  RogueApi api(
      by_number([](const Ask&, Reply& reply) { swap_text(reply.body, "\"total\":95", "\"total\":50"); }));
  const Reading reading = read_all(both_totals(api));
  EXPECT_EQ(reading.error, "");
  EXPECT_EQ(reading.rows, expected_rows(95, 10));
  EXPECT_THAT(reading.report.warnings,
              ElementsAre(api.url() + ": the API says that it has 50 records and gave 95"));
}

TEST(Totals, ThatSayNoPagesOnAPageWithRecordsAreRefused) {
  RogueApi api(by_number(
      [](const Ask&, Reply& reply) { swap_text(reply.body, "\"total_pages\":10", "\"total_pages\":0"); }));
  EXPECT_EQ(read_all(number_spec_with_total(api)).error,
            at_page(api, 1) + "total_pages is 0 on a page with records");
}

TEST(Totals, ThatAreNoCountsAreRefused) {
  for (const std::string bad : {"-1", "9.5", "\"many\"", "[]", "null", "true"}) {
    RogueApi api(by_number(
        [&](const Ask&, Reply& reply) { swap_text(reply.body, "\"total\":95", "\"total\":" + bad); }));
    EXPECT_EQ(read_all(both_totals(api)).error,
              at_page(api, 1) + "what is at '/total' is not a count (no hint)")
        << bad;
  }
  for (const std::string good : {"95.0", "\"95\""}) {
    RogueApi api(by_number(
        [&](const Ask&, Reply& reply) { swap_text(reply.body, "\"total\":95", "\"total\":" + good); }));
    EXPECT_EQ(read_all(both_totals(api)).rows, expected_rows(95, 10)) << good;
  }
}

TEST(Totals, TheLastPageMissingIsAFailure) {
  for (const int status : {404, 410, 204}) {
    RogueApi api(by_number([=](const Ask& ask, Reply& reply) {
      if (ask.page == 10) reply = {.status = status};
    }));
    EXPECT_EQ(read_all(number_spec_with_total(api)).error,
              at_page(api, 10) + fmt::format("the API answered {}", status));
  }
}

TEST(Totals, ShortOfWhatWasAnnouncedFailOrWarnForEachKind) {
  RogueApi api(by_place([](const Ask& ask, Reply& reply) {
    const unsigned before = number_of(ask, "offset", number_of(ask, "after", 0));
    if (before >= 90)
      reply.body =
          R"({"total":95,"next":null,"link":null,"users":[)" + Users{.count = 94}.behind(before, 10) + "]}";
  }));
  const std::string text = api.url() + ": the API says that it has 95 records and gave 94";
  for (RestSpec spec : {offset_spec(api), cursor_spec(api), link_spec(api)}) {
    spec.pages.total_items = "/total";
    EXPECT_EQ(read_all(spec).error, "5: " + text);
    spec.fail_on_shortfall = false;
    const Reading reading = read_all(spec);
    EXPECT_EQ(reading.error, "");
    EXPECT_EQ(reading.records(), users_between(1, 94));
    EXPECT_THAT(reading.report.warnings, ElementsAre(text));
  }
}

TEST(RepeatedPages, ThatAreNoNeighboursAreRefused) {
  RogueApi api(by_number([](const Ask& ask, Reply& reply) {
    if (ask.page == 7) swap_text(reply.body = kUsers.page(3), "\"page\":3", "\"page\":7");
  }));
  for (const unsigned window : kWindows) {
    RestSpec spec = number_spec_with_total(api);
    spec.window = window;
    EXPECT_EQ(
        read_all(spec).error,
        at_page(api, 7) + "page 7 repeats a page that came before: does the API know the parameter 'page'?");
  }
}

TEST(RepeatedPages, ThatDifferOnlyInAClockAreRefused) {
  RogueApi api([](const Ask& ask) {
    return Reply{
        .body = fmt::format(
            R"({{"users":[{{"id":1,"name":"a","seen":{0}}},{{"id":2,"name":"b","seen":{0}}}]}})", ask.page)};
  });
  EXPECT_THAT(read_all(number_spec(api)).error, HasSubstr("page 2 repeats page 1"));
}

TEST(RepeatedPages, OfOneRecordThatComeAgainLaterAreDuplicatesLikeAnyOther) {
  RogueApi api([](const Ask& ask) {
    const Users users{.count = 2, .size = 1};
    return Reply{.body = users.page(ask.page == 3 ? 1 : ask.page)};
  });
  const Reading reading = read_all(number_spec(api));
  EXPECT_EQ(reading.error, "");
  EXPECT_THAT(reading.records(), ElementsAre("1|name 1", "2|name 2", "1|name 1"));
}

/// An API whose page 0 is `zero`.
RogueApi::Handler with_page_0(Reply zero) {
  return by_number([zero](const Ask& ask, Reply& reply) {
    if (ask.page == 0) reply = zero;
  });
}

TEST(PageZero, WithOtherRecordsIsRefused) {
  // It counts from 0: what is asked for as page 1 is its second.
  RogueApi api([](const Ask& ask) {
    std::string body = kUsers.page(ask.page + 1);
    return Reply{.body = body};
  });
  const std::string text = api.url() + ": page 0 has records too, and the job file begins with page 1";
  EXPECT_THAT(read_all(number_spec(api)).error, HasSubstr(text));
  RestSpec spec = number_spec(api);
  spec.fail_on_shortfall = false;
  const Reading reading = read_all(spec);
  EXPECT_EQ(reading.error, "");
  EXPECT_EQ(reading.records(), users_between(11, 95));
  EXPECT_THAT(reading.report.warnings, ElementsAre(text));
  spec.fail_on_shortfall = true;
  spec.pages.first = 0;
  EXPECT_EQ(read_all(spec).rows, expected_rows(95, 10));
}

TEST(PageZero, ThatIsPageOneOrNoPageIsFine) {
  for (const Reply& zero :
       {Reply{.body = kUsers.page(1)}, Reply{.status = 404}, Reply{.status = 400, .body = "{}"},
        Reply{.status = 500}, Reply{.body = R"({"users":[]})"}, Reply{.body = R"({"error":"no"})"},
        Reply{.body = "<html>", .content_type = "text/html"}, Reply{.body = "{\"users\":[{"},
        Reply{.cut_after = 0, .reset = true}}) {
    RogueApi api(with_page_0(zero));
    for (const unsigned window : kWindows) {
      RestSpec spec = number_spec_with_total(api);
      spec.window = window;
      const Reading reading = read_all(spec);
      EXPECT_EQ(reading.error, "");
      EXPECT_EQ(reading.rows, expected_rows(95, 10));
      EXPECT_THAT(reading.report.warnings, IsEmpty());
      EXPECT_EQ(reading.report.retries, 0u);
    }
    EXPECT_EQ(api.requests_of(0), 3u);
  }
}

TEST(PageZero, IsNotLookedAtWhereTheTotalWouldTell) {
  RogueApi api(by_number());
  EXPECT_EQ(read_all(both_totals(api)).error, "");
  RestSpec spec = number_spec(api);
  spec.pages.first = 0;
  static_cast<void>(read_all(spec));
  EXPECT_EQ(api.requests_of(0), 1u);
}

TEST(PageZero, IsLookedAtThoughAnotherPartitionNeedsSmallerPages) {
  RogueApi api([](const Ask& ask) {
    const unsigned part = number_of(ask, "part", 0);
    const unsigned size = number_of(ask, "per_page", 10);
    const Users users{.count = 100 * part + 25};
    Reply reply{.body = fmt::format(R"({{"users":[{}]}})", users.behind(100 * part + ask.page * size, size))};
    if (part == 1 && size > 5) reply.status = 413;
    return reply;
  });
  RestSpec spec = number_spec(api);
  spec.pages.size_param = "per_page";
  spec.pages.size = 10;
  spec.pages.partitions = {{{"part", "0"}}, {{"part", "1"}}};
  EXPECT_THAT(read_all(spec).error, HasSubstr("page 0 has records too"));
}

}  // namespace
}  // namespace counterpart::test
