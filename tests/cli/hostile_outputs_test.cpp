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
#include "support/hostile_texts.hpp"
#include "support/workplace.hpp"

namespace counterpart::test {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

/// In every record, and never to be in a message.
constexpr const char* kPerson = "Zachariah";

constexpr const char* kJob = R"toml(as_of = 2017-02-02
[left]
name    = "here"
source  = "sqlite"
url     = "sqlite:people.db"
table   = "people"
id      = "id"
columns = ["note", "person", "seen"]
max_rejects = 100
[left.types]
seen = "date"

[right]
name    = "there"
source  = "jsonl"
path    = "people.jsonl"
id      = "id"
columns = ["note"]

[match]
pairing = "unique"
[[match.on]]
left  = "kind"
right = "kind"
[[match.on]]
left  = "key"
right = "key"

[[column]]
name = "id"
from = "left.id"
type = "bigint"
[[column]]
name = "key"
from = "right.key"
[[column]]
name = "note"
from = "left.note"
[[column]]
name = "other_note"
from = "right.note"
type = "text"

[[output]]
kind = "csv"
path = "out/matches.csv"
[[output]]
kind = "jsonl"
path = "out/matches.jsonl"
[[output]]
kind = "csv"
path = "out/left.csv"
what = "unmatched-left"
columns = ["id", "key", "note"]
[[output]]
kind = "jsonl"
path = "out/right.jsonl"
what = "unmatched-right"
columns = ["id", "key", "note"]
[[output]]
kind = "csv"
path = "out/ambiguous.csv"
what = "ambiguous"
[[output]]
kind = "jsonl"
path = "out/ambiguous.jsonl"
what = "ambiguous"
[[output]]
kind = "csv"
path = "out/rejects.csv"
what = "rejects"
[[output]]
kind = "jsonl"
path = "out/rejects.jsonl"
what = "rejects"
[[output]]
kind = "report"
path = "out/report.txt"
sample = 1000
[[output]]
kind  = "table"
url   = "sqlite:out/warehouse.db"
table = "pairs"
)toml";

std::string hex(std::string_view text) {
  std::string made;
  for (const char c : text) made += fmt::format("{:02x}", static_cast<unsigned char>(c));
  return made;
}

std::string unhex(const std::string& text) {
  std::string made;
  for (std::size_t i = 0; i + 1 < text.size(); i += 2)
    made += static_cast<char>(std::stoi(text.substr(i, 2), nullptr, 16));
  return made;
}

/// No more escapes than JSON needs, so that all else comes raw.
std::string json_string(std::string_view text) {
  std::string made = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      made += '\\';
      made += c;
    } else if (static_cast<unsigned char>(c) < 0x20) {
      made += fmt::format("\\u{:04x}", c);
    } else {
      made += c;
    }
  }
  return made + '"';
}

/// A text as a CSV cell has it for spreadsheets.
std::string guarded(const std::string& text) {
  for (const char* start : {"=", "+", "-", "@", "\t", "\r", "\n", "\uFF1D", "\uFF0B", "\uFF0D", "\uFF20"}) {
    if (text.starts_with(start)) return "'" + text;
  }
  return text;
}

/// People whose keys and notes are hostile: the text with number i is that of ids i (on both sides), 1000 + i
/// (left alone), 2000 + i (right alone), and 3000 + i and 4000 + i, which share a key that is on the right
/// once.
class HostileValues : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    shared_ = std::make_unique<Workplace>();
    make_sources(*shared_);
    shared_->run_well({"run", "job.toml"});
  }
  static void TearDownTestSuite() { shared_.reset(); }

  static std::vector<std::string> all_texts() {
    std::vector<std::string> texts = hostile_texts();
    texts.push_back(huge_text());
    return texts;
  }

  static void make_sources(const Workplace& place) {
    const std::vector<std::string> texts = all_texts();
    const std::vector<std::string> broken = broken_texts();
    std::string sql =
        "BEGIN; CREATE TABLE people (id INTEGER, kind TEXT, key TEXT, note TEXT, person TEXT, seen TEXT);";
    for (std::size_t i = 0; i < broken.size(); ++i) sql += row(9000 + i, "both", broken[i], "2017-02-02");
    sql += row(9999, "both", "sound", "0000-00-00");
    std::string lines;
    for (std::size_t i = 0; i < texts.size(); ++i) {
      for (const auto& [kind, id] :
           {std::pair("both", i), {"left", 1000 + i}, {"twice", 3000 + i}, {"twice", 4000 + i}})
        sql += row(id, kind, texts[i], "2017-02-02");
      for (const auto& [kind, id] : {std::pair("both", i), {"right", 2000 + i}, {"twice", 5000 + i}})
        lines += fmt::format("{{\"id\":{},\"kind\":\"{}\",\"key\":{},\"note\":{}}}\n", id, kind,
                             json_string(texts[i]), json_string(texts[i]));
    }
    place.query("people.db", sql + "COMMIT");
    place.write("people.jsonl", lines);
    place.write("job.toml", kJob);
  }

  static std::string row(std::size_t id, const char* kind, std::string_view text, const char* seen) {
    const std::string value = "CAST(x'" + hex(text) + "' AS TEXT)";
    return fmt::format("INSERT INTO people VALUES ({}, '{}', {}, {}, '{}', '{}');", id, kind, value, value,
                       kPerson, seen);
  }

  Ended run_well(std::vector<std::string> arguments) {
    const Ended ended = place_.run_well(arguments);
    expect_clean(ended);
    EXPECT_THAT(ended.out + ended.err, Not(HasSubstr(kPerson)));
    return ended;
  }

  using Row = std::vector<std::string>;
  /// The rows of an output as Python reads it; null is "-".
  std::vector<Row> rows(const std::string& kind, const std::string& file) {
    Program python({"python3", COUNTERPART_CLI_TESTS "/rows_in_hex.py", kind, file}, place_.start({}));
    const Ended ended = python.wait();
    EXPECT_EQ(ended.exit_code, 0) << file << ": " << printable(ended.err);
    std::vector<Row> found;
    std::istringstream lines(ended.out);
    for (std::string line; std::getline(lines, line);) {
      std::istringstream words(line);
      Row& row = found.emplace_back();
      for (std::string word; words >> word;)
        row.push_back(word == "." || word == "-" ? (word == "-" ? "-" : "") : unhex(word));
    }
    return found;
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
  std::vector<std::string> texts_ = all_texts();
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
      replaced(kJob, "source  = \"sqlite\"\nurl     = \"sqlite:people.db\"\ntable   = \"people\"",
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
  EXPECT_THAT(list, Not(HasSubstr(kPerson)));
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
    EXPECT_THAT(ended.out + ended.err, Not(HasSubstr(kPerson)));
  }
}

TEST_F(HostileValues, OfOneIdAreNotShownWhereTheyDiffer) {
  std::filesystem::copy(place_.path("people.db"), place_.path("conflicts.db"));
  place_.write("conflicts.toml", replaced(kJob, "sqlite:people.db", "sqlite:conflicts.db"));
  place_.query(
      "conflicts.db",
      "INSERT INTO people SELECT id, kind, key, note || 'x', person, seen FROM people WHERE id < 1000");
  for (const char* how : {"run", "check"}) {
    const Ended ended = place_.run({how, "conflicts.toml"});
    expect_clean(ended);
    EXPECT_THAT(ended.out + ended.err, Not(HasSubstr(kPerson))) << how;
  }
}

}  // namespace
}  // namespace counterpart::test
