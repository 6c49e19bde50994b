/// The REST source against Datasette: next links, tokens and keysets over a table that people may change
/// meanwhile.

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>

#include "support/datasette.hpp"
#include "support/gate.hpp"
#include "support/rest_reading.hpp"

namespace counterpart::test {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using Kind = PagesSpec::Kind;
constexpr unsigned kUsers = 507;
constexpr unsigned kSize = 20;

RestSpec rows_of(const std::string& url, Kind kind) {
  RestSpec spec = quick_spec(url);
  spec.records = "/rows";
  spec.query = {{"_shape", "objects"}};
  spec.pages.kind = kind;
  spec.pages.size_param = "_size";
  spec.pages.size = kSize;
  return spec;
}

RestSpec by_link(const std::string& url) {
  RestSpec spec = rows_of(url, Kind::next_link);
  spec.pages.link = "/next_url";
  spec.pages.total_items = "/filtered_table_rows_count";
  return spec;
}

RestSpec by_token(const std::string& url) {
  RestSpec spec = rows_of(url, Kind::cursor);
  spec.pages.token = "/next";
  spec.pages.param = "_next";
  return spec;
}

RestSpec by_header(const std::string& url) {
  RestSpec spec = rows_of(url, Kind::link_header);
  spec.records = "";
  spec.query = {{"_shape", "array"}};
  return spec;
}

RestSpec by_key(const std::string& url) {
  RestSpec spec = rows_of(url, Kind::keyset);
  spec.query["_sort"] = "id";
  spec.pages.param = "id__gt";
  spec.pages.field = "id";
  return spec;
}

std::string gated(const Gate& gate) {
  return gate.url() + "/people/users.json";
}

void expect_all(RestSpec spec, const std::string& end_reason, std::uint64_t pages) {
  for (const unsigned window : {1U, 0U}) {
    spec.window = window;
    const Reading reading = read_all(spec);
    EXPECT_EQ(reading.error, "") << window;
    EXPECT_TRUE(reading.rows == expected_rows(kUsers, kSize)) << window;
    EXPECT_EQ(reading.report.end_reason, end_reason) << window;
    EXPECT_EQ(reading.report.pages, pages) << window;
    EXPECT_EQ(reading.report.retries, 0u) << window;
    EXPECT_THAT(reading.report.warnings, IsEmpty()) << window;
  }
}

/// Tests that leave its table as it is share one.
class DatasetteAsItIs : public testing::Test {
 protected:
  static void TearDownTestSuite() { server_.reset(); }
  static const Datasette& server() {
    if (!server_) server_ = std::make_unique<Datasette>(kUsers);
    return *server_;
  }

