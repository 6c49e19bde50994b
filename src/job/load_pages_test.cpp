/// The keys of the pages of an API, by their kind.
#include <gmock/gmock.h>

#include "support/rest_job.hpp"

namespace counterpart {
namespace {

using testing::ElementsAre;
using testing::StartsWith;
using Kind = PagesSpec::Kind;
using Where = PagesSpec::Where;
using Values = std::map<std::string, std::string>;

class LoadPages : public test::RestJob {
 protected:
  /// The keys of the pages begin on line 3.
  static std::string api(const std::string& keys, const std::string& more = "method = \"POST\"") {
    return "url = \"https://h/u\"\n" + more + "\n[right.pages]\n" + keys + "\n";
  }
  PagesSpec pages(const std::string& keys) { return load(api(keys)).pages; }
  std::string refusal(const std::string& keys) { return failure(api(keys)); }
};

TEST_F(LoadPages, ByNumberAndByOffsetHaveDefaults) {
  const PagesSpec number = pages("kind = \"page\"");
  EXPECT_EQ(number.kind, Kind::page);
  EXPECT_EQ(number.param, "page");
  EXPECT_EQ(number.first, 1);
  EXPECT_EQ(number.size_param, "");
  EXPECT_EQ(number.max_pages, 1'000'000u);
  const PagesSpec offset = pages("kind = \"offset\"");
  EXPECT_EQ(offset.kind, Kind::offset);
  EXPECT_EQ(offset.param, "offset");
  EXPECT_EQ(offset.first, 0);
  EXPECT_EQ(offset.size_param, "") << "without a size none is asked for";
  const PagesSpec sized = pages("kind = \"offset\"\nsize = 50\nfirst = 7");
  EXPECT_EQ(sized.size_param, "limit");
  EXPECT_EQ(sized.size, 50);
  EXPECT_EQ(sized.first, 7);
}

TEST_F(LoadPages, TakeTheirValueToOnePlace) {
  for (const auto& [key, value, where] : {std::tuple{"param", "p", Where::query},
                                          {"header", "X-Page", Where::header},
                                          {"body", "/page", Where::body},
                                          {"path", "/users/{}", Where::path}}) {
    const PagesSpec spec = pages(std::string("kind = \"page\"\n") + key + " = \"" + value + "\"");
    EXPECT_EQ(spec.where, where);
    EXPECT_EQ(spec.param, value);
  }
  EXPECT_EQ(refusal("kind = \"page\"\nparam = \"p\"\nheader = \"X\""),
            "6:10: the pages are turned by one of 'param', 'header', 'body' and 'path'");
  EXPECT_EQ(refusal("kind = \"page\"\npath = \"/users\""),
            "5:8: 'path' holds {} where the value goes: \"/users/after/{}\"");
  EXPECT_EQ(refusal("kind = \"page\"\nbody = \"page\""),
            "5:8: 'body' is a JSON Pointer into the body and begins with '/'");
  EXPECT_EQ(failure(api("kind = \"page\"\nbody = \"/page\"", "")),
            "5:8: a value goes into the body of a POST: set method = \"POST\"");
}

TEST_F(LoadPages, ByTokenNeedToKnowWhereItIsAndWhereItGoes) {
  const PagesSpec spec = pages("kind = \"cursor\"\ntoken = \"/next\"\nparam = \"after\"");
  EXPECT_EQ(spec.kind, Kind::cursor);
  EXPECT_EQ(spec.token, "/next");
  EXPECT_EQ(pages("kind = \"cursor\"\ntoken_header = \"X-Next\"\nparam = \"after\"").token_header, "X-Next");
  const std::string one = "3:1: pages of kind 'cursor' need one of 'token' and 'token_header'";
  EXPECT_EQ(refusal("kind = \"cursor\"\nparam = \"after\""), one);
  EXPECT_EQ(refusal("kind = \"cursor\"\ntoken = \"/a\"\ntoken_header = \"b\"\nparam = \"after\""),
            "5:9" + one.substr(3));
  EXPECT_EQ(refusal("kind = \"cursor\"\ntoken = \"/next\""),
            "3:1: [pages] needs 'param', 'header', 'body' or 'path'");
  EXPECT_THAT(refusal("kind = \"cursor\"\ntoken = \"next\"\nparam = \"after\""), StartsWith("5:9: "));
}

TEST_F(LoadPages, ByKeyAndByLinkNeedTheirs) {
  EXPECT_EQ(pages("kind = \"keyset\"\nfield = \"id\"\nparam = \"after\"").field, "id");
  EXPECT_EQ(refusal("kind = \"keyset\"\nparam = \"after\""), "3:1: [right.pages] needs 'field'");
  EXPECT_EQ(pages("kind = \"next-link\"\nlink = \"$.links.next\"").link, "$.links.next");
  EXPECT_EQ(refusal("kind = \"next-link\""), "3:1: pages of kind 'next-link' need 'link'");
  EXPECT_EQ(pages("kind = \"link-header\"").rel, "next");
  EXPECT_EQ(pages("kind = \"link-header\"\nrel = \"more\"").rel, "more");
  EXPECT_EQ(pages("kind = \"none\"").kind, Kind::none);
  EXPECT_EQ(refusal("kind = \"none\"\nparam = \"p\""), "5:1: unknown key 'param' in [right.pages]");
}

TEST_F(LoadPages, OfPresetsAreFilledInAndCanBeChanged) {
  const RestSpec scim = load(api("kind = \"scim\"\nsize = 100"));
  EXPECT_EQ(scim.records, "/Resources");
  EXPECT_EQ(scim.pages.kind, Kind::offset);
  EXPECT_EQ(scim.pages.param, "startIndex");
  EXPECT_EQ(scim.pages.first, 1);
  EXPECT_EQ(scim.pages.size_param, "count");
  EXPECT_EQ(scim.pages.total_items, "/totalResults");
  const RestSpec odata = load(api("kind = \"odata\""));
  EXPECT_EQ(odata.records, "/value");
  EXPECT_EQ(odata.pages.link, "/@odata.nextLink");
  const RestSpec jsonapi =
      load(api("kind = \"jsonapi\"\nlink = \"/links/after\"", "records = \"/included\""));
  EXPECT_EQ(jsonapi.records, "/included");
  EXPECT_EQ(jsonapi.pages.link, "/links/after");
  const RestSpec fhir = load(api("kind = \"fhir\""));
  EXPECT_EQ(fhir.pages.kind, Kind::next_link);
  EXPECT_EQ(fhir.pages.link, "$.link[?@.relation=='next'].url");
  EXPECT_EQ(fhir.error_when.size(), 1u);
}

TEST_F(LoadPages, HaveASizeWithItsParameter) {
  const PagesSpec body = pages("kind = \"page\"\nsize_body = \"/size\"\nsize = 10");
  EXPECT_TRUE(body.size_in_body);
  EXPECT_EQ(body.size_param, "/size");
  EXPECT_EQ(refusal("kind = \"page\"\nsize = 10"),
            "5:8: 'size' needs 'size_param', the name of the API's parameter for it");
  EXPECT_EQ(refusal("kind = \"page\"\nsize_param = \"n\""), "3:1: 'size_param' needs 'size'");
  EXPECT_EQ(refusal("kind = \"page\"\nsize_param = \"n\"\nsize = 0"),
            "6:8: 'size' has to be between 1 and 1000000");
  EXPECT_EQ(refusal("kind = \"page\"\nsize_body = \"size\"\nsize = 1"),
            "5:13: 'size_body' is a JSON Pointer and begins with '/'");
  EXPECT_EQ(failure(api("kind = \"page\"\nsize_body = \"/size\"\nsize = 1", "")),
            "5:13: a value goes into the body of a POST: set method = \"POST\"");
}

TEST_F(LoadPages, KnowTheirEndings) {
  const PagesSpec spec = pages(
      "kind = \"page\"\ntotal_pages = \"/p\"\ntotal_items = \"/i\"\nhas_more = \"/m\"\nempty_page = "
      "true\nmax_pages = 9");
  EXPECT_EQ(spec.total_pages, "/p");
  EXPECT_EQ(spec.total_items, "/i");
  EXPECT_EQ(spec.has_more, "/m");
  EXPECT_TRUE(spec.empty_page);
  EXPECT_EQ(spec.max_pages, 9u);
  EXPECT_EQ(refusal("kind = \"page\"\nmax_pages = 0"),
            "5:13: 'max_pages' has to be between 1 and 1000000000");
  EXPECT_THAT(refusal("kind = \"pages\""), StartsWith("4:8: 'pages' is no kind: it is one of page, offset, "
                                                      "cursor, next-link, link-header, keyset, none, "));
}

TEST_F(LoadPages, AreDividedByAListOfQueryValues) {
  EXPECT_THAT(pages("kind = \"page\"\npartitions = [{ c = \"DE\", day = 2017-02-02 }, { c = \"\", n = 5, "
                    "active = true }]")
                  .partitions,
              ElementsAre(Values{{"c", "DE"}, {"day", "2017-02-02"}},
                          Values{{"c", ""}, {"n", "5"}, {"active", "true"}}));
  for (const char* bad :
       {"[]", "5", "[{}]", "[5]", "[{ c = \"a\" }, \"b\"]", "[{ c = [1] }]", "[{ c = 1.5 }]"}) {
    EXPECT_THAT(refusal(std::string("kind = \"page\"\npartitions = ") + bad),
                StartsWith("5:14: 'partitions' is a list of query values"))
        << bad;
  }
}

TEST_F(LoadPages, AreDividedByRanges) {
  const auto ranges = [&](const std::string& keys) {
    return "kind = \"page\"\npartitions = { from_param = \"a\", to_param = \"b\", " + keys + " }";
  };
  EXPECT_THAT(pages(ranges("from = 0, to = 25, step = 10")).partitions,
              ElementsAre(Values{{"a", "0"}, {"b", "10"}}, Values{{"a", "10"}, {"b", "20"}},
                          Values{{"a", "20"}, {"b", "25"}}));
  EXPECT_THAT(pages(ranges("from = 2020-01-30, to = 2020-03-01, step = \"4 weeks\"")).partitions,
              ElementsAre(Values{{"a", "2020-01-30"}, {"b", "2020-02-27"}},
                          Values{{"a", "2020-02-27"}, {"b", "2020-03-01"}}));
  EXPECT_THAT(
      pages(ranges("from = -9223372036854775807, to = 9223372036854775807, step = 9223372036854775807"))
          .partitions,
      ElementsAre(Values{{"a", "-9223372036854775807"}, {"b", "0"}},
                  Values{{"a", "0"}, {"b", "9223372036854775807"}}));
  EXPECT_EQ(refusal(ranges("from = 0, to = 5")), "5:57: partitions by range need 'from', 'to' and 'step'");
  EXPECT_EQ(refusal(ranges("from = 5, to = 5, step = 1")), "5:65: 'to' lies behind 'from'");
  EXPECT_EQ(refusal(ranges("from = 0, to = 5, step = 0")), "5:75: 'step' is a whole number from 1");
  EXPECT_EQ(refusal(ranges("from = 2020-01-01, to = 2021-01-01, step = 5")),
            "5:93: 'step' is a time such as \"30 days\"");
  EXPECT_EQ(refusal(ranges("from = 2020-01-01, to = 5, step = 5")),
            "5:57: 'from' and 'to' are two dates or two whole numbers");
  EXPECT_EQ(refusal(ranges("from = 0, to = 10001, step = 1")),
            "5:79: there are more than 10000 partitions; use a larger 'step'");
  EXPECT_EQ(pages(ranges("from = 0, to = 10000, step = 1")).partitions.size(), 10'000u);
  EXPECT_THAT(refusal(ranges("from = 0, to = 5, step = 1, stop = 2")),
              StartsWith("5:78: unknown key 'stop' in [right.pages.partitions]"));
}

}  // namespace
}  // namespace counterpart
