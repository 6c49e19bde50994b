#pragma once
/// Reading an SQLite file of its own, for tests of the source.

#include <sqlite3.h>

#include <memory>
#include <string>

#include "source/sqlite_source.hpp"
#include "support/database_reading.hpp"
#include "support/temporary_directory.hpp"

namespace counterpart::test {

class SqliteReading : public DatabaseReading {
 protected:
  void execute(const std::string& sql) {
    sqlite3* database = nullptr;
    sqlite3_open(file().c_str(), &database);
    EXPECT_EQ(sqlite3_exec(database, sql.c_str(), nullptr, nullptr, nullptr), SQLITE_OK)
        << sqlite3_errmsg(database);
    sqlite3_close(database);
  }

  std::string file() const { return (folder_.path() / "data.db").string(); }

  std::unique_ptr<RecordStream> open(DatabaseSpec spec) override {
    spec.url = "sqlite:" + file();
    return open_sqlite_source(spec, context());
  }
  std::unique_ptr<RecordStream> open_table(const std::string& name) { return open(table(name)); }

  TemporaryDirectory folder_;
};

}  // namespace counterpart::test
