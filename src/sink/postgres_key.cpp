#include "sink/postgres_key.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>

#include "base/utf8.hpp"
#include "sink/load_tally.hpp"

namespace counterpart {
namespace {

struct UniqueIndex {
  std::vector<std::string> columns;
  std::string likeness;  ///< the column that takes different texts for the same; empty: none does
};

/// One that is checked at the end of a transaction can be no arbiter of ON CONFLICT.
std::vector<UniqueIndex> unique_indexes(PostgresConnection& connection, const PostgresRelation& relation) {
  std::map<std::string, UniqueIndex> indexes;
  for (const auto& row : connection.rows(
           "SELECT i.indexrelid, a.attname, ic.collisdeterministic IS FALSE OR cc.collisdeterministic IS FALSE "
           "OR t.typname = 'citext' OR b.typname = 'citext' FROM pg_index i CROSS JOIN LATERAL "
           "generate_series(0, i.indnkeyatts - 1) AS k JOIN pg_attribute a ON a.attrelid = i.indrelid AND "
           "a.attnum = i.indkey[k] JOIN pg_type t ON t.oid = a.atttypid LEFT JOIN pg_type b ON b.oid = "
           "t.typbasetype LEFT JOIN pg_collation ic ON ic.oid = i.indcollation[k] LEFT JOIN pg_collation cc ON "
           "cc.oid = a.attcollation WHERE i.indrelid = $1::oid AND i.indisunique AND i.indisvalid AND "
           "i.indimmediate AND i.indpred IS NULL AND i.indexprs IS NULL",
           {relation.oid})) {
    UniqueIndex& index = indexes[row[0].value_or("")];
    index.columns.push_back(row[1].value_or(""));
    if (row[2] == "t") index.likeness = index.columns.back();
  }
  std::vector<UniqueIndex> all;
  for (const auto& [oid, index] : indexes) all.push_back(index);
  return all;
}

bool is_key(const std::vector<std::string>& columns, const std::vector<std::string>& key) {
  return columns.size() == key.size() && std::is_permutation(columns.begin(), columns.end(), key.begin());
}

Error refused(const TableSpec& spec, const std::string& why) {
  return {ErrorKind::load_rolled_back, fmt::format("table {}: {}", printable(spec.table), why)};
}

}  // namespace

void check_postgres_key(PostgresConnection& connection, const TableSpec& spec, const PostgresTarget& target) {
  std::string likeness;
  for (const UniqueIndex& index : unique_indexes(connection, target.relation)) {
    if (!is_key(index.columns, target.key)) continue;
    if (index.likeness.empty()) return;
    likeness = index.likeness;
  }
  if (!likeness.empty()) {
    throw refused(
        spec, fmt::format("its key column '{}' has a collation or type that takes different texts for the same",
                          printable(likeness)))
        .hint("give it a deterministic collation, or take columns of numbers for the key");
  }
  std::vector<std::string> quoted;
  for (const std::string& name : target.key) quoted.push_back(postgres_quoted(name));
  throw refused(spec, fmt::format("no unique index is over exactly the key ({})", key_text(spec)))
      .hint(printable(fmt::format("make one: ALTER TABLE {} ADD UNIQUE ({})", postgres_quoted(spec.table),
                                  fmt::join(quoted, ", "))));
}

}  // namespace counterpart
