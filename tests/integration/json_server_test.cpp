/// The REST source against json-server: pages by number, by offset and by Link header, as two versions of it give them.

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/json_server.hpp"
#include "support/rest_reading.hpp"

namespace counterpart::test {
namespace {

using Version = JsonServer::Version;
constexpr unsigned kUsers = 507;

/// ?_page=1&_limit=10, the page is the list.
RestSpec numbered(const JsonServer& server) {
  RestSpec spec = quick_spec(server.url() + "/users");
  spec.records = "";
  spec.pages.param = "_page";
  spec.pages.size_param = "_limit";
  spec.pages.size = 10;
  return spec;
}

/// ?_page=1&_per_page=10, the list is in an envelope.
RestSpec enveloped(const JsonServer& server) {
  RestSpec spec = quick_spec(server.url() + "/users");
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
    EXPECT_THAT(reading.report.warnings, testing::IsEmpty());
  }
}

TEST(JsonServer0, PagesByNumberEndAtTheFirstEmptyOne) {
  const JsonServer server(Version::v0, kUsers);
  expect_all(numbered(server), "empty_page", 52);
}

TEST(JsonServer1, PagesEndWhereTheEnvelopeSays) {
  const JsonServer server(Version::v1, kUsers);
  RestSpec spec = enveloped(server);
  spec.pages.total_pages = "/pages";
  spec.pages.total_items = "/items";
  expect_all(spec, "total_pages", 51);
}

}  // namespace
}  // namespace counterpart::test
