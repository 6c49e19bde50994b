#pragma once
/// Reading a MySQL database of its own, for tests of the source.

#include <memory>
#include <string>

#include "source/mysql_source.hpp"
#include "support/database_reading.hpp"
#include "support/mariadb_server.hpp"

namespace counterpart::test {

class MysqlReading : public DatabaseReading {
 protected:
  std::unique_ptr<RecordStream> open(DatabaseSpec spec) override {
    spec.kind = DatabaseSpec::Kind::mysql;
    if (spec.url.empty()) spec.url = server_.url(database_);
    return open_mysql_source(spec, context());
  }
  /// A table `t` of 300,000 rows: far more than the buffers of a socket.
  void make_large_table() {
    server_.run_all(database_, {"CREATE TABLE t (id INT PRIMARY KEY, name VARCHAR(100))",
                                "INSERT INTO t SELECT seq, REPEAT('n', 60) FROM seq_1_to_300000"});
  }

  MariadbServer& server_ = MariadbServer::instance();
  std::string database_ = server_.fresh_database();
};

}  // namespace counterpart::test
