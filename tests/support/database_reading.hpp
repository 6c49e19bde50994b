#pragma once
/// Reading a database of a test's own: what tests of its source share.

#include <gtest/gtest.h>

#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "record/record.hpp"
#include "source/source.hpp"

namespace counterpart::test {

class DatabaseReading : public testing::Test {
 protected:
  /// Opens the source of the test's database; `spec` says what of it.
  virtual std::unique_ptr<RecordStream> open(DatabaseSpec spec) = 0;

  static DatabaseSpec table(const std::string& name) {
    DatabaseSpec spec;
    spec.table = name;
    return spec;
  }
  static DatabaseSpec query(const std::string& sql) {
    DatabaseSpec spec;
    spec.query = sql;
    return spec;
  }
  void want(const std::vector<std::string>& names) {
    read_.fields.clear();
    for (const std::string& name : names) read_.fields.push_back({.name = name});
  }
  SourceContext context() { return {read_, progress_, cancel_, 1 << 20}; }

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
  /// The message of the error that reading ends with: one line of cause, and a hint.
  std::string failure(const DatabaseSpec& spec) {
    try {
      all(spec);
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::source);
      EXPECT_FALSE(error.hint().empty()) << error.what();
      EXPECT_EQ(std::string(error.what()).find('\n'), std::string::npos) << error.what();
      return error.what();
    }
    return "no failure";
  }

  ReadSpec read_{.fields = {{.name = "id"}, {.name = "name"}}, .id = 0};
  SideProgress progress_;
  CancelToken cancel_;
  std::deque<std::string> kept_;
  std::vector<Reject> rejects_;
};

}  // namespace counterpart::test
