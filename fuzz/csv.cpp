// The first line is the delimiter, if it is one byte; what follows is the file.
#include "source/csv_parser.hpp"

#include <algorithm>
#include <cstring>
#include <memory>
#include <optional>

#include "fuzz/input.hpp"

namespace counterpart {
namespace {

using fuzz::require;

class TextReader final : public ByteReader {
 public:
  explicit TextReader(std::string_view text) : rest_(text) {}
  std::size_t read(char* into, std::size_t capacity) override {
    const std::size_t size = std::min(capacity, rest_.size());
    if (size != 0) std::memcpy(into, rest_.data(), size);
    rest_.remove_prefix(size);
    return size;
  }

 private:
  std::string_view rest_;
};

struct Line {
  std::uint64_t number = 0;
  std::string problem;
  std::vector<std::optional<std::string>> fields;  ///< none is null
  friend bool operator==(const Line&, const Line&) = default;
};

struct Table {
  std::vector<Line> lines;
  std::string error;
  friend bool operator==(const Table&, const Table&) = default;
};

Table read(std::string_view text, char delimiter, std::size_t block) {
  Table table;
  try {
    CsvParser parser(ByteWindow(std::make_unique<TextReader>(text), "file", block, std::size_t{1} << 24),
                     delimiter);
    while (parser.next()) {
      Line& line = table.lines.emplace_back(Line{parser.line(), std::string(parser.problem()), {}});
      for (CsvField& field : parser.fields()) {
        line.fields.push_back(field.is_null() ? std::nullopt : std::optional<std::string>(field.text()));
      }
      require(!line.fields.empty(), "a record has a field");
    }
    require(parser.bytes() == text.size(), "all is read");
  } catch (const Error& error) {
    fuzz::require_error(error, ErrorKind::source);
    table.error = error.what();
  }
  return table;
}

/// The same records, each field quoted.
std::string written(const Table& table, char delimiter) {
  std::string text;
  for (const Line& line : table.lines) {
    for (std::size_t i = 0; i < line.fields.size(); ++i) {
      if (i != 0) text += delimiter;
      if (!line.fields[i]) continue;
      text += '"';
      for (const char c : *line.fields[i]) text += c == '"' ? std::string("\"\"") : std::string{c};
      text += '"';
    }
    text += "\r\n";
  }
  return text;
}

}  // namespace
}  // namespace counterpart

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace counterpart;
  fuzz::Input input(data, size);
  const std::string first = input.line();
  const char delimiter = first.size() == 1 && std::strchr("\"\r", first[0]) == nullptr ? first[0] : ',';
  const std::string text = input.rest();
  const Table table = read(text, delimiter, text.size() + 1);
  for (const std::size_t block : {1, 2, 3, 8, 61})
    require(read(text, delimiter, block) == table, "blocks change nothing");

  const Table again = read(written(table, delimiter), delimiter, 4096);
  require(again.error.empty() && again.lines.size() == table.lines.size(), "what was read can be written");
  for (std::size_t i = 0; i < table.lines.size(); ++i) {
    require(again.lines[i].problem.empty() && again.lines[i].fields == table.lines[i].fields,
            "and read again");
  }
  return 0;
}
