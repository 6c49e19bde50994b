#include "source/survey/table_survey.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/digest.hpp"
#include "base/size.hpp"
#include "base/utf8.hpp"
#include "db/url.hpp"
#include "record/record.hpp"
#include "source/survey/field_tally.hpp"
#include "source/survey/field_words.hpp"

namespace counterpart {
namespace {

constexpr unsigned kRows = 1000;
constexpr std::uint64_t kMemory = 32 << 20;

/// Points for each thing that people have.
int likeness(const CatalogueTable& table) {
  int roles[6] = {};
  bool key = false;
  for (const CatalogueColumn& column : table.columns) {
    ++roles[static_cast<int>(role_of(column.name))];
    key = key || column.key;
  }
  const auto has = [&roles](FieldRole role) { return roles[static_cast<int>(role)] != 0; };
  const bool both_names = has(FieldRole::last_name) && has(FieldRole::first_name);
  const int names = both_names ? 8 : has(FieldRole::last_name) ? 4 : has(FieldRole::full_name) ? 3 : 0;
  return names + (has(FieldRole::email) ? 2 : 0) + (has(FieldRole::activity) ? 1 : 0) + (key ? 1 : 0);
}

std::string sample_query(const CatalogueTable& table, ReadSpec& read) {
  std::string sql;
  for (const CatalogueColumn& column : table.columns) {
    if (column.binary) continue;
    if (column.key) read.id = read.fields.size();
    read.fields.push_back({.name = column.name});
    sql += (sql.empty() ? "SELECT " : ", ") + column.quoted;
  }
  return fmt::format("{} FROM {} LIMIT {}", sql, table.quoted, kRows);
}

void tally(const RecordBatch& batch, const ReadSpec& read, FieldTally& fields) {
  std::vector<Value> values;
  for (std::size_t row = 0; row < batch.size(); ++row) {
    unpack(batch.record(row), values);
    if (!fields.begin(digest64(batch.record(row)))) continue;
    for (std::size_t i = 0; i < values.size(); ++i) fields.value(read.fields[i].name, values[i]);
  }
}

/// "sqlite:crm.db", "mysql db.example.com:3306/crm".
std::string place_of(const DatabaseSpec& spec) {
  switch (spec.kind) {
    case DatabaseSpec::Kind::mysql: return "mysql " + parse_mysql_url(spec.url).text();
    case DatabaseSpec::Kind::postgres: return "postgres " + parse_postgres_url(spec.url).text();
    case DatabaseSpec::Kind::sqlite: break;
  }
  return printable(spec.url);
}

}  // namespace

std::size_t rank_tables(std::vector<CatalogueTable>& tables, std::string_view thing) {
  const std::string one = singular(plain_word(thing));
  const auto rank = [&one](const CatalogueTable& table) {
    const bool called_so = singular(plain_word(table.name)) == one;
    return std::tuple(-likeness(table), called_so ? 0 : 1, table.view ? 1 : 0);
  };
  std::stable_sort(tables.begin(), tables.end(),
                   [&rank](const auto& a, const auto& b) { return rank(a) < rank(b); });
  return static_cast<std::size_t>(
      std::count_if(tables.begin(), tables.end(),
                    [&](const CatalogueTable& table) { return rank(table) == rank(tables.front()); }));
}

SideSurvey survey_table(const DatabaseSpec& spec, const CatalogueTable& table, CancelToken& cancel) {
  SideSurvey survey;
  DatabaseSpec chosen = spec;
  chosen.table = table.name;
  survey.source = chosen;
  survey.place = place_of(spec) + ", table " + printable(table.name);
  survey.thing = table.name.substr(table.name.rfind('.') + 1);

  ReadSpec read;
  DatabaseSpec sample = spec;
  sample.table.clear();
  sample.query = sample_query(table, read);
  if (read.fields.empty())
    throw Error(ErrorKind::source, survey.place + ": has no column that can be read")
        .hint("choose another table");
  SideProgress progress;
  const auto rows = open_source(sample, {read, progress, cancel, kMemory});
  FieldTally fields;
  // An empty table has its columns all the same.
  for (const Field& field : read.fields) fields.value(field.name, Value::null());
  // Rows that cannot be used as a whole, such as one with a null in the key, say nothing about the others.
  for (RecordBatch batch; rows->next(batch);) tally(batch, read, fields);
  survey.records = fields.records();
  survey.fields = fields.fields();
  for (FieldSurvey& field : survey.fields) {
    const auto column =
        std::find_if(table.columns.begin(), table.columns.end(),
                     [&field](const CatalogueColumn& known) { return known.name == field.name; });
    field.key = column != table.columns.end() && column->key;
  }
  rank_ids(survey);
  return survey;
}

}  // namespace counterpart
