#include "sink/mysql_runs.hpp"

#include <fmt/format.h>

#include <charconv>

#include "base/utf8.hpp"
#include "sink/run_log.hpp"

namespace counterpart {
namespace {

constexpr MysqlConnection::Limits kStatusLimits{10, 30};

std::string of_target(MysqlConnection& connection, const MysqlNames& names) {
  return fmt::format("target_table = {}", connection.literal(names.target));
}

std::string of_run(MysqlConnection& connection, const MysqlNames& names, const std::string& run_id) {
  return fmt::format("{} AND run_id = {}", of_target(connection, names), connection.literal(run_id));
}

std::string literal(MysqlConnection& connection, const std::optional<std::string>& text) {
  return text ? connection.literal(*text) : "NULL";
}

std::uint64_t count(MysqlConnection& connection, const std::string& table) {
  const std::string text = connection.value("SELECT COUNT(*) FROM " + mysql_quoted(table)).value_or("0");
  std::uint64_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

/// The first run that replaced the target after this one; one that is only prepared did not.
std::optional<LoadRecord> replacing_run(MysqlConnection& connection, const MysqlNames& names,
                                        const std::string& run_id) {
  const bool waits = mysql_table_exists(connection, names.staging);
  const std::string since =
      replaced_since(kRunsTable, of_target(connection, names), "run_id = " + connection.literal(run_id));
  const auto rows = connection.rows(fmt::format("SELECT {} FROM {} WHERE {}{} ORDER BY seq LIMIT 1",
                                                runs_column_list(), kRunsTable, since,
                                                waits ? fmt::format(" AND state = '{}'", kPublished) : ""));
  if (rows.empty()) return std::nullopt;
  return runs_record(rows.front());
}

/// Whether this run loaded the target. While somebody holds the lock, the answer can change: nothing then.
std::optional<bool> is_loaded(MysqlConnection& connection, const MysqlNames& names,
                              const std::optional<MysqlRun>& run) {
  if (run && (!run->prepared || !mysql_table_exists(connection, names.staging))) return true;
  const auto is_free =
      connection.value(fmt::format("SELECT IS_FREE_LOCK({})", connection.literal(names.lock)));
  if (is_free.value_or("0") != "1") return std::nullopt;
  return false;
}

}  // namespace

void check_mysql_runs(MysqlConnection& connection) {
  const std::string name(kRunsTable);
  if (!mysql_table_exists(connection, name)) return;
  try {
    connection.rows(fmt::format("SELECT {} FROM {} LIMIT 0", runs_column_list(), name));
  } catch (const Error& error) {
    if (connection.lost() || error.kind() != ErrorKind::load_rolled_back) throw;
    throw Error(ErrorKind::load_rolled_back, error.what())
        .hint(fmt::format("if the table {} is not one of this program, rename it", name));
  }
  const auto transactions = connection.value(
      "SELECT transactions FROM information_schema.engines JOIN information_schema.tables USING (engine) "
      "WHERE "
      "table_schema = DATABASE() AND table_name = " +
      connection.literal(name));
  if (transactions.value_or("") == "YES") return;
  throw Error(ErrorKind::load_rolled_back,
              fmt::format("{}: the engine of {} has no transactions", connection.place(), name))
      .hint(fmt::format("ALTER TABLE {} ENGINE = InnoDB", name));
}

void make_mysql_runs(MysqlConnection& connection) {
  if (!mysql_table_exists(connection, std::string(kRunsTable))) connection.run(runs_ddl(Dialect::mysql));
}

void add_mysql_run(MysqlConnection& connection, const LoadRecord& record, bool prepared) {
  std::string values;
  for (const auto& value : runs_row(Dialect::mysql, record, prepared ? kPrepared : kPublished))
    values += (values.empty() ? "" : ", ") + literal(connection, value);
  connection.run(fmt::format("INSERT INTO {} ({}) VALUES ({})", kRunsTable, runs_column_list(), values));
}

void publish_mysql_run(MysqlConnection& connection, const MysqlNames& names, const std::string& run_id) {
  connection.run(fmt::format("UPDATE {} SET state = '{}', finished_at = UTC_TIMESTAMP(6) WHERE {}",
                             kRunsTable, kPublished, of_run(connection, names, run_id)));
}

void forget_mysql_run(MysqlConnection& connection, const MysqlNames& names, const std::string& run_id) {
  connection.run(fmt::format("DELETE FROM {} WHERE {} AND state = '{}'", kRunsTable,
                             of_run(connection, names, run_id), kPrepared));
}

void settle_mysql_runs(MysqlConnection& connection, const MysqlNames& names) {
  if (!mysql_table_exists(connection, std::string(kRunsTable))) return;
  const std::string prepared = fmt::format("{} AND state = '{}'", of_target(connection, names), kPrepared);
  if (mysql_table_exists(connection, names.staging)) {
    connection.run(fmt::format("DELETE FROM {} WHERE {}", kRunsTable, prepared));
  } else {
    connection.run(fmt::format("UPDATE {} SET state = '{}' WHERE {}", kRunsTable, kPublished, prepared));
  }
}

std::optional<MysqlRun> mysql_run(MysqlConnection& connection, const MysqlNames& names,
                                  const std::string& run_id) {
  if (!mysql_table_exists(connection, std::string(kRunsTable))) return std::nullopt;
  // With the staging table gone, a prepared row is that of a published run.
  const bool waits = mysql_table_exists(connection, names.staging);
  const std::string which = !run_id.empty() ? of_run(connection, names, run_id)
                            : waits
                                ? fmt::format("{} AND state = '{}'", of_target(connection, names), kPublished)
                                : of_target(connection, names);
  const auto rows = connection.rows(fmt::format("SELECT {} FROM {} WHERE {} ORDER BY seq DESC LIMIT 1",
                                                runs_column_list(), kRunsTable, which));
  if (rows.empty()) return std::nullopt;
  return MysqlRun{runs_record(rows.front()), runs_state(rows.front()) == kPrepared};
}

bool mysql_kept(MysqlConnection& connection, const MysqlNames& names, const std::string& name) {
  if (!mysql_table_exists(connection, std::string(kRunsTable))) return false;
  return connection
      .value(fmt::format("SELECT 1 FROM {} WHERE {} AND kept_as = {} LIMIT 1", kRunsTable,
                         of_target(connection, names), connection.literal(name)))
      .has_value();
}

TableStatus mysql_table_status(const TableSpec& spec, const std::string& run_id, CancelToken& cancel) {
  const ServerAddress address = server_address(spec.url, spec.tls);
  const MysqlNames names(address, spec.table);
  TableStatus status;
  status.place = fmt::format("table {} in mysql {}", printable(spec.table), address.text());
  MysqlConnection connection(address, spec.password, ErrorKind::load_unknown, cancel, kStatusLimits);
  if (!run_id.empty()) {
    const auto asked = mysql_run(connection, names, run_id);
    status.loaded_by_run = is_loaded(connection, names, asked);
    if (asked && status.loaded_by_run == true) {
      status.asked = asked->record;
      status.replaced = replacing_run(connection, names, run_id);
    }
  }
  // Last, so that the table of a run that is being published is not missed.
  status.exists = mysql_table_exists(connection, names.target);
  if (status.exists) status.rows = count(connection, names.target);
  if (const auto latest = mysql_run(connection, names, "")) status.latest = latest->record;
  return status;
}

}  // namespace counterpart
