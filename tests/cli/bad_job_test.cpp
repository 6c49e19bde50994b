// Job files that cannot be meant as they stand.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <regex>

#include "support/two_systems.hpp"

namespace counterpart::test {
namespace {

using ::testing::HasSubstr;

TEST(BadJob, NamesAnUnknownKeyItsPlaceAndTheNearestOne) {
  TwoSystems systems;
  systems.change("[match]\n", "[match]\nparing = \"unique\"\n");
  const Files before = systems.before();
  const Ended ended = systems.place().run({"run", "job.toml"});
  systems.place().expect_refused(before, ended, 3, {"paring", "pairing"});
  EXPECT_TRUE(std::regex_search(ended.err, std::regex(R"(^error: job\.toml:22:1: )"))) << ended.err;
  EXPECT_EQ(systems.api().requests(), 0U);
}

TEST(BadJob, NamesThePlaceOfASyntaxError) {
  TwoSystems systems;
  systems.change("id     = \"id\"", "id     = id\"");
  const Files before = systems.before();
  const Ended ended = systems.place().run({"run", "job.toml"});
  systems.place().expect_refused(before, ended, 3, {"job.toml:7:"});
}

TEST(BadJob, ThatIsNotThereIsNamed) {
  const TwoSystems systems;
  const Files before = systems.before();
  systems.place().expect_refused(before, systems.place().run({"run", "nowhere.toml"}), 3,
                                 {"nowhere.toml", "No such file"});
}

TEST(BadJob, WithASecretInItIsRefusedWithoutSayingTheSecret) {
  TwoSystems systems;
  systems.change("[right.pages]", "[right.auth]\nkind = \"bearer\"\ntoken = \"open-sesame\"\n[right.pages]");
  const Files before = systems.before();
  const Ended ended = systems.place().run({"run", "job.toml"});
  systems.place().expect_refused(before, ended, 3, {"token"});
  EXPECT_THAT(ended.err, Not(HasSubstr("open-sesame")));
}

TEST(BadJob, WithADeclaredOrderThatTheKeyDoesNotHaveIsRefused) {
  TwoSystems systems;
  systems.change("path   = \"people.csv\"", "path   = \"people.csv\"\nordered_by = [\"firstname\"]");
  const Files before = systems.before();
  systems.place().expect_refused(before, systems.place().run({"run", "job.toml"}), 3,
                                 {"ordered_by", "firstname"});
}

/// A left side in SQLite whose table and columns can be named wrongly.
class BadDatabase : public ::testing::Test {
 protected:
  BadDatabase() {
    systems_.place().query(
        "left.db",
        "CREATE TABLE person (id INTEGER PRIMARY KEY, lastname TEXT, firstname TEXT, last_active_date TEXT)");
    systems_.place().query("left.db", "INSERT INTO person VALUES (1, 'Lovelace', 'Ada', '2017-01-30')");
    systems_.change("source = \"csv\"\npath   = \"people.csv\"",
                    "source = \"sqlite\"\nurl = \"sqlite:left.db\"\ntable = \"person\"");
  }

  /// Both `check` and `run` find it, and neither asks the API for anything.
  void expect_found(int exit_code, const std::vector<std::string>& words) {
    const Files before = systems_.before();
    for (const char* command : {"check", "run"}) {
      systems_.place().expect_refused(before, systems_.place().run({command, "job.toml"}), exit_code, words);
    }
    EXPECT_EQ(systems_.api().requests(), 0U);
  }

  TwoSystems systems_;
};

TEST_F(BadDatabase, AMissingTableIsFoundBeforeReading) {
  systems_.change("table = \"person\"", "table = \"persons\"");
  expect_found(4, {"persons", "did you mean 'person'"});
}

TEST_F(BadDatabase, AMissingColumnIsFoundBeforeReading) {
  systems_.change("left  = \"lastname\"", "left  = \"last_name\"");
  expect_found(4, {"last_name", "did you mean 'lastname'"});
}

TEST_F(BadDatabase, AMissingColumnOfAQueryIsFoundBeforeReading) {
  systems_.change("table = \"person\"", "query = \"SELECT id, lastname, firstname FROM person\"");
  expect_found(4, {"last_active_date"});
}

TEST_F(BadDatabase, AMissingFileIsFoundBeforeReading) {
  systems_.change("sqlite:left.db", "sqlite:nowhere.db");
  expect_found(4, {"nowhere.db"});
  EXPECT_FALSE(systems_.place().has("nowhere.db"));
}

TEST(BadJob, WithoutAColumnOfACsvFileIsFoundBeforeReading) {
  TwoSystems systems;
  systems.change("left  = \"lastname\"", "left  = \"surname\"");
  const Files before = systems.before();
  systems.place().expect_refused(before, systems.place().run({"run", "job.toml"}), 4,
                                 {"people.csv", "surname"});
  EXPECT_EQ(systems.api().requests(), 0U);
}

}  // namespace
}  // namespace counterpart::test
