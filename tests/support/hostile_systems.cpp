#include "support/hostile_systems.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <sstream>
#include <utility>

#include "base/utf8.hpp"
#include "support/hostile_texts.hpp"

namespace counterpart::test {

const char* const kHostileJob = R"toml(as_of = 2017-02-02
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

namespace {

std::string hex(std::string_view text) {
  std::string made;
  for (const char c : text) made += fmt::format("{:02x}", static_cast<unsigned char>(c));
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

std::string row(std::size_t id, const char* kind, std::string_view text, const char* seen) {
  const std::string value = "CAST(x'" + hex(text) + "' AS TEXT)";
  return fmt::format("INSERT INTO people VALUES ({}, '{}', {}, {}, '{}', '{}');", id, kind, value, value,
                     kHostilePerson, seen);
}

}  // namespace

std::string unhex(const std::string& text) {
  std::string made;
  for (std::size_t i = 0; i + 1 < text.size(); i += 2)
    made += static_cast<char>(std::stoi(text.substr(i, 2), nullptr, 16));
  return made;
}

std::vector<std::string> all_hostile_texts() {
  std::vector<std::string> texts = hostile_texts();
  texts.push_back(huge_text());
  return texts;
}

void make_hostile_systems(const Workplace& place) {
  const std::vector<std::string> texts = all_hostile_texts();
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
  place.write("job.toml", kHostileJob);
}

std::vector<std::vector<std::string>> rows_of(const Workplace& place, const std::string& kind,
                                              const std::string& file) {
  Program python({"python3", COUNTERPART_CLI_TESTS "/rows_in_hex.py", kind, file}, place.start({}));
  const Ended ended = python.wait();
  EXPECT_EQ(ended.exit_code, 0) << file << ": " << printable(ended.err);
  std::vector<std::vector<std::string>> found;
  std::istringstream lines(ended.out);
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    std::vector<std::string>& row = found.emplace_back();
    for (std::string word; words >> word;)
      row.push_back(word == "." || word == "-" ? (word == "-" ? "-" : "") : unhex(word));
  }
  return found;
}

}  // namespace counterpart::test
