#pragma once
/// Reading a MySQL database of its own, for tests of the source.

#include <gtest/gtest.h>

#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "record/record.hpp"
#include "source/mysql_source.hpp"
#include "support/mariadb_server.hpp"

namespace counterpart::test {

class MysqlReading : public testing::Test {
 protected:
  std::unique_ptr<RecordStream> open(DatabaseSpec spec) {
    spec.kind = DatabaseSpec::Kind::mysql;
    if (spec.url.empty()) spec.url = server_.url(database_);
    return open_mysql_source(spec, SourceContext{read_, progress_, cancel_, 1 << 20});
  }
  static DatabaseSpec table(const std::string& name) {
    DatabaseSpec spec;
    spec.table = name;
    return spec;
  }
  void want(const std::vector<std::string>& names) {
    read_.fields.clear();
    for (const std::string& name : names) read_.fields.push_back({.name = name});
  }

  std::vector<std::vector<Value>> all(RecordStream& stream) {
    std::vector<std::vector<Value>> rows;
    RecordBatch batch;
    while (stream.next(batch)) {
      for (std::size_t i = 0; i < batch.size(); ++i)
        unpack(kept_.emplace_back(batch.record(i)), rows.emplace_back());
      rejects_.insert(rejects_.end(), batch.rejects().begin(), batch.rejects().end());
    }
    return rows;
  }
  std::vector<std::vector<Value>> all(const DatabaseSpec& spec) { return all(*open(spec)); }
  /// The reasons of the rejects so far, with their origins.
  std::vector<std::string> reasons() const {
    std::vector<std::string> lines;
    for (const Reject& reject : rejects_) lines.push_back(reject.origin.text() + ": " + reject.reason);
    return lines;
  }
  /// The message of the error that reading ends with.
  std::string failure(const DatabaseSpec& spec) {
    try {
      all(*open(spec));
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::source);
      EXPECT_FALSE(error.hint().empty()) << error.what();
      return error.what();
    }
    return "no failure";
  }
  /// A table `t` of 300,000 rows: far more than the buffers of a socket.
  void make_large_table() {
    server_.run_all(database_, {"CREATE TABLE t (id INT PRIMARY KEY, name VARCHAR(100))",
                                "INSERT INTO t SELECT seq, REPEAT('n', 60) FROM seq_1_to_300000"});
  }

  MariadbServer& server_ = MariadbServer::instance();
  std::string database_ = server_.fresh_database();
  ReadSpec read_{.fields = {{.name = "id"}, {.name = "name"}}, .id = 0};
  SideProgress progress_;
  CancelToken cancel_;
  std::deque<std::string> kept_;
  std::vector<Reject> rejects_;
};

}  // namespace counterpart::test
