#pragma once
/// Reading an SQLite file of its own, for tests of the source.

#include <gtest/gtest.h>
#include <sqlite3.h>

#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "record/record.hpp"
#include "source/sqlite_source.hpp"
#include "support/temporary_directory.hpp"

namespace counterpart::test {

class SqliteReading : public testing::Test {
 protected:
  void execute(const std::string& sql) {
    sqlite3* database = nullptr;
    sqlite3_open(file().c_str(), &database);
    EXPECT_EQ(sqlite3_exec(database, sql.c_str(), nullptr, nullptr, nullptr), SQLITE_OK)
        << sqlite3_errmsg(database);
    sqlite3_close(database);
  }

  std::string file() const { return (folder_.path() / "data.db").string(); }

  std::unique_ptr<RecordStream> open(DatabaseSpec spec) {
    spec.url = "sqlite:" + file();
    return open_sqlite_source(spec, SourceContext{read_, progress_, cancel_, 1 << 20});
  }
  std::unique_ptr<RecordStream> open_table(const std::string& table) {
    DatabaseSpec spec;
    spec.table = table;
    return open(spec);
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

  std::string failure(const DatabaseSpec& spec) {
    try {
      all(*open(spec));
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::source);
      return error.what();
    }
    return "";
  }

  TemporaryDirectory folder_;
  ReadSpec read_{.fields = {{.name = "id"}, {.name = "name"}}, .id = 0};
  SideProgress progress_;
  CancelToken cancel_;
  std::deque<std::string> kept_;
  std::vector<Reject> rejects_;
};

}  // namespace counterpart::test