 private:
  static std::unique_ptr<Datasette> server_;
};

std::unique_ptr<Datasette> DatasetteAsItIs::server_;

TEST_F(DatasetteAsItIs, NextUrlLeadsToTheLastPage) {
  expect_all(by_link(server().table()), "no_next", 26);
  EXPECT_EQ(read_all(by_link(server().table())).report.expected, kUsers);
}

TEST_F(DatasetteAsItIs, ItsTokensLeadToTheLastPage) {
  expect_all(by_token(server().table()), "no_next", 26);
}

TEST_F(DatasetteAsItIs, ItsLinkHeaderLeadsThroughBareArrays) {
  expect_all(by_header(server().table()), "no_next", 26);
}

TEST_F(DatasetteAsItIs, AKeysetEndsAtTheFirstEmptyPage) {
  expect_all(by_key(server().table()), "empty_page", 27);
}

TEST_F(DatasetteAsItIs, ATableWithoutAPrimaryKeyIsWalkedByRowId) {
  server().run("CREATE TABLE loose(id INTEGER, name TEXT)");
  server().run(
      "INSERT INTO loose WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 507) "
      "SELECT i, 'name ' || i FROM n");
  expect_all(by_link(server().table("loose")), "no_next", 26);
  expect_all(by_token(server().table("loose")), "no_next", 26);
}

/// Its tokens are the keys, encoded in a way of its own, and once more in its links.
TEST_F(DatasetteAsItIs, KeysFullOfMarksComeThroughLinksAndTokens) {
  server().run("CREATE TABLE odd(a TEXT, b TEXT, id INTEGER, name TEXT, PRIMARY KEY(a, b))");
  server().run(
      "INSERT INTO odd WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 507) "
      "SELECT printf('%04d ~,/+&?#%%é', i), 'x=\"' || i, i, 'name ' || i FROM n");
  expect_all(by_link(server().table("odd")), "no_next", 26);
  expect_all(by_token(server().table("odd")), "no_next", 26);
}

TEST_F(DatasetteAsItIs, AnOrderByNameGivesTokensOfTwoParts) {
  std::vector<std::string> expected = users_between(1, kUsers);
  std::sort(expected.begin(), expected.end(), [](const std::string& a, const std::string& b) {
    return a.substr(a.find('|')) > b.substr(b.find('|'));
  });
  for (RestSpec spec : {by_link(server().table()), by_token(server().table())}) {
    spec.query["_sort_desc"] = "name";
    const Reading reading = read_all(spec);
    EXPECT_EQ(reading.error, "");
    EXPECT_EQ(reading.records(), expected);
  }
}

TEST_F(DatasetteAsItIs, AViewIsWalkedByOffset) {
  server().run("CREATE VIEW seen AS SELECT id, name FROM users ORDER BY id");
  expect_all(by_link(server().table("seen")), "no_next", 26);
}

TEST_F(DatasetteAsItIs, RowsWithoutNamesAreRejectedOneByOne) {
  RestSpec spec = by_link(server().table());
  spec.query.clear();
  const Reading reading = read_all(spec);
  EXPECT_EQ(reading.records(), std::vector<std::string>{});
  ASSERT_EQ(reading.rejects.size(), kUsers);
  EXPECT_EQ(reading.rejects.back(), "page 26, index 6: is not an object");
}

TEST_F(DatasetteAsItIs, ASizeOverItsLimitIsRefusedByIt) {
  RestSpec spec = by_link(server().table());
  spec.pages.size = 1001;
  EXPECT_EQ(read_all(spec).error, fmt::format("5: page 1 of {}: the API answered 400", spec.url));
}

TEST_F(DatasetteAsItIs, ATableThatIsNotThereIsAnError) {
  const RestSpec spec = by_link(server().table("nobody"));
  EXPECT_EQ(read_all(spec).error, fmt::format("5: page 1 of {}: the API answered 404", spec.url));
}

/// It takes `page` for a column, finds no row where that is 1, and answers with status 200.
TEST_F(DatasetteAsItIs, PagesByNumberFindNothingAtAll) {
  RestSpec spec = rows_of(server().table(), Kind::page);
  spec.pages.total_items = "/filtered_table_rows_count";
  const Reading reading = read_all(spec);
  EXPECT_EQ(reading.error, "");
  EXPECT_EQ(reading.records(), std::vector<std::string>{});
  EXPECT_EQ(reading.report.expected, 0u);
}

/// `query_ms` makes each answer a new one; the records are the same.
TEST_F(DatasetteAsItIs, AParameterThatItDoesNotKnowGivesTheSamePageAgain) {
  RestSpec spec = rows_of(server().table(), Kind::page);
  spec.pages.param = "_page";
  EXPECT_THAT(read_all(spec).error, HasSubstr("page 2 repeats page 1"));
}

TEST_F(DatasetteAsItIs, AQueryCutShortIsAnErrorWhereTheJobLooks) {
  RestSpec spec = rows_of(server().url() + "/people.json", Kind::none);
  spec.query["sql"] = "select a.id, b.name from users a, users b";
  spec.pages.size_param = "";
  spec.pages.size.reset();
  EXPECT_EQ(read_all(spec).count(), 1000u);
  spec.error_when = {"/truncated"};
  EXPECT_THAT(read_all(spec).error, HasSubstr("'/truncated'"));
}

TEST(Datasette, RowsAddedBehindAreReadAndRowsAddedBeforeAreMissed) {
  for (const std::string id : {"1000", "0"}) {
    const Datasette server(95);
    const Gate gate(server.url(), "_next=40",
                    [&] { server.run(fmt::format("INSERT INTO users VALUES({0}, 'name {0}')", id)); });
    const RestSpec spec = by_link(gated(gate));
    const Reading reading = read_all(spec);
    std::vector<std::string> expected = users_between(1, 95);
    if (id == "1000") expected.push_back("1000|name 1000");
    EXPECT_EQ(reading.records(), expected);
    EXPECT_EQ(
        reading.error,
        id == "1000" ? "" : fmt::format("5: {}: the API says that it has 96 records and gave 95", spec.url));
  }
}

TEST(Datasette, RowsDeletedMeanwhileAreAShortfall) {
  for (const bool fail : {true, false}) {
    const Datasette server(95);
    // Those read already, those at the token itself, and those to come.
    const Gate gate(server.url(), "_next=40",
                    [&] { server.run("DELETE FROM users WHERE id IN (1, 40, 41, 95)"); });
    RestSpec spec = by_link(gated(gate));
    spec.fail_on_shortfall = fail;
    const Reading reading = read_all(spec);
    std::vector<std::string> expected = users_between(1, 40);
    for (const std::string& row : users_between(42, 94)) expected.push_back(row);
    EXPECT_EQ(reading.records(), expected);
    const std::string text = spec.url + ": the API says that it has 95 records and gave 93";
    EXPECT_EQ(reading.error, fail ? "5: " + text : "");
    if (!fail) {
      EXPECT_THAT(reading.report.warnings, testing::ElementsAre(text));
    }
  }
}

TEST(Datasette, ATableDroppedInTheMiddleIsAnErrorAndNotTheEnd) {
  const Datasette server(95);
  const Gate gate(server.url(), "_next=60", [&] { server.run("DROP TABLE users"); });
  const RestSpec spec = by_token(gated(gate));
  const Reading reading = read_all(spec);
  EXPECT_EQ(reading.records(), users_between(1, 60));
  EXPECT_EQ(reading.error, fmt::format("5: page 4 of {}: the API answered 404", spec.url));
}

TEST(Datasette, AServerThatEndsInTheMiddleIsAnError) {
  Datasette server(95);
  const Gate gate(server.url(), "_next=60", [&] { server.stop(); });
  const RestSpec spec = by_link(gated(gate));
  const Reading reading = read_all(spec);
  EXPECT_EQ(reading.records(), users_between(1, 60));
  EXPECT_THAT(reading.error,
              HasSubstr(fmt::format("page 4 of {}: the API answered 502, after 3 attempts", spec.url)));
}

/// A reverse proxy that hides from it under which name it is known: its links lead past the proxy.
TEST_F(DatasetteAsItIs, LinksToAnotherOriginAreRefusedUnlessTheJobAllowsThem) {
  const NginxServer proxy({.upstream = server().url(), .tells_host = false});
  RestSpec spec = by_link(proxy.url() + "/people/users.json");
  const Reading refused = read_all(spec);
  EXPECT_EQ(refused.error,
            fmt::format("5: page 1 of {}: the next page is at another origin, {}", spec.url, server().url()));
  spec.allow_hosts = {server().url().substr(7)};
  const Reading allowed = read_all(spec);
  EXPECT_EQ(allowed.error, "");
  EXPECT_EQ(allowed.records(), users_between(1, kUsers));
}

}  // namespace
}  // namespace counterpart::test
