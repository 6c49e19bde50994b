// Random tables as CSV with quotes and line ends at whim, read back by the source.
#include <gtest/gtest.h>

#include <optional>
#include <random>

#include "source/csv_source.hpp"
#include "support/file_reading.hpp"
#include "support/temporary_directory.hpp"

namespace counterpart {
namespace {

using Cell = std::optional<std::string>;
using Table = std::vector<std::vector<Cell>>;

Table random_table(std::mt19937& random) {
  const std::vector<std::string> pieces{
      "a",  "bc",   ",", "\"", "\n",
      "\r", "\r\n", " ", "é",  "李",
      "=",  "-",    ";", "'",  "a long run of plain text without anything special in it"};
  Table table(1 + random() % 20, std::vector<Cell>(1 + random() % 5));
  for (auto& row : table) {
    for (Cell& cell : row) {
      if (random() % 6 == 0) continue;
      cell.emplace();
      for (std::size_t length = random() % 6; length > 0; --length) *cell += pieces[random() % pieces.size()];
    }
  }
  return table;
}

/// Quotes at whim where it is not needed, and ends lines either way.
std::string as_csv(const Table& table, std::mt19937& random) {
  std::string csv;
  for (const auto& row : table) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (i > 0) csv += ',';
      if (!row[i]) continue;
      const bool needed = row[i]->empty() || row[i]->find_first_of("\",\r\n") != std::string::npos;
      if (!needed && random() % 2 == 0) {
        csv += *row[i];
        continue;
      }
      csv += '"';
      for (const char c : *row[i]) csv += c == '"' ? std::string("\"\"") : std::string(1, c);
      csv += '"';
    }
    csv += random() % 2 == 0 ? "\n" : "\r\n";
  }
  return csv;
}

std::vector<std::vector<std::string>> as_texts(const Table& table) {
  std::vector<std::vector<std::string>> texts;
  for (const auto& row : table) {
    auto& record = texts.emplace_back();
    for (const Cell& cell : row) record.push_back(cell.value_or("<null>"));
  }
  return texts;
}

TEST(CsvSourceRoundTrip, ReadsRandomTablesAtAnyBlockSize) {
  const test::TemporaryDirectory folder;
  std::mt19937 random(20170202);
  for (int round = 0; round < 150; ++round) {
    const Table table = random_table(random);
    FileSpec file{.path = folder.path() / "table.csv", .header = false, .columns = {}};
    for (std::size_t i = 0; i < table[0].size(); ++i) file.columns.push_back("c" + std::to_string(i));
    const std::string csv = as_csv(table, random);
    test::write_file(file.path, csv);
    for (const std::size_t block :
         {std::size_t{1}, std::size_t{2}, 1 + random() % 64, 1 + random() % 64, std::size_t{64}}) {
      const auto reading = test::read_all(open_csv_source, file, test::wanting(file.columns), block);
      ASSERT_EQ(reading.records, as_texts(table)) << "block " << block << "\n" << csv;
      ASSERT_TRUE(reading.rejects.empty());
      ASSERT_EQ(reading.report.bytes, csv.size());
    }
  }
}

/// Records, rejects and the error of a file, as one text.
std::string outcome(const FileSpec& file, std::size_t block) {
  std::string text;
  try {
    const auto reading = test::read_all(open_csv_source, file, test::wanting(file.columns), block);
    for (const auto& record : reading.records) {
      for (const auto& value : record) text += "[" + value + "]";
      text += '\n';
    }
    for (const auto& reject : reading.rejects) text += reject + '\n';
  } catch (const Error& error) {
    text = error.what();
  }
  return text;
}

TEST(CsvSourceRoundTrip, JudgesBrokenFilesAlikeAtAnyBlockSize) {
  const test::TemporaryDirectory folder;
  std::mt19937 random(3);
  const FileSpec file{.path = folder.path() / "broken.csv", .header = false, .columns = {"a", "b"}};
  constexpr std::string_view kAlphabet = "ab,,\"\"\n\n\r\xFF";
  for (int round = 0; round < 500; ++round) {
    std::string text;
    for (std::size_t length = random() % 40; length > 0; --length)
      text += kAlphabet[random() % kAlphabet.size()];
    test::write_file(file.path, text);
    const std::string whole = outcome(file, 1 << 16);
    for (const std::size_t block : {1, 2, 3, 7, 16})
      ASSERT_EQ(outcome(file, block), whole) << "block " << block << "\n" << text;
  }
}

}  // namespace
}  // namespace counterpart
