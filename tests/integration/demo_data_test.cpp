#include "app/demo_data.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sqlite3.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <set>

#include "app/demo_names.hpp"
#include "base/calendar.hpp"
#include "base/file.hpp"
#include "source/jsonl_source.hpp"
#include "support/file_reading.hpp"
#include "support/temporary_directory.hpp"

namespace counterpart {
namespace {

using Rows = std::vector<std::vector<std::string>>;

Rows query(const std::filesystem::path& database, const std::string& sql) {
  Rows rows;
  sqlite3* handle = nullptr;
  EXPECT_EQ(sqlite3_open(database.c_str(), &handle), SQLITE_OK);
  const auto take = [](void* into, int columns, char** texts, char**) {
    auto& row = static_cast<Rows*>(into)->emplace_back();
    for (int i = 0; i < columns; ++i) row.push_back(texts[i] != nullptr ? texts[i] : "<null>");
    return 0;
  };
  EXPECT_EQ(sqlite3_exec(handle, sql.c_str(), take, &rows, nullptr), SQLITE_OK) << sqlite3_errmsg(handle);
  sqlite3_close(handle);
  return rows;
}

class Demo : public ::testing::Test {
 protected:
  static constexpr std::uint64_t kRows = 2000;

  void write(std::uint64_t seed = 1, std::uint64_t rows = kRows) {
    DemoData::write(database_, jsonl_, rows, seed);
  }
  Rows external() {
    const FileSpec file{.kind = FileSpec::Kind::jsonl, .path = jsonl_, .columns = {}};
    const auto reading =
        test::read_all(open_jsonl_source, file,
                       test::wanting({"lastname", "firstname", "id", "last_active_date", "practice_location",
                                      "specialty", "user_type_classification"}));
    EXPECT_TRUE(reading.rejects.empty());
    return reading.records;
  }
  Rows internal() { return query(database_, "SELECT lastname, firstname FROM user ORDER BY id"); }

  test::TemporaryDirectory folder_;
  std::filesystem::path database_ = folder_.path() / "internal.db";
  std::filesystem::path jsonl_ = folder_.path() / "external.jsonl";
};

TEST_F(Demo, IsTheSameForTheSameSeed) {
  write(7);
  const std::string lines = read_file(jsonl_, ErrorKind::source);
  const Rows rows = query(database_, "SELECT * FROM user");
  write(7);
  EXPECT_EQ(read_file(jsonl_, ErrorKind::source), lines);
  EXPECT_EQ(query(database_, "SELECT * FROM user"), rows);
  write(8);
  EXPECT_NE(read_file(jsonl_, ErrorKind::source), lines);
  EXPECT_NE(query(database_, "SELECT * FROM user"), rows);
}

TEST_F(Demo, HasAsManyUsersOnEachSideAsWanted) {
  write();
  EXPECT_EQ(query(database_, "SELECT count(*), count(DISTINCT id), min(id) FROM user"),
            (Rows{{"2000", "2000", "1"}}));
  std::set<std::string> ids;
  for (const auto& row : external()) ids.insert(row[2]);
  EXPECT_EQ(ids.size(), kRows);
  write(1, 0);
  EXPECT_TRUE(internal().empty());
  EXPECT_TRUE(external().empty());
  write(1, 1);
  EXPECT_EQ(internal().size(), 1u);
  EXPECT_EQ(external().size(), 1u);
}

TEST_F(Demo, OrdersTheExternalUsersByTheBytesOfTheLastName) {
  write();
  const Rows rows = external();
  const auto by_last = [](const auto& a, const auto& b) { return a[0] < b[0]; };
  EXPECT_TRUE(std::is_sorted(rows.begin(), rows.end(), by_last));
  const auto by_first_too = [](const auto& a, const auto& b) {
    return std::tie(a[0], a[1]) < std::tie(b[0], b[1]);
  };
  EXPECT_FALSE(std::is_sorted(rows.begin(), rows.end(), by_first_too));
}

TEST_F(Demo, SharesPeopleSomeOfThemSpelledOtherwise) {
  write();
  std::map<std::pair<std::string, std::string>, int> there;
  std::set<std::pair<std::string, std::string>> plain;
  for (const auto& row : external()) ++there[{row[0], row[1]}];
  int same = 0;
  for (const auto& row : internal()) {
    auto& left = there[{row[0], row[1]}];
    if (left > 0) {
      --left;
      ++same;
    }
    plain.insert({demo::without_accents(row[0]), demo::without_accents(row[1])});
  }
  EXPECT_GT(same, static_cast<int>(kRows) * 30 / 100);
  EXPECT_LT(same, static_cast<int>(kRows) * 60 / 100);
  int respelled = 0;
  for (const auto& [name, left] : there) respelled += left > 0 && plain.contains(name) ? 1 : 0;
  EXPECT_GT(respelled, 5);
}

TEST_F(Demo, HasNamesakes) {
  write();
  EXPECT_GT(
      query(database_, "SELECT lastname FROM user GROUP BY lastname, firstname HAVING count(*) > 1").size(),
      20u);
}

TEST_F(Demo, HasDatesAroundTheReferenceDaySomeOfThemUnknown) {
  write();
  const Rows dates =
      query(database_,
            "SELECT min(last_active_date), max(last_active_date), sum(last_active_date IS NULL) > 0,"
            " sum(last_active_date >= '2017-01-03') > 500 FROM user");
  EXPECT_GE(dates[0][0], "2015-01-01");
  EXPECT_EQ(dates[0][1], "2017-02-02");
  EXPECT_EQ(dates[0][2] + dates[0][3], "11");
  int unknown = 0;
  for (const auto& row : external()) {
    if (row[3] == "<null>") {
      ++unknown;
    } else {
      EXPECT_TRUE(parse_date(row[3])) << row[3];
    }
  }
  EXPECT_GT(unknown, 0);
}

TEST_F(Demo, FillsEveryColumnOfTheReferenceJob) {
  write();
  EXPECT_EQ(query(database_,
                  "SELECT count(DISTINCT platform_registered_on), count(DISTINCT classification),"
                  " count(DISTINCT specialty) > 5, count(practice_id) FROM user"),
            (Rows{{"2", "4", "1", "2000"}}));
  EXPECT_EQ(query(database_, "SELECT name FROM pragma_table_info('user')"), (Rows{{"id"},
                                                                                  {"lastname"},
                                                                                  {"firstname"},
                                                                                  {"last_active_date"},
                                                                                  {"platform_registered_on"},
                                                                                  {"practice_id"},
                                                                                  {"specialty"},
                                                                                  {"classification"}}));
}

TEST_F(Demo, NamesAFileThatCannotBeWritten) {
  try {
    DemoData::write(folder_.path() / "none" / "a.db", jsonl_, 1, 1);
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::output);
  }
}

TEST(DemoNames, LoseEveryAccent) {
  const auto is_ascii = [](std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= 0; });
  };
  for (const auto names : {demo::given_names(), demo::surnames()}) {
    EXPECT_GT(names.size(), 200u);
    EXPECT_EQ(std::set<std::string_view>(names.begin(), names.end()).size(), names.size());
    for (const auto name : names) EXPECT_TRUE(is_ascii(demo::without_accents(name))) << name;
  }
  EXPECT_EQ(demo::without_accents("Müller-Ørsted Nguyễn Łukasz Weiß"), "Muller-Orsted Nguyen Lukasz Weiss");
}

}  // namespace
}  // namespace counterpart
