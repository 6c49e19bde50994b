/// The REST source against json-server: pages by number, by offset, by token and by Link header, as two
/// versions of it give them.

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/gate.hpp"
#include "support/json_server.hpp"
#include "support/rest_reading.hpp"

namespace counterpart::test {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using Kind = PagesSpec::Kind;
using Version = JsonServer::Version;
constexpr unsigned kUsers = 507;

/// Version 0: ?_page=1&_limit=10, the page is the list.
RestSpec numbered(const std::string& server) {
  RestSpec spec = quick_spec(server + "/users");
  spec.records = "";
  spec.pages.param = "_page";
  spec.pages.size_param = "_limit";
  spec.pages.size = 10;
  return spec;
}

/// Version 0: the same by its Link header.
RestSpec linked(const std::string& server) {
  RestSpec spec = numbered(server);
  spec.pages.kind = Kind::link_header;
  spec.query = {{"_page", "1"}};
  return spec;
}

/// Version 1: ?_page=1&_per_page=10, the list is in an envelope.
RestSpec enveloped(const std::string& server) {
  RestSpec spec = quick_spec(server + "/users");
  spec.records = "/data";
  spec.pages.param = "_page";
  spec.pages.size_param = "_per_page";
  spec.pages.size = 10;
  return spec;
}

void expect_all(RestSpec spec, const std::string& end_reason, std::uint64_t pages) {
  for (const unsigned window : {1U, 0U}) {
    spec.window = window;
    const Reading reading = read_all(spec);
    EXPECT_EQ(reading.error, "") << window;
    EXPECT_TRUE(reading.rows == expected_rows(kUsers, 10)) << window;
    EXPECT_EQ(reading.report.end_reason, end_reason) << window;
    EXPECT_EQ(reading.report.pages, pages) << window;
    EXPECT_EQ(reading.report.retries, 0u) << window;
    EXPECT_THAT(reading.report.warnings, IsEmpty()) << window;
  }
}

TEST(JsonServer0, PagesByNumberEndAtTheFirstEmptyOne) {
  const JsonServer server(Version::v0, kUsers);
  expect_all(numbered(server.url()), "empty_page", 52);
}

TEST(JsonServer0, OffsetsEndAtTheFirstEmptyPage) {
  const JsonServer server(Version::v0, kUsers);
  RestSpec spec = numbered(server.url());
  spec.pages.kind = Kind::offset;
  spec.pages.param = "_start";
  spec.pages.first = 0;
  expect_all(spec, "empty_page", 52);
}

TEST(JsonServer0, TheLinkHeaderLeadsToTheLastPage) {
  const JsonServer server(Version::v0, kUsers);
  expect_all(linked(server.url()), "no_next", 51);
}

TEST(JsonServer0, AListWithoutPagesIsOne) {
  const JsonServer server(Version::v0, kUsers);
  RestSpec spec = quick_spec(server.url() + "/users");
  spec.records = "";
  spec.pages.kind = Kind::none;
  const Reading reading = read_all(spec);
  EXPECT_EQ(reading.error, "");
  EXPECT_TRUE(reading.rows == expected_rows(kUsers, kUsers));
  EXPECT_EQ(reading.report.pages, 1u);
}

TEST(JsonServer0, CountingFromZeroReadsItsFirstPageTwiceAndIsRefused) {
  const JsonServer server(Version::v0, kUsers);
  RestSpec spec = numbered(server.url());
  spec.pages.first = 0;
  for (const unsigned window : {1U, 0U}) {
    spec.window = window;
    EXPECT_THAT(read_all(spec).error, HasSubstr("page 1 repeats page 0")) << window;
  }
}

TEST(JsonServer0, ALinkToThePageItselfIsRefused) {
  const JsonServer server(Version::v0, kUsers);
  RestSpec spec = linked(server.url());
  spec.query = {{"_page", "0"}};
  const Reading reading = read_all(spec);
  EXPECT_EQ(reading.error,
            fmt::format("5: page 1 of {}: leads back to a page that was read before", spec.url));
}

/// It has no "greater than": each page begins with the last record of the one before, and the last page never
/// ends.
TEST(JsonServer0, AKeysetThatIncludesItsKeyIsRefused) {
  const JsonServer server(Version::v0, 95);
  RestSpec spec = numbered(server.url());
  spec.pages.kind = Kind::keyset;
  spec.pages.param = "id_gte";
  spec.pages.field = "id";
  spec.query = {{"_sort", "id"}};
  EXPECT_THAT(read_all(spec).error, HasSubstr("leads back to a page that was read before"));
}

TEST(JsonServer0, UsersAddedMeanwhileAreRead) {
  const JsonServer server(Version::v0, 95);
  for (const bool by_link : {true, false}) {
    const unsigned more = by_link ? 96 : 97;
    const Gate gate(server.url(), "_page=4", [&] { server.add(more); });
    RestSpec spec = by_link ? linked(gate.url()) : numbered(gate.url());
    spec.window = 1;
    const Reading reading = read_all(spec);
    EXPECT_TRUE(gate.passed());
    EXPECT_EQ(reading.error, "");
    EXPECT_EQ(reading.records(), users_between(1, more));
  }
}

TEST(JsonServer0, AServerThatEndsInTheMiddleIsAnError) {
  for (const bool by_link : {true, false}) {
    JsonServer server(Version::v0, kUsers);
    const Gate gate(server.url(), "_page=7", [&] { server.stop(); });
    RestSpec spec = by_link ? linked(gate.url()) : numbered(gate.url());
    spec.window = 1;
    const Reading reading = read_all(spec);
    EXPECT_EQ(reading.records(), users_between(1, 60));
    EXPECT_THAT(reading.error, HasSubstr(spec.url + ": the API answered 502, after 3 attempts"));
  }
}

TEST(JsonServer1, PagesEndWhereTheEnvelopeSays) {
  const JsonServer server(Version::v1, kUsers);
  RestSpec spec = enveloped(server.url());
  spec.pages.total_pages = "/pages";
  expect_all(spec, "total_pages", 51);
  spec.pages.total_items = "/items";
  expect_all(spec, "total_pages", 51);
  spec.pages.total_pages = "";
  expect_all(spec, "total_items", 51);
}

TEST(JsonServer1, TheNumberOfTheNextPageIsAToken) {
  const JsonServer server(Version::v1, kUsers);
  RestSpec spec = enveloped(server.url());
  spec.pages.kind = Kind::cursor;
  spec.pages.token = "/next";
  spec.query = {{"_page", "1"}};
  expect_all(spec, "no_next", 51);
}

TEST(JsonServer1, OffsetsEndAtTheFirstEmptyPage) {
  const JsonServer server(Version::v1, kUsers);
  RestSpec spec = numbered(server.url());
  spec.pages.kind = Kind::offset;
  spec.pages.param = "_start";
  spec.pages.first = 0;
  expect_all(spec, "empty_page", 52);
}

/// Beyond its end it gives the last page again: without a signal there is no telling.
TEST(JsonServer1, ThePageBehindTheLastIsTheLastAgainAndIsRefused) {
  const JsonServer server(Version::v1, kUsers);
  RestSpec spec = enveloped(server.url());
  for (const unsigned window : {1U, 0U}) {
    spec.window = window;
    const Reading reading = read_all(spec);
    EXPECT_EQ(reading.records(), users_between(1, kUsers)) << window;
    EXPECT_THAT(reading.error, HasSubstr("page 52 repeats page 51")) << window;
  }
}

TEST(JsonServer1, PageZeroHasNoEnvelope) {
  const JsonServer server(Version::v1, kUsers);
  RestSpec spec = enveloped(server.url());
  spec.pages.first = 0;
  EXPECT_THAT(read_all(spec).error, HasSubstr("page 0 of"));
}

TEST(JsonServer1, AUserDeletedMeanwhileIsAShortfall) {
  for (const bool fail : {true, false}) {
    const JsonServer server(Version::v1, 95);
    const Gate gate(server.url(), "_page=4", [&] { server.remove(1); });
    RestSpec spec = enveloped(gate.url());
    spec.window = 1;
    spec.pages.total_pages = "/pages";
    spec.pages.total_items = "/items";
    spec.fail_on_shortfall = fail;
    const Reading reading = read_all(spec);
    std::vector<std::string> expected = users_between(1, 95);
    expected.erase(expected.begin() + 30);  // moved to page 3 after that was read
    EXPECT_EQ(reading.records(), expected);
    const std::string text = spec.url + ": the API says that it has 95 records and gave 94";
    if (fail) {
      EXPECT_EQ(reading.error, "5: " + text);
    } else {
      EXPECT_EQ(reading.error, "");
      EXPECT_THAT(reading.report.warnings, testing::ElementsAre(text));
    }
  }
}

/// One user alone: it loses some of those that are added while it reloads its file for the one before.
TEST(JsonServer1, AUserAddedMeanwhileIsReadEvenOnANewPage) {
  const JsonServer server(Version::v1, 100);
  const Gate gate(server.url(), "_page=4", [&] { server.add(101); });
  RestSpec spec = enveloped(gate.url());
  spec.window = 1;
  spec.pages.total_pages = "/pages";
  spec.pages.total_items = "/items";
  const Reading reading = read_all(spec);
  EXPECT_EQ(reading.error, "");
  EXPECT_EQ(reading.records(), users_between(1, 101));
  EXPECT_EQ(reading.report.expected, 101u);
}

}  // namespace
}  // namespace counterpart::test
