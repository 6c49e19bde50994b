#pragma once
/// Reading a PostgreSQL database of its own, for tests of the source.

#include <memory>
#include <string>

#include "source/postgres_source.hpp"
#include "support/database_reading.hpp"
#include "support/postgres_server.hpp"

namespace counterpart::test {

class PostgresReading : public DatabaseReading {
 protected:
  std::unique_ptr<RecordStream> open(DatabaseSpec spec) override {
    spec.kind = DatabaseSpec::Kind::postgres;
    if (spec.url.empty()) spec.url = server_.url(database_);
    return open_postgres_source(spec, context());
  }
  /// A table `t` of 300,000 rows: far more than the buffers of a socket.
  void make_large_table() {
    server_.run_all(database_, {"CREATE TABLE t (id int PRIMARY KEY, name text)",
                                "INSERT INTO t SELECT g, repeat('n', 60) FROM generate_series(1, 300000) g"});
  }

  PostgresServer& server_ = PostgresServer::instance();
  std::string database_ = server_.fresh_database();
};

}  // namespace counterpart::test
