#pragma once
/// A database of the test program's PostgreSQL server as a world of tables.

#include "support/postgres_server.hpp"
#include "support/table_world.hpp"

namespace counterpart::test {

/// It has a collation "caseless".
class PostgresTables final : public TableWorld {
 public:
  PostgresTables() {
    run("CREATE COLLATION caseless (provider = icu, locale = 'und-u-ks-level2', deterministic = false)");
  }
  std::string url() const override { return server_.url(database_); }
  void run(const std::string& sql) override { server_.run(database_, sql); }
  /// Booleans are 1 and 0, as the other databases write them.
  std::string query(const std::string& sql) override {
    std::string cells = "\n" + server_.query(database_, sql);
    const auto separates = [](char c) { return c == '|' || c == '\n'; };
    for (std::size_t i = 1; i + 1 < cells.size(); ++i) {
      if (!separates(cells[i - 1]) || !separates(cells[i + 1])) continue;
      if (cells[i] == 't') cells[i] = '1';
      if (cells[i] == 'f') cells[i] = '0';
    }
    return cells.substr(1);
  }
  std::string tables() override {
    return query(
        "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND "
        "relname "
        "<> 'counterpart_runs' ORDER BY relname");
  }

  void await_quiet() override { server_.await_no_connections(database_); }
  void end_sessions() override { server_.terminate_connections(database_); }

 private:
  PostgresServer& server_ = PostgresServer::instance();
  std::string database_ = server_.fresh_database();
};

}  // namespace counterpart::test
