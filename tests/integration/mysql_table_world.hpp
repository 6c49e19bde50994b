#pragma once
/// A table `t` of a MySQL server that tests load.

#include <gtest/gtest.h>

#include <chrono>
#include <thread>

#include "record/record.hpp"
#include "sink/sink.hpp"
#include "support/mariadb_server.hpp"

namespace counterpart::test {

class MysqlTable : public testing::Test {
 protected:
  using Kind = ColumnType::Kind;
  using Mode = TableSpec::Mode;

  std::unique_ptr<RecordSink> open(Mode mode = Mode::replace) { return open(mode, cancel_); }
  std::unique_ptr<RecordSink> open(Mode mode, CancelToken& cancel) {
    spec_.mode = mode;
    if (spec_.url.empty()) spec_.url = server_.url(database_);
    spec_.run.id = "run-" + std::to_string(++runs_);
    return open_table(spec_, cancel);
  }
  static void push(RecordSink& sink, const std::vector<Value>& row) {
    RecordBatch batch;
    for (const Value& value : row) append_value(batch.arena(), value);
    batch.end_record();
    sink.push(batch);
  }
  void load(const std::vector<Value>& row, Mode mode = Mode::replace) {
    const auto sink = open(mode);
    push(*sink, row);
    sink->prepare();
    sink->commit();
  }
  /// The message of the load_rolled_back error that the load ends with.
  std::string failure(const std::vector<Value>& row, Mode mode = Mode::replace) {
    try {
      load(row, mode);
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::load_rolled_back) << error.what();
      EXPECT_FALSE(error.hint().empty()) << error.what();
      return error.what();
    }
    return "no failure";
  }
  /// Until a RENAME TABLE of this database waits for a lock, half a minute at most.
  void await_waiting_rename() {
    const auto limit = std::chrono::steady_clock::now() + std::chrono::seconds(30);
    const std::string sql =
        "SELECT COUNT(*) FROM information_schema.processlist WHERE db = DATABASE() AND info LIKE 'RENAME%' "
        "AND state LIKE '%metadata lock%'";
    while (server_.query(database_, sql) != "1\n") {
      ASSERT_LT(std::chrono::steady_clock::now(), limit) << "no rename";
      std::this_thread::yield();
    }
  }
  std::string tables() {
    return server_.query(database_,
                         "SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE() "
                         "AND table_name <> 'counterpart_runs' ORDER BY table_name");
  }

  MariadbServer& server_ = MariadbServer::instance();
  std::string database_ = server_.fresh_database();
  CancelToken cancel_;
  int runs_ = 0;
  TableSpec spec_{Mode::replace, "", Secret(), "t", {{"name", {Kind::varchar, 50}}}};
};

}  // namespace counterpart::test
