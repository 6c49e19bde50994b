#include "source/survey/file_survey.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "base/calendar.hpp"
#include "base/digest.hpp"
#include "base/size.hpp"
#include "base/utf8.hpp"
#include "source/csv_parser.hpp"
#include "source/json/json_record.hpp"
#include "source/json/json_tally.hpp"
#include "source/survey/field_words.hpp"
#include "text/key.hpp"

namespace counterpart {
namespace {

using Kind = FileSpec::Kind;

constexpr std::uint64_t kRecords = 1000;
constexpr std::size_t kFront = 4 << 20;
constexpr std::size_t kBlock = 64 << 10;
constexpr std::array<char, 4> kDelimiters{',', ';', '\t', '|'};
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

/// The first bytes of the file, unpacked.
std::string front_of(const std::filesystem::path& path, std::size_t most) {
  const auto reader = open_bytes(path);
  std::string front(most, '\0');
  std::size_t size = 0;
  while (size < most) {
    const std::size_t got = reader->read(front.data() + size, most - size);
    if (got == 0) break;
    size += got;
  }
  front.resize(size);
  return front.starts_with(kByteOrderMark) ? front.substr(kByteOrderMark.size()) : front;
}

/// The name without folders, compression and format: "crm" of "data/crm.csv.gz".
std::string stem_of(const std::filesystem::path& path) {
  const std::string name = path.filename().string();
  return name.substr(0, std::max<std::size_t>(name.find('.'), 1));
}

std::string ending_of(const std::filesystem::path& path) {
  std::filesystem::path name = path.filename();
  if (name.extension() == ".gz" || name.extension() == ".zst") name = name.stem();
  return name.extension().string();
}

Kind kind_of(const std::filesystem::path& path, const std::string& front) {
  const std::string ending = ending_of(path);
  if (ending == ".csv" || ending == ".tsv") return Kind::csv;
  if (ending == ".jsonl" || ending == ".ndjson") return Kind::jsonl;
  const std::size_t first = front.find_first_not_of(" \t\r\n");
  if (first != std::string::npos && front[first] == '[') {
    throw Error(ErrorKind::source, path.string() + ": is one JSON list, not JSON Lines")
        .hint("write one object a line: jq -c '.[]' FILE.json > FILE.jsonl");
  }
  return first != std::string::npos && front[first] == '{' ? Kind::jsonl : Kind::csv;
}

char delimiter_of(const std::string& front) {
  std::array<std::size_t, kDelimiters.size()> counts{};
  bool quoted = false;
  for (const char c : front) {
    if (c == '"') quoted = !quoted;
    if (c == '\n' && !quoted) break;
    for (std::size_t i = 0; i < counts.size(); ++i) counts[i] += !quoted && c == kDelimiters[i] ? 1 : 0;
  }
  return kDelimiters[static_cast<std::size_t>(std::max_element(counts.begin(), counts.end()) -
                                              counts.begin())];
}

/// True if these can be names: none is empty, a number, a date or an address, none stands twice.
bool is_header(const std::vector<std::string>& cells) {
  std::set<std::string> seen;
  for (const std::string& cell : cells) {
    const bool number = !cell.empty() && cell.find_first_not_of("+-.0123456789") == std::string::npos;
    if (cell.empty() || number || parse_date(cell) || parse_timestamp(cell) ||
        cell.find('@') != std::string::npos || !seen.insert(cell).second)
      return false;
  }
  return true;
}

std::vector<std::string> cells_of(CsvParser& parser) {
  std::vector<std::string> cells;
  for (CsvField& field : parser.fields()) cells.emplace_back(field.text());
  return cells;
}

void take_row(CsvParser& parser, const std::vector<std::string>& names, FieldTally& tally) {
  auto& fields = parser.fields();
  if (fields.size() != names.size() || !parser.problem().empty()) return;
  Bytes whole;
  for (CsvField& field : fields) append_key_part(whole, field.text());
  if (!tally.begin(digest64(whole))) return;
  for (std::size_t i = 0; i < names.size(); ++i)
    tally.value(names[i], fields[i].is_null() ? Value::null() : Value::string(fields[i].text()));
}

FieldTally look_at_csv(FileSpec& spec, const std::string& front, SideSurvey& survey) {
  spec.delimiter = delimiter_of(front);
  CsvParser parser(ByteWindow(open_bytes(spec.path), survey.place, kBlock, longest_record(0)),
                   spec.delimiter);
  FieldTally tally;
  if (!parser.next()) return tally;
  std::vector<std::string> names = cells_of(parser);
  spec.header = is_header(names);
  if (!spec.header) {
    survey.notes.push_back({"header", "the first line looks like a record; the names below are made up"});
    for (std::size_t i = 0; i < names.size(); ++i) names[i] = fmt::format("column{}", i + 1);
    spec.columns = names;
    take_row(parser, names, tally);
  }
  while (tally.records() < kRecords && parser.next()) take_row(parser, names, tally);
  return tally;
}

FieldTally look_at_lines(std::string front, bool whole) {
  FieldTally tally;
  JsonParser parser;
  std::size_t size = front.size();
  // What is behind the last line end may be half a record.
  if (!whole) size = front.rfind('\n') == std::string::npos ? 0 : front.rfind('\n');
  front.resize(front.size() + simdjson::SIMDJSON_PADDING);
  for (std::size_t at = 0; at < size && tally.records() < kRecords;) {
    const std::size_t end = std::min(front.find('\n', at), size);
    simdjson::dom::object record;
    if (parser.parse(front.data() + at, end - at).get(record) == simdjson::SUCCESS)
      tally_record(record, tally);
    at = end + 1;
  }
  return tally;
}

}  // namespace

SideSurvey survey_file(const std::filesystem::path& path, std::optional<FileSpec::Kind> kind) {
  const std::string front = front_of(path, kFront);
  FileSpec spec;
  spec.path = path;
  spec.kind = kind ? *kind : kind_of(path, front);
  SideSurvey survey;
  survey.place = path.string();
  survey.thing = stem_of(path);
  const FieldTally tally =
      spec.kind == Kind::csv ? look_at_csv(spec, front, survey) : look_at_lines(front, front.size() < kFront);
  survey.fields = tally.fields();
  survey.records = tally.records();
  survey.source = spec;
  if (survey.records == 0) {
    throw Error(ErrorKind::source, survey.place + ": no record in it that could be read")
        .hint("name a CSV file with a header, or a JSON Lines file");
  }
  rank_ids(survey);
  return survey;
}

}  // namespace counterpart
