#include "source/survey/record_lists.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "source/rest/fhir.hpp"
#include "source/survey/page_signs.hpp"

namespace counterpart {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

/// The pages of these tests live as long as the test program.
const JsonPage& page(std::string text) {
  static std::vector<std::unique_ptr<JsonPage>> pages;
  const std::size_t size = text.size();
  text.resize(size + 64);
  pages.push_back(std::make_unique<JsonPage>());
  EXPECT_EQ(pages.back()->parse(std::string_view(text).substr(0, size)), std::nullopt);
  return *pages.back();
}

std::vector<std::string> paths(const std::string& text, std::string_view thing = "users") {
  std::vector<std::string> found;
  for (const RecordList& list : record_lists(page(text), thing)) found.push_back(list.path);
  return found;
}

TEST(RecordLists, AtTheTopOrNested) {
  EXPECT_THAT(paths(R"([{"id":1}])"), ElementsAre(""));
  EXPECT_THAT(paths(R"({"a":{"b":{"people":[{"id":1}]}}})"), ElementsAre("/a/b/people"));
  EXPECT_THAT(paths(R"({"_embedded":{"users":[{"id":1}]},"page":{"number":0}})"),
              ElementsAre("/_embedded/users"));
  EXPECT_THAT(paths(R"({"a":{"b":{"c":{"people":[{"id":1}]}}}})"), IsEmpty()) << "deeper than anyone looks";
  EXPECT_THAT(paths(R"({"a/b":{"c~d":[{"id":1}]}})"), ElementsAre("/a~1b/c~0d"));
}

TEST(RecordLists, UsualNamesBeforeLongerLists) {
  EXPECT_THAT(paths(R"({"other":[{},{},{}],"data":[{}],"included":[{},{},{},{}]})"),
              ElementsAre("/data", "/other", "/included"));
  EXPECT_THAT(paths(R"({"tags":[{},{}],"user":[{}]})"), ElementsAre("/user", "/tags"))
      << "as the endpoint is called";
  EXPECT_THAT(paths(R"({"x":[{}],"y":[{},{}]})"), ElementsAre("/y", "/x"));
}

TEST(RecordLists, OnlyListsOfObjects) {
  EXPECT_THAT(paths(R"({"data":[1,2],"rows":[[1],[2]],"names":["a"]})"), IsEmpty());
  EXPECT_THAT(paths(R"({"data":[],"other":[]})"), ElementsAre("/data")) << "an empty list under a usual name";
}

TEST(RecordLists, ResourcesOfAFhirBundle) {
  const auto lists = record_lists(
      page(
          R"({"resourceType":"Bundle","entry":[{"resource":{"id":"a"}},{"resource":{"id":"b"},"search":{"mode":"outcome"}}]})"),
      "Patient");
  ASSERT_EQ(lists.size(), 1u);
  EXPECT_EQ(lists[0].path, kFhirRecords);
  EXPECT_EQ(lists[0].records, 1u);
}

TEST(RecordLists, RowsThatAreLists) {
  EXPECT_EQ(list_of_rows(page(R"({"rows":[[1,2]],"columns":["a","b"]})")), "/rows");
  EXPECT_EQ(list_of_rows(page(R"({"rows":[{"a":1}],"columns":["a","b"]})")), "");
}

TEST(PageSigns, AreTheSingleValuesAroundTheRecords) {
  std::vector<std::string> found;
  for (const PageSign& sign : page_signs(
           page(R"({"meta":{"total":7,"next":null},"data":[{"total":1}],"more":true,"x":"y"})"), "/data"))
    found.push_back(sign.path);
  EXPECT_THAT(found, ElementsAre("/meta/total", "/meta/next", "/more", "/x"));
}

/// The paths of the signs of a page for which `test` holds.
template <typename Test>
std::vector<std::string> which(const std::string& text, Test test) {
  std::vector<std::string> found;
  for (const PageSign& sign : page_signs(page(text), "/data")) {
    if (test(sign)) found.push_back(sign.path);
  }
  return found;
}

TEST(PageSigns, NextLinksAreUrlsOrPathsOrNull) {
  EXPECT_THAT(
      which(
          R"({"next":"https://h/a?page=2","links":{"next":"/a","prev":"/b"},"_links":{"next":{"href":"?p=2"},"self":{"href":"x"}},
                       "@odata.nextLink":"https://h/c","next_url":null,"nextPage":3,"next_cursor":"abc"})",
          may_be_next_link),
      ElementsAre("/next", "/links/next", "/_links/next/href", "/@odata.nextLink", "/next_url"));
}

TEST(PageSigns, TokensAreTextsOrNumbers) {
  EXPECT_THAT(
      which(
          R"({"next_cursor":"abc","nextPageToken":"x","paging":{"cursors":{"after":"q","before":"r"}},"meta":{"next_token":12},
                       "pageInfo":{"endCursor":"z","hasNextPage":true},"token":"secret"})",
          may_be_token),
      ElementsAre("/next_cursor", "/nextPageToken", "/paging/cursors/after", "/meta/next_token",
                  "/pageInfo/endCursor"));
}

TEST(PageSigns, TotalsAndFlags) {
  const std::string text =
      R"({"count":20,"total":"many","meta":{"total_items":100,"total_pages":5,"page":1,"per_page":20},"has_more":true,"last":false,
                              "hits":{"total":{"value":100}}})";
  EXPECT_THAT(which(text, may_be_total_items),
              ElementsAre("/count", "/meta/total_items", "/hits/total/value"));
  EXPECT_THAT(which(text, may_be_total_pages), ElementsAre("/meta/total_pages"));
  EXPECT_THAT(which(text, may_be_has_more), ElementsAre("/has_more"));
  EXPECT_THAT(which(text, may_be_page_number), ElementsAre("/meta/page"));
  EXPECT_THAT(which(text, may_be_size), ElementsAre("/meta/per_page"));
  EXPECT_THAT(which(text, means_all_items),
              ElementsAre("/total", "/meta/total_items", "/meta/total_pages", "/hits/total/value"));
}

}  // namespace
}  // namespace counterpart
