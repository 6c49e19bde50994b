#include "sink/postgres_runs.hpp"

#include <fmt/format.h>

#include <charconv>

#include "base/utf8.hpp"
#include "sink/postgres_lock.hpp"
#include "sink/run_log.hpp"

namespace counterpart {
namespace {

constexpr PostgresConnection::Limits kStatusLimits{std::chrono::seconds(10), std::chrono::seconds(60)};

std::string runs_table(const PostgresRelation& target) {
  return target.quoted(kRunsTable);
}

/// The first run that replaced the target after this one.
std::optional<LoadRecord> replacing_run(PostgresConnection& connection, const PostgresRelation& target,
                                        const std::string& run_id) {
  const std::string runs = runs_table(target);
  const auto rows =
      connection.rows(fmt::format("SELECT {} FROM {} WHERE {} ORDER BY seq LIMIT 1", runs_column_list(), runs,
                                  replaced_since(runs, "target_table = $1", "run_id = $2")),
                      {target.name, run_id});
  if (rows.empty()) return std::nullopt;
  return runs_record(rows.front());
}

/// Whether the run that is asked for loaded the target.
void look_for_run(PostgresConnection& connection, const PostgresRelation& target, const std::string& run_id,
                  TableStatus& status) {
  // In this order: who has let the lock go has written its row before.
  const bool busy = holder_of_postgres_lock(connection, postgres_lock_key(target)).has_value();
  status.asked = postgres_run(connection, target, run_id);
  // A standby may not have the row yet, and knows nothing of the lock.
  const bool standby = connection.rows("SELECT pg_is_in_recovery()").at(0)[0] == "t";
  if (status.asked || (!standby && !busy)) status.loaded_by_run = status.asked.has_value();
  if (status.asked) status.replaced = replacing_run(connection, target, run_id);
}

}  // namespace

bool has_postgres_runs(PostgresConnection& connection, const PostgresRelation& target) {
  return find_postgres_relation(connection, target.schema, std::string(kRunsTable)).exists();
}

void make_postgres_runs(PostgresConnection& connection, const PostgresRelation& target) {
  connection.run("SAVEPOINT runs");
  try {
    connection.run(runs_ddl(Dialect::postgres, runs_table(target)));
  } catch (const Error&) {
    // Another run has just made it: the server then finds it there, or its name in an index of its own.
    if (connection.lost() || (connection.sql_state() != "23505" && connection.sql_state() != "42P07")) throw;
    connection.run("ROLLBACK TO SAVEPOINT runs");
  }
}

void check_postgres_runs(PostgresConnection& connection, const PostgresRelation& target) {
  try {
    connection.run(fmt::format("INSERT INTO {0} ({1}) SELECT {1} FROM {0} WHERE false", runs_table(target),
                               runs_column_list()));
  } catch (const Error& error) {
    if (connection.lost() || !connection.sql_state().starts_with("42") || connection.sql_state() == "42501")
      throw;
    throw Error(ErrorKind::load_rolled_back, error.what())
        .hint(fmt::format("if the table {} is not one of this program, rename it", kRunsTable));
  }
}

void add_postgres_run(PostgresConnection& connection, const PostgresRelation& target,
                      const LoadRecord& record) {
  std::string values;
  PostgresConnection::Parameters parameters;
  for (const auto& value : runs_row(Dialect::postgres, record, kPublished)) {
    if (value) parameters.push_back(*value);
    values += (values.empty() ? "" : ", ") + (value ? fmt::format("${}", parameters.size()) : "NULL");
  }
  connection.run(
      fmt::format("INSERT INTO {} ({}) VALUES ({})", runs_table(target), runs_column_list(), values),
      parameters);
}

std::optional<LoadRecord> postgres_run(PostgresConnection& connection, const PostgresRelation& target,
                                       const std::string& run_id) {
  if (!has_postgres_runs(connection, target)) return std::nullopt;
  PostgresConnection::Parameters parameters{target.name};
  if (!run_id.empty()) parameters.push_back(run_id);
  const auto rows = connection.rows(
      fmt::format("SELECT {} FROM {} WHERE target_table = $1{} ORDER BY seq DESC LIMIT 1", runs_column_list(),
                  runs_table(target), run_id.empty() ? "" : " AND run_id = $2"),
      parameters);
  if (rows.empty()) return std::nullopt;
  return runs_record(rows.front());
}

bool postgres_kept(PostgresConnection& connection, const PostgresRelation& target, const std::string& name) {
  if (!has_postgres_runs(connection, target)) return false;
  return !connection
              .rows(fmt::format("SELECT 1 FROM {} WHERE target_table = $1 AND kept_as = $2 LIMIT 1",
                                runs_table(target)),
                    {target.name, name})
              .empty();
}

TableStatus postgres_table_status(const TableSpec& spec, const std::string& run_id, CancelToken& cancel) {
  const ServerAddress address = server_address(spec.url, spec.tls);
  TableStatus status;
  status.place = fmt::format("table {} in postgres {}", printable(spec.table), address.text());
  PostgresConnection connection(address, spec.password, ErrorKind::load_unknown, cancel, kStatusLimits);
  connection.begin("ISOLATION LEVEL READ COMMITTED READ ONLY");
  if (!run_id.empty())
    look_for_run(connection, find_postgres_relation(connection, spec.table), run_id, status);
  // Last, so that the table of a run that is being published is not missed.
  const PostgresRelation target = find_postgres_relation(connection, spec.table);
  status.exists = target.exists();
  if (status.exists) {
    const std::string text =
        connection.rows("SELECT count(*) FROM " + target.quoted()).at(0)[0].value_or("0");
    std::from_chars(text.data(), text.data() + text.size(), status.rows);
  }
  status.latest = postgres_run(connection, target, "");
  return status;
}

}  // namespace counterpart
