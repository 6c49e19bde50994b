#pragma once
/// What every table sink promises, as one suite. A database declares a world; its test file says
///   INSTANTIATE_TEST_SUITE_P(Sqlite, TableContract, testing::Values(TableCase{[] { return
///   std::make_unique<SqliteTables>(); }}));
/// and its test program lists contract/table_contract.cpp, which holds the tests.

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "record/value.hpp"
#include "sink/sink.hpp"
#include "support/table_world.hpp"

namespace counterpart::test {

struct TableCase {
  std::function<std::unique_ptr<TableWorld>()> make_world;
  /// What a second sink of the same process gets while the first one lives.
  ErrorKind second_sink = ErrorKind::locked;
  /// A column type whose collation takes texts that differ in case for the same.
  std::string caseless_type = {};
  /// Gives `name` of `people` a collation that tells texts apart by their bytes; "" where it has one.
  std::string make_binary = {};
  bool takes_nul = true;  ///< a text can hold a NUL
};

class TableContract : public testing::TestWithParam<TableCase> {
 protected:
  TableContract();
  /// Loads into `people (name varchar(50), active boolean, seen date)` as `spec_` says, by the key `name`
  /// where the mode has one; each time as another run: "run-1", "run-2", …
  std::unique_ptr<RecordSink> open(TableSpec::Mode mode);
  static void push(RecordSink& sink, const std::vector<std::vector<Value>>& rows);
  void load(TableSpec::Mode mode, const std::vector<std::vector<Value>>& rows);
  TableStatus status(const std::string& run_id = "") { return table_status(spec_, run_id, cancel_); }
  std::string people() { return world_->query("SELECT name, active, seen FROM people ORDER BY id"); }

  std::unique_ptr<TableWorld> world_ = GetParam().make_world();
  CancelToken cancel_;
  TableSpec spec_;
  int runs_ = 0;
};

/// A row of `people`, seen on 2 February 2017.
std::vector<Value> person(std::string_view name, bool active);

/// The error that `action` ends with; of kind internal if there is none.
template <typename Action>
Error failure(Action action) {
  try {
    action();
  } catch (const Error& error) {
    return error;
  }
  return {ErrorKind::internal, "nothing failed"};
}

}  // namespace counterpart::test
