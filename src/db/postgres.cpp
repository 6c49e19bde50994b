#include "db/postgres.hpp"

#include <fmt/format.h>

#include <charconv>
#include <string_view>

#include "db/libpq.hpp"
#include "db/postgres_copy_in.hpp"
#include "db/postgres_link.hpp"
#include "db/postgres_rows.hpp"

namespace counterpart {
namespace {

/// What no account or database may change. Times and floats are texts where the server writes them.
constexpr std::string_view kSession =
    "SET LOCAL TimeZone = 'UTC'; SET LOCAL DateStyle = 'ISO, YMD'; "
    "SET LOCAL IntervalStyle = 'postgres'; SET LOCAL extra_float_digits = 3; SET LOCAL bytea_output = 'hex'; "
    "SET LOCAL standard_conforming_strings = on; SET LOCAL statement_timeout = 0; "
    "SET LOCAL lock_timeout = '60s'; SET LOCAL idle_in_transaction_session_timeout = 0";
constexpr int kTransactionTimeoutVersion = 170'000;

/// "COPY (EXPLAIN …)" is no SQL; some servers know no COPY, or not in binary.
bool cannot_copy(const PostgresFailure& failure) {
  return failure.sql_state == "42601" || failure.sql_state == "0A000";
}

/// Gives the rows that the last statement changed.
std::uint64_t take_all(PostgresLink& link) {
  std::uint64_t changed = 0;
  while (const PostgresResult result = link.result()) {
    if (PQresultStatus(result.get()) != PGRES_COMMAND_OK && PQresultStatus(result.get()) != PGRES_TUPLES_OK)
      link.fail(failure_of(result.get()));
    changed = changed_rows(result.get());
  }
  return changed;
}

}  // namespace

PostgresConnection::PostgresConnection(const ServerAddress& address, const Secret& password, ErrorKind kind,
                                       CancelToken& cancel, Limits limits)
    : link_(std::make_unique<PostgresLink>(address, password, kind, cancel, limits.connect, limits.answer)) {}

PostgresConnection::~PostgresConnection() = default;

void PostgresConnection::begin(std::string_view mode) {
  // A server that does not know what its bytes mean fails at the first text that is no UTF-8; asked for the
  // bytes as they are, it leaves that to us, record by record.
  const bool unknown = setting("server_encoding") == "SQL_ASCII";
  std::string sql = fmt::format("BEGIN {}; {}; SET LOCAL client_encoding = {}", mode, kSession,
                                unknown ? "SQL_ASCII" : "UTF8");
  if (PQserverVersion(link_->handle()) >= kTransactionTimeoutVersion)
    sql += "; SET LOCAL transaction_timeout = 0";
  link_->send_all(sql);
  take_all(*link_);
}

std::uint64_t PostgresConnection::run(const std::string& sql, const Parameters& parameters) {
  link_->send(sql, parameters, PostgresLink::Answer::text);
  return take_all(*link_);
}

std::vector<PostgresConnection::Row> PostgresConnection::rows(const std::string& sql,
                                                              const Parameters& parameters) {
  link_->send(sql, parameters, PostgresLink::Answer::text);
  std::vector<Row> all;
  while (const PostgresResult result = link_->result()) {
    if (PQresultStatus(result.get()) != PGRES_TUPLES_OK) link_->fail(failure_of(result.get()));
    for (int row = 0; row < PQntuples(result.get()); ++row) {
      Row& values = all.emplace_back(static_cast<std::size_t>(PQnfields(result.get())));
      for (int column = 0; column < PQnfields(result.get()); ++column) {
        if (PQgetisnull(result.get(), row, column) == 0)
          values[static_cast<std::size_t>(column)] = PQgetvalue(result.get(), row, column);
      }
    }
  }
  return all;
}

std::vector<PostgresColumn> PostgresConnection::describe(const std::string& sql) {
  link_->send_prepare(sql);
  take_all(*link_);
  link_->send_describe();
  std::vector<PostgresColumn> columns;
  while (const PostgresResult result = link_->result()) {
    if (PQresultStatus(result.get()) != PGRES_COMMAND_OK) link_->fail(failure_of(result.get()));
    for (int i = 0; i < PQnfields(result.get()); ++i)
      columns.push_back({PQfname(result.get(), i), PQftype(result.get(), i)});
  }
  return columns;
}

std::unique_ptr<PostgresRows> PostgresConnection::copy(const std::string& query, std::size_t columns) {
  run("SAVEPOINT before_copy");
  // The line break ends a comment that the query may hold.
  link_->send("COPY (" + query + "\n) TO STDOUT (FORMAT binary)", {}, PostgresLink::Answer::text);
  const PostgresResult result = link_->result();
  if (!result) link_->fail();
  if (PQresultStatus(result.get()) == PGRES_COPY_OUT) return read_copy(*link_, columns);
  const PostgresFailure failure = failure_of(result.get());
  if (!cannot_copy(failure)) link_->fail(failure);
  while (link_->result()) {
  }
  run("ROLLBACK TO SAVEPOINT before_copy");
  return nullptr;
}

std::unique_ptr<PostgresRows> PostgresConnection::stream(const std::string& sql, std::size_t columns) {
  link_->send(sql, {}, PostgresLink::Answer::binary_rows);
  return read_single_rows(*link_, columns);
}

std::unique_ptr<PostgresCopyIn> PostgresConnection::copy_in(const std::string& sql) {
  return std::make_unique<PostgresCopyIn>(*link_, sql);
}

void PostgresConnection::commit() {
  link_->send("COMMIT", {}, PostgresLink::Answer::text);
  bool committed = false;
  while (const PostgresResult result = link_->result()) {
    if (PQresultStatus(result.get()) != PGRES_COMMAND_OK) link_->fail(failure_of(result.get()));
    committed = std::string_view(PQcmdStatus(result.get())) == "COMMIT";
  }
  // Of a transaction that had failed, the server makes a ROLLBACK without calling it an error.
  if (!committed) link_->fail({"25P02", "the transaction was rolled back"});
}

std::string PostgresConnection::setting(const char* name) const {
  const char* const value = PQparameterStatus(link_->handle(), name);
  return value == nullptr ? "" : value;
}

bool PostgresConnection::lost() const noexcept {
  return link_->lost();
}

const std::string& PostgresConnection::sql_state() const noexcept {
  return link_->sql_state();
}

void PostgresConnection::outlast_cancellation() {
  link_->outlast_cancellation();
}

const std::string& PostgresConnection::place() const noexcept {
  return link_->place();
}

ErrorKind PostgresConnection::kind() const noexcept {
  return link_->kind();
}

std::string postgres_quoted(std::string_view name) {
  std::string quoted = "\"";
  for (const char c : name) quoted.append(c == '"' ? 2 : 1, c);
  return quoted + '"';
}

}  // namespace counterpart
