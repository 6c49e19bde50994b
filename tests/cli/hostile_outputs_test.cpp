// Hostile values on their way through the program into each kind of output, read back by other readers.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <memory>
#include <sstream>

#include "base/utf8.hpp"
#include "support/clean_terminal.hpp"
#include "support/hostile_systems.hpp"
#include "support/hostile_texts.hpp"

namespace counterpart::test {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

/// A text as a CSV cell has it for spreadsheets.
std::string guarded(const std::string& text) {
  for (const char* start : {"=", "+", "-", "@", "\t", "\r", "\n", "\uFF1D", "\uFF0B", "\uFF0D", "\uFF20"}) {
    if (text.starts_with(start)) return "'" + text;
  }
  return text;
}

class HostileValues : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    shared_ = std::make_unique<Workplace>();
    make_hostile_systems(*shared_);
    shared_->run_well({"run", "job.toml"});
  }
  static void TearDownTestSuite() { shared_.reset(); }

  Ended run_well(std::vector<std::string> arguments) {
    const Ended ended = place_.run_well(arguments);
    expect_clean(ended);
    EXPECT_THAT(ended.out + ended.err, Not(HasSubstr(kHostilePerson)));
    return ended;
  }

  using Row = std::vector<std::string>;
  std::vector<Row> rows(const std::string& kind, const std::string& file) {
    return rows_of(place_, kind, file);
  }
  /// Each text is there once, in the row whose column `id_at` has its number above `first`; `as_written` says
  /// how.
  template <typename AsWritten>
  void expect_texts(const std::vector<Row>& found, std::size_t first, std::size_t id_at,
                    const std::vector<std::size_t>& text_at, AsWritten as_written) {
    ASSERT_EQ(found.size(), texts_.size());
    std::vector<bool> seen(texts_.size());
    for (const Row& row : found) {
      const std::size_t number = std::stoul(row.at(id_at)) - first;
      ASSERT_LT(number, texts_.size());
      EXPECT_FALSE(seen[number]);
      seen[number] = true;
      for (const std::size_t at : text_at)
        EXPECT_TRUE(row.at(at) == as_written(texts_[number]))
            << printable(texts_[number], 80) << " became " << printable(row.at(at), 80);
    }
  }

  static std::unique_ptr<Workplace> shared_;  ///< with what a run of the job left in out/
  const Workplace& place_ = *shared_;
  std::vector<std::string> texts_ = all_hostile_texts();
  std::vector<std::string> broken_ = broken_texts();
};

std::unique_ptr<Workplace> HostileValues::shared_;

constexpr auto kAsItIs = [](const std::string& text) { return text; };

std::vector<std::vector<std::string>> without_header(std::vector<std::vector<std::string>> rows) {
  if (!rows.empty()) rows.erase(rows.begin());
  return rows;
}

TEST_F(HostileValues, ComeOutOfEachFileAsTheyWentIn) {
  expect_texts(without_header(rows("csv", "out/matches.csv")), 0, 0, {1, 2, 3}, guarded);
  expect_texts(rows("jsonl", "out/matches.jsonl"), 0, 0, {1, 2, 3}, kAsItIs);
  expect_texts(rows("report", "out/report.txt"), 0, 0, {1, 2, 3}, kAsItIs);
  expect_texts(without_header(rows("csv", "out/left.csv")), 1000, 0, {1, 2}, guarded);
  expect_texts(rows("jsonl", "out/right.jsonl"), 2000, 0, {1, 2}, kAsItIs);
}

TEST_F(HostileValues, ComeOutOfCsvAsTheyAreIfAsked) {
  std::filesystem::create_directories(place_.path("raw/out"));
  run_well({"run", "job.toml", "--csv-raw", "--output-dir", "raw"});
  expect_texts(without_header(rows("csv", "raw/out/matches.csv")), 0, 0, {1, 2, 3}, kAsItIs);
  expect_texts(without_header(rows("csv", "raw/out/left.csv")), 1000, 0, {1, 2}, kAsItIs);
  // And by the program's own source of CSV.
  std::string job =
      replaced(kHostileJob, "source  = \"sqlite\"\nurl     = \"sqlite:people.db\"\ntable   = \"people\"",
               "source  = \"csv\"\npath    = \"raw/out/matches.csv\"");
  job = replaced(job, "columns = [\"note\", \"person\", \"seen\"]\n", "");
  job = replaced(job, "[left.types]\nseen = \"date\"\n", "");
  job = replaced(job, "left  = \"kind\"\nright = \"kind\"", "left  = \"key\"\nright = \"key\"");
  place_.write("again.toml", replaced(job, "[[match.on]]\nleft  = \"key\"\nright = \"key\"\n\n", "\n"));
  run_well({"fetch", "again.toml", "--side", "left", "-o", "again.jsonl"});
  expect_texts(rows("jsonl", "again.jsonl"), 0, 0, {1, 2}, kAsItIs);
}

