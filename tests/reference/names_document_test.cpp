// Each row of the tables in docs/names.md is an example: two names, and the level at which they end.
#include <gtest/gtest.h>

#include <fstream>
#include <string>
#include <vector>

#include "match/linkage/levels.hpp"

namespace counterpart::linkage {
namespace {

constexpr std::string_view kBetweenFields = " · ";

std::string trimmed(std::string text) {
  text.erase(0, text.find_first_not_of(' '));
  return text.erase(text.find_last_not_of(' ') + 1);
}

/// The cells of a table's row; none of another line or of the lines below a heading.
std::vector<std::string> cells_of(const std::string& line) {
  std::vector<std::string> cells;
  if (!line.starts_with("| ") || line.starts_with("| ---") || line.starts_with("| what")) return cells;
  for (std::size_t at = 1; at < line.size();) {
    const std::size_t end = std::min(line.find('|', at), line.size());
    cells.push_back(trimmed(line.substr(at, end - at)));
    at = end + 1;
  }
  return cells;
}

/// The fields of a name in backquotes.
std::vector<Value> fields_of(std::string_view cell, std::vector<std::string>& texts) {
  cell = cell.substr(1, cell.size() - 2);
  texts.clear();
  if (const std::size_t dot = cell.find(kBetweenFields); dot != std::string_view::npos) {
    texts.emplace_back(cell.substr(0, dot));
    cell.remove_prefix(dot + kBetweenFields.size());
  }
  texts.emplace_back(cell);
  std::vector<Value> values;
  values.reserve(texts.size());
  for (const std::string& text : texts) values.push_back(text.empty() ? Value::null() : Value::string(text));
  return values;
}

std::string level(const std::string& left, const std::string& right) {
  std::vector<std::string> texts;
  const std::size_t fields = fields_of(left, texts).size();
  Comparison comparison = comparison_preset(fields == 2 ? "forename-surname" : "name");
  for (std::size_t i = 0; i < fields; ++i)
    comparison.fields.push_back({i, i, *normalization_steps(comparison.normalization)});
  ValueMaker maker(comparison);
  std::string left_value;
  std::string right_value;
  maker.make(fields_of(left, texts), left_value);
  maker.make(fields_of(right, texts), right_value);
  LevelFinder finder(comparison);
  const auto found = finder.level(left_value, right_value);
  EXPECT_EQ(finder.level(right_value, left_value), found) << "the other way round";
  return comparison.levels[found].label;
}

TEST(NamesDocument, ItsExamplesEndAtTheLevelsThatItSays) {
  std::ifstream document(COUNTERPART_NAMES_DOCUMENT);
  std::size_t rows = 0;
  for (std::string line; std::getline(document, line);) {
    const std::vector<std::string> cells = cells_of(line);
    if (cells.empty()) continue;
    ASSERT_EQ(cells.size(), 4u) << line;
    EXPECT_EQ(level(cells[1], cells[2]), cells[3]) << line;
    ++rows;
  }
  EXPECT_GE(rows, 60u);
}

}  // namespace
}  // namespace counterpart::linkage
