#include "sink/postgres_load.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>

#include "base/utf8.hpp"
#include "sink/postgres_lock.hpp"
#include "sink/postgres_runs.hpp"
#include "sink/run_log.hpp"

namespace counterpart {
namespace {

constexpr int kAttempts = 3;
constexpr const char* kStaging = "pg_temp.counterpart_new";

bool in_key(const PostgresTarget& target, const PostgresTarget::Field& field) {
  return std::find(target.key.begin(), target.key.end(), field.name) != target.key.end();
}

std::string column_list(const PostgresTarget& target, const char* prefix = "") {
  std::vector<std::string> names;
  for (const auto& field : target.fields) names.push_back(prefix + postgres_quoted(field.name));
  return fmt::format("{}", fmt::join(names, ", "));
}

std::string key_list(const PostgresTarget& target) {
  std::vector<std::string> names;
  for (const std::string& name : target.key) names.push_back(postgres_quoted(name));
  return fmt::format("{}", fmt::join(names, ", "));
}

std::string same_key(const PostgresTarget& target) {
  std::vector<std::string> equal;
  for (const std::string& name : target.key)
    equal.push_back(fmt::format("t.{0} = s.{0}", postgres_quoted(name)));
  return fmt::format("{}", fmt::join(equal, " AND "));
}

/// "a = s.a, …" of what is not in the key.
std::string assignments(const PostgresTarget& target, const char* from) {
  std::vector<std::string> sets;
  for (const auto& field : target.fields) {
    if (!in_key(target, field))
      sets.push_back(fmt::format("{0} = {1}.{0}", postgres_quoted(field.name), from));
  }
  return fmt::format("{}", fmt::join(sets, ", "));
}

/// "" if the key is all that the rows have.
std::string update_sql(const PostgresTarget& target) {
  const std::string sets = assignments(target, "s");
  if (sets.empty()) return "";
  return fmt::format("UPDATE {} AS t SET {} FROM {} AS s WHERE {}", target.relation.quoted(), sets, kStaging,
                     same_key(target));
}

/// Rows that are there already are left out, although ON CONFLICT would take them: each would use up a number
/// of the table's own id. What another session inserts meanwhile, it takes.
std::string insert_missing_sql(const PostgresTarget& target) {
  const std::string sets = assignments(target, "excluded");
  return fmt::format(
      "INSERT INTO {0} ({1}) SELECT {2} FROM {3} AS s WHERE NOT EXISTS (SELECT FROM {0} AS t WHERE {4}) ON "
      "CONFLICT ({5}) DO {6}",
      target.relation.quoted(), column_list(target), column_list(target, "s."), kStaging, same_key(target),
      key_list(target), sets.empty() ? "NOTHING" : "UPDATE SET " + sets);
}

/// What is filled while the load goes on, and takes the place of the kept table at its end.
std::string old_name(const PostgresTarget& target) {
  return target.relation.quoted(fmt::format("counterpart_old_{:016x}", postgres_lock_key(target.relation)));
}

std::string keep_sql(const PostgresTarget& target) {
  return fmt::format("CREATE TABLE {} AS SELECT * FROM {}", old_name(target), target.relation.quoted());
}

PostgresRelation kept_table(PostgresConnection& connection, const TableSpec& spec,
                            const PostgresTarget& target) {
  return find_postgres_relation(connection, target.relation.schema, spec.keep_previous);
}

void check_kept_table(PostgresConnection& connection, const TableSpec& spec, const PostgresTarget& target) {
  const PostgresRelation kept = kept_table(connection, spec, target);
  if (!kept.exists()) return;
  const std::string place = "table " + printable(spec.table);
  if (!postgres_kept(connection, target.relation, spec.keep_previous))
    throw kept_name_taken(place, spec.keep_previous);
  const auto row = connection
                       .rows(
                           "SELECT pg_has_role(relowner, 'USAGE'), EXISTS (SELECT FROM pg_depend WHERE "
                           "refclassid = 'pg_class'::regclass AND refobjid = c.oid AND deptype = 'n') FROM "
                           "pg_class c WHERE oid = $1::oid",
                           {kept.oid})
                       .at(0);
  if (row[0] == "t" && row[1] == "f") return;
  throw Error(
      ErrorKind::load_rolled_back,
      fmt::format("{}: '{}', which the last run kept, cannot go: {}", place, printable(spec.keep_previous),
                  row[0] == "t" ? "other objects, such as views, depend on it" : "another user owns it"))
      .hint("give keep_previous another name, or drop what is in the way");
}

/// Numbers of rows begin at 1 again where the user owns what counts them: a table that is replaced every day
/// would run out of them, and a run after a failed one would give others.
void restart_numbers(PostgresConnection& connection, const PostgresTarget& target) {
  for (const auto& row : connection.rows("SELECT a.attname, d.objid::regclass FROM pg_depend d JOIN pg_class "
                                         "s ON s.oid = d.objid AND s.relkind = "
                                         "'S' JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = "
                                         "d.refobjsubid WHERE d.classid = "
                                         "'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass AND "
                                         "d.refobjid = $1::oid AND d.deptype "
                                         "IN ('a', 'i') AND pg_has_role(s.relowner, 'USAGE')",
                                         {target.relation.oid})) {
    const bool filled = std::any_of(target.fields.begin(), target.fields.end(),
                                    [&](const auto& field) { return field.name == row[0]; });
    if (!filled) connection.run("ALTER SEQUENCE " + row[1].value_or("") + " RESTART");
  }
}

}  // namespace

void try_postgres_load(PostgresConnection& connection, const TableSpec& spec, const PostgresTarget& target) {
  const std::string table = target.relation.quoted();
  if (!has_postgres_runs(connection, target.relation)) make_postgres_runs(connection, target.relation);
  check_postgres_runs(connection, target.relation);
  if (!spec.keep_previous.empty()) check_kept_table(connection, spec, target);
  if (!target.relation.exists()) {
    make_postgres_table(connection, spec);
    return;
  }
  connection.run(
      fmt::format("INSERT INTO {0} ({1}) SELECT {1} FROM {0} WHERE false", table, column_list(target)));
  switch (spec.mode) {
    case TableSpec::Mode::append: break;
    case TableSpec::Mode::replace:
      connection.run("DELETE FROM " + table + " WHERE false");
      if (!spec.keep_previous.empty()) connection.run(keep_sql(target) + " WITH NO DATA");
      break;
    case TableSpec::Mode::upsert:
      make_postgres_staging(connection, target);
      merge_postgres_staging(connection, target);
      break;
  }
}

void lock_postgres_table(PostgresConnection& connection, const TableSpec& spec,
                         const PostgresTarget& target) {
  const bool alone = spec.mode == TableSpec::Mode::replace;
  connection.run(fmt::format("LOCK TABLE {} IN {} MODE", target.relation.quoted(),
                             alone ? "SHARE ROW EXCLUSIVE" : "ROW EXCLUSIVE"));
}

void make_postgres_table(PostgresConnection& connection, const TableSpec& spec) {
  connection.run(ddl(Dialect::postgres, spec.table, spec.columns, spec.key));
}

std::uint64_t empty_postgres_table(PostgresConnection& connection, const TableSpec& spec,
                                   const PostgresTarget& target) {
  if (!spec.keep_previous.empty()) {
    check_kept_table(connection, spec, target);
    connection.run(keep_sql(target));
  }
  const std::uint64_t rows = connection.run("DELETE FROM " + target.relation.quoted());
  restart_numbers(connection, target);
  return rows;
}

void keep_postgres_table(PostgresConnection& connection, const TableSpec& spec,
                         const PostgresTarget& target) {
  const PostgresRelation kept = kept_table(connection, spec, target);
  if (kept.exists()) connection.run("DROP TABLE " + kept.quoted());
  connection.run(fmt::format("ALTER TABLE {} RENAME TO {}", old_name(target), postgres_quoted(kept.name)));
}

void make_postgres_staging(PostgresConnection& connection, const PostgresTarget& target) {
  connection.run(
      fmt::format("CREATE TEMPORARY TABLE counterpart_new ON COMMIT DROP AS SELECT {} FROM {} WITH NO DATA",
                  column_list(target), target.relation.quoted()));
  connection.run(fmt::format("CREATE UNIQUE INDEX ON {} ({})", kStaging, key_list(target)));
}

std::uint64_t merge_postgres_staging(PostgresConnection& connection, const PostgresTarget& target) {
  const std::string update = update_sql(target);
  if (!update.empty()) connection.run(update);
  connection.run(insert_missing_sql(target));
  return count_postgres_rows(connection, fmt::format("{} AS s JOIN {} AS t ON {}", kStaging,
                                                     target.relation.quoted(), same_key(target)));
}

std::string postgres_copy_sql(const PostgresTarget& target, bool staging) {
  return fmt::format("COPY {} ({}) FROM STDIN (FORMAT binary)", staging ? kStaging : target.relation.quoted(),
                     column_list(target));
}

std::uint64_t count_postgres_rows(PostgresConnection& connection, const std::string& from) {
  const std::string text = connection.rows("SELECT count(*) FROM " + from).at(0)[0].value_or("");
  std::uint64_t rows = 0;
  std::from_chars(text.data(), text.data() + text.size(), rows);
  return rows;
}

void with_postgres_retries(PostgresConnection& connection, const std::function<void()>& action) {
  constexpr std::string_view kInTheWay[] = {"40001", "40P01", "55P03"};
  for (int attempt = 1;; ++attempt) {
    connection.run("SAVEPOINT attempt");
    try {
      action();
      connection.run("RELEASE SAVEPOINT attempt");
      return;
    } catch (const Error&) {
      const bool in_the_way = std::find(std::begin(kInTheWay), std::end(kInTheWay), connection.sql_state()) !=
                              std::end(kInTheWay);
      if (connection.lost() || !in_the_way || attempt == kAttempts) throw;
      connection.run("ROLLBACK TO SAVEPOINT attempt");
    }
  }
}

}  // namespace counterpart