TEST_F(HostileValues, AreInTheTableAsTheyWere) {
  std::istringstream lines(
      place_.query("out/warehouse.db", "SELECT id, HEX(key), HEX(note), HEX(other_note) FROM pairs"));
  std::vector<Row> found;
  for (std::string line; std::getline(lines, line);) {
    Row& row = found.emplace_back();
    std::istringstream cells(line);
    for (std::string cell; std::getline(cells, cell, '|');) row.push_back(row.empty() ? cell : unhex(cell));
  }
  expect_texts(found, 0, 0, {1, 2, 3}, kAsItIs);
}

TEST_F(HostileValues, AreListedWhereTheyAreAmbiguous) {
  std::map<std::string, std::size_t> keys;
  for (const Row& row : rows("jsonl", "out/ambiguous.jsonl")) ++keys[row.at(3)];
  EXPECT_EQ(keys.size(), texts_.size());
  for (const std::string& text : texts_) EXPECT_EQ(keys[text], 3U) << printable(text, 80);
  keys.clear();
  for (const Row& row : without_header(rows("csv", "out/ambiguous.csv"))) ++keys[row.at(3)];
  for (const std::string& text : texts_) EXPECT_GE(keys[guarded(text)], 3U) << printable(text, 80);
}

TEST_F(HostileValues, AreNotInTheListOfRejects) {
  const auto found = rows("jsonl", "out/rejects.jsonl");
  EXPECT_EQ(found, without_header(rows("csv", "out/rejects.csv")));
  ASSERT_EQ(found.size(), broken_.size() + 1);
  for (const Row& row : found) EXPECT_THAT(row.at(2), ::testing::StartsWith("field '"));
  const std::string list = place_.read("out/rejects.jsonl") + place_.read("out/rejects.csv");
  EXPECT_EQ(first_unsafe(list), "");
  EXPECT_THAT(list, Not(HasSubstr(kHostilePerson)));
  EXPECT_THAT(list, Not(HasSubstr("sound")));
}

TEST_F(HostileValues, AreNotObeyedInJsonLinesOrInTheReport) {
  for (const char* file : {"out/matches.jsonl", "out/right.jsonl", "out/ambiguous.jsonl", "out/report.txt"})
    EXPECT_EQ(first_unsafe(place_.read(file)), "") << file;
}

TEST_F(HostileValues, GiveTheSameBytesEachTime) {
  const Files first = place_.results();
  const Ended ended = run_well({"run", "job.toml", "--memory", "192MiB", "--threads", "1"});
  EXPECT_THAT(ended.out, HasSubstr(fmt::format("{} matches", texts_.size())));
  EXPECT_TRUE(place_.results() == first);
}

TEST_F(HostileValues, AreNeitherInEventsNorInWhatCheckSays) {
  run_well({"run", "job.toml", "--json"});
  run_well({"check", "job.toml"});
  run_well({"check", "job.toml", "--json"});
  run_well({"status", "job.toml"});
  run_well({"fetch", "job.toml", "--side", "left", "-o", "left.csv"});
  for (const std::vector<std::string>& command :
       {std::vector<std::string>{"run", "job.toml", "--max-rejects", "0"},
        {"check", "job.toml", "--max-rejects", "0"},
        {"fetch", "job.toml", "--side", "left", "-o", "/dev/stdout"}}) {
    const Ended ended = place_.run(command);
    EXPECT_NE(ended.exit_code, 0);
    expect_clean(ended);
    EXPECT_THAT(ended.out + ended.err, Not(HasSubstr(kHostilePerson)));
  }
}

TEST_F(HostileValues, OfOneIdAreNotShownWhereTheyDiffer) {
  std::filesystem::copy(place_.path("people.db"), place_.path("conflicts.db"));
  place_.write("conflicts.toml", replaced(kHostileJob, "sqlite:people.db", "sqlite:conflicts.db"));
  place_.query(
      "conflicts.db",
      "INSERT INTO people SELECT id, kind, key, note || 'x', person, seen FROM people WHERE id < 1000");
  for (const char* how : {"run", "check"}) {
    const Ended ended = place_.run({how, "conflicts.toml"});
    expect_clean(ended);
    EXPECT_THAT(ended.out + ended.err, Not(HasSubstr(kHostilePerson))) << how;
  }
}

}  // namespace
}  // namespace counterpart::test
