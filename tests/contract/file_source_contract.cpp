// CSV and JSON Lines files in the contract suite of all sources.
#include <fstream>

#include "contract/source_contract.hpp"
#include "record/json_writer.hpp"
#include "source/csv_source.hpp"
#include "source/jsonl_source.hpp"
#include "support/temporary_directory.hpp"

namespace counterpart::test {
namespace {

std::string csv_cell(const Value& value) {
  if (value.is_null()) return "";
  std::string text = "\"";
  for (const char c : to_text(value)) text.append(c == '"' ? 2 : 1, c);
  return text + "\"";
}

class CsvWorld final : public SourceWorld {
 public:
  std::unique_ptr<RecordStream> open(const SourceTable& table, const SourceContext& context) override {
    FileSpec spec;
    spec.path = folder_.path() / "people.csv";
    std::ofstream file(spec.path, std::ios::binary);
    for (const SourceTable::Column& column : table.columns) {
      file << (&column == &table.columns.front() ? "" : ",") << column.name;
    }
    for (const auto& row : table.rows) {
      for (const Cell& cell : row) file << (&cell == &row.front() ? "\n" : ",") << csv_cell(cell.value());
    }
    file << '\n';
    file.close();
    return open_csv_source(spec, context);
  }

 private:
  TemporaryDirectory folder_;
};

class JsonlWorld final : public SourceWorld {
 public:
  std::unique_ptr<RecordStream> open(const SourceTable& table, const SourceContext& context) override {
    FileSpec spec;
    spec.kind = FileSpec::Kind::jsonl;
    spec.path = folder_.path() / "people.jsonl";
    std::ofstream file(spec.path, std::ios::binary);
    for (const auto& row : table.rows) file << line(table, row) << '\n';
    file.close();
    return open_jsonl_source(spec, context);
  }

 private:
  static std::string line(const SourceTable& table, const std::vector<Cell>& row) {
    std::string json = "{";
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (!row[i]) continue;
      if (json.size() > 1) json += ',';
      append_json_string(json, table.columns[i].name);
      json += ':';
      append_json_value(json, *row[i]);
    }
    return json + "}";
  }

  TemporaryDirectory folder_;
};

SourceQuirks csv_quirks() {
  SourceQuirks quirks;
  quirks.origin = [](std::size_t index) { return Origin{Origin::Kind::line, index + 2, 0}; };
  quirks.typed = false;
  return quirks;
}

SourceQuirks jsonl_quirks() {
  SourceQuirks quirks;
  quirks.origin = [](std::size_t index) { return Origin{Origin::Kind::line, index + 1, 0}; };
  quirks.has_missing_fields = true;
  quirks.knows_fields_before = false;
  return quirks;
}

INSTANTIATE_TEST_SUITE_P(Csv, SourceContract,
                         testing::Values(SourceCase{csv_quirks(),
                                                    [] { return std::make_unique<CsvWorld>(); }}));
INSTANTIATE_TEST_SUITE_P(Jsonl, SourceContract,
                         testing::Values(SourceCase{jsonl_quirks(),
                                                    [] { return std::make_unique<JsonlWorld>(); }}));

}  // namespace
}  // namespace counterpart::test
