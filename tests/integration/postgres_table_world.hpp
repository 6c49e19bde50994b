#pragma once
/// A table `t` of a PostgreSQL server that tests load.

#include <gtest/gtest.h>

#include "record/record.hpp"
#include "sink/sink.hpp"
#include "support/postgres_server.hpp"

namespace counterpart::test {

class PostgresTable : public testing::Test {
 protected:
  using Kind = ColumnType::Kind;
  using Mode = TableSpec::Mode;

  std::unique_ptr<RecordSink> open(Mode mode = Mode::replace) {
    spec_.mode = mode;
    spec_.key.clear();
    if (mode == Mode::upsert) spec_.key = {spec_.columns.front().name};
    if (spec_.url.empty()) spec_.url = server_.url(database_);
    spec_.run.id = "run-" + std::to_string(++runs_);
    return open_table(spec_, cancel_);
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
  void load(std::string_view name, Mode mode = Mode::replace) { load({Value::string(name)}, mode); }
  /// The message of the load_rolled_back error that `action` ends with.
  template <typename Action>
  static std::string failure(Action action) {
    try {
      action();
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::load_rolled_back) << error.what();
      EXPECT_FALSE(error.hint().empty()) << error.what();
      return std::string(error.what()) + " / " + error.hint();
    }
    return "no failure";
  }
  /// That of opening: before anything is read.
  std::string refusal(Mode mode = Mode::replace) {
    return failure([&] { open(mode); });
  }
  void run(const std::string& sql) { server_.run(database_, sql); }
  std::string query(const std::string& sql) { return server_.query(database_, sql); }
  std::string names() { return query("SELECT name FROM t ORDER BY name"); }

  PostgresServer& server_ = PostgresServer::instance();
  std::string database_ = server_.fresh_database();
  CancelToken cancel_;
  int runs_ = 0;
  TableSpec spec_{Mode::replace, "", Secret(), "t", {{"name", {Kind::varchar, 50}}}};
};

}  // namespace counterpart::test
