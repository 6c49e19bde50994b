#include "sink/sqlite_table.hpp"

#include <gtest/gtest.h>
#include <sqlite3.h>
#include <sys/file.h>

#include <fcntl.h>
#include <unistd.h>
#include <fstream>

#include "record/record.hpp"
#include "support/temporary_directory.hpp"

namespace counterpart {
namespace {

class SqliteTable : public testing::Test {
 protected:
  std::unique_ptr<RecordSink> open() {
    TableSpec spec;
    spec.url = "sqlite:" + file_.string();
    spec.table = "t";
    spec.columns = {{"name", {kind_, 0}}, {"at", {ColumnType::Kind::timestamp, 0}}};
    spec.mode = mode_;
    if (mode_ == TableSpec::Mode::upsert) spec.key = {"at"};
    spec.run.id = "run-" + std::to_string(++runs_);
    return open_sqlite_table(spec, cancel_);
  }
  ErrorKind failure() {
    try {
      open();
    } catch (const Error& error) {
      return error.kind();
    }
    return ErrorKind::internal;
  }
  /// Runs SQL behind the sink's back and gives the first value, if there is one.
  std::string run(const std::string& sql) {
    sqlite3* other = nullptr;
    sqlite3_open(file_.c_str(), &other);
    std::string first;
    const auto keep = [](void* text, int, char** values, char**) {
      *static_cast<std::string*>(text) = values[0] == nullptr ? "NULL" : values[0];
      return 0;
    };
    EXPECT_EQ(sqlite3_exec(other, sql.c_str(), keep, &first, nullptr), SQLITE_OK) << sqlite3_errmsg(other);
    sqlite3_close(other);
    return first;
  }
  static void push(RecordSink& sink, std::string_view name = "Ada") { push(sink, Value::string(name)); }
  static void push(RecordSink& sink, Value name) {
    RecordBatch batch;
    append_value(batch.arena(), name);
    append_value(batch.arena(), Value::timestamp(1'000'000));
    batch.end_record();
    sink.push(batch);
  }

  test::TemporaryDirectory folder_;
  std::filesystem::path file_ = folder_.path() / "warehouse.db";
  CancelToken cancel_;
  int runs_ = 0;
  ColumnType::Kind kind_ = ColumnType::Kind::text;
  TableSpec::Mode mode_ = TableSpec::Mode::replace;
};

TEST_F(SqliteTable, LeavesNoFileWhenTheRunIsAbandoned) {
  {
    const auto sink = open();
    push(*sink);
    sink->prepare();
  }
  EXPECT_TRUE(std::filesystem::is_empty(folder_.path()));
}

TEST_F(SqliteTable, LeavesNoFileWhenItCannotBegin) {
  file_ = folder_.path() / "no" / "warehouse.db";
  EXPECT_EQ(failure(), ErrorKind::output);
  EXPECT_TRUE(std::filesystem::is_empty(folder_.path()));
}

TEST_F(SqliteTable, MakesAFileThatOnlyItsOwnerReads) {
  const auto sink = open();
  push(*sink);
  sink->prepare();
  sink->commit();
  EXPECT_EQ(std::filesystem::status(file_).permissions(),
            std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
}

TEST_F(SqliteTable, RefusesAFileThatIsNoDatabaseAndLeavesIt) {
  std::ofstream(file_) << std::string(4096, 'x');
  EXPECT_EQ(failure(), ErrorKind::output);
  EXPECT_EQ(std::filesystem::file_size(file_), 4096u);
}

TEST_F(SqliteTable, LocksOutAnotherProcess) {
  const int held = ::open(file_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  ASSERT_EQ(::flock(held, LOCK_EX | LOCK_NB), 0);
  EXPECT_EQ(failure(), ErrorKind::locked);
  EXPECT_TRUE(std::filesystem::exists(file_));
  ::close(held);
  EXPECT_EQ(failure(), ErrorKind::internal) << "free again";
}

TEST_F(SqliteTable, RefusesAFileThatAnotherOutputOfTheJobLoads) {
  const auto first = open();
  // Another name of the same file is no other file.
  std::filesystem::create_hard_link(file_, folder_.path() / "link.db");
  for (const char* name : {"warehouse.db", "link.db"}) {
    file_ = folder_.path() / name;
    try {
      open();
      FAIL() << "both hold " << name;
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::load_rolled_back);
      EXPECT_EQ(error.what(), "two outputs of this job load tables of " + file_.string());
      EXPECT_EQ(error.hint(), "give each a file of its own");
    }
  }
  push(*first);
  first->prepare();
  first->commit();
  EXPECT_EQ(run("SELECT name FROM t"), "Ada");
}

TEST_F(SqliteTable, NoticesRowsThatATriggerAdds) {
  sqlite3* other = nullptr;
  sqlite3_open(file_.c_str(), &other);
  sqlite3_exec(other,
               "CREATE TABLE t (name, at); CREATE TRIGGER more AFTER INSERT ON t WHEN new.name = 'Ada' BEGIN "
               "INSERT INTO t VALUES ('x', 'y'); END",
               nullptr, nullptr, nullptr);
  sqlite3_close(other);
  const auto sink = open();
  push(*sink);
  try {
    sink->prepare();
    FAIL() << "the count was not looked at";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::load_rolled_back);
  }
}

TEST_F(SqliteTable, RefusesAColumnThatWouldMakeNumbersOfTexts) {
  using Kind = ColumnType::Kind;
  for (const char* type : {"STRING", "NUMERIC", "INTEGER", "charint", "REAL", "double", "DATE", "ANY"}) {
    run(std::string("DROP TABLE IF EXISTS t; CREATE TABLE t (name ") + type + ", at)");
    for (const Kind kind : {Kind::text, Kind::varchar, Kind::any}) {
      kind_ = kind;
      EXPECT_EQ(failure(), ErrorKind::load_rolled_back) << type;
    }
    kind_ = Kind::integer;
    EXPECT_EQ(failure(), ErrorKind::internal) << "a number may go to " << type;
  }
}

/// A double is exact up to 53 bits.
TEST_F(SqliteTable, RefusesAColumnThatWouldRoundWholeNumbers) {
  using Kind = ColumnType::Kind;
  for (const char* type : {"REAL", "double", "DOUBLE PRECISION", "FLOAT(9)", "decimal real"}) {
    run(std::string("DROP TABLE IF EXISTS t; CREATE TABLE t (name ") + type + ", at)");
    kind_ = Kind::bigint;
    try {
      open();
      FAIL() << type << " was opened";
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::load_rolled_back);
      EXPECT_NE(error.hint().find("as INTEGER in place of"), std::string::npos) << error.hint();
    }
    for (const Kind kind : {Kind::integer, Kind::boolean, Kind::real}) {
      kind_ = kind;
      EXPECT_EQ(failure(), ErrorKind::internal) << type << " holds these";
    }
  }
  run("DROP TABLE t; CREATE TABLE t (name REAL, at TEXT) STRICT");
  kind_ = Kind::bigint;
  EXPECT_EQ(failure(), ErrorKind::load_rolled_back);
}

TEST_F(SqliteTable, KeepsWholeNumbersInColumnsOfOtherTypes) {
  kind_ = ColumnType::Kind::bigint;
  for (const char* type :
       {"INTEGER", "floating point", "NUMERIC", "DECIMAL(5,2)", "BIGINT", "BLOB REAL", ""}) {
    run(std::string("DROP TABLE IF EXISTS t; CREATE TABLE t (name ") + type + ", at)");
    const auto sink = open();
    push(*sink, Value::int64(9'007'199'254'740'993));
    sink->prepare();
    sink->commit();
    EXPECT_EQ(run("SELECT typeof(name) || ' ' || name FROM t"), "integer 9007199254740993") << type;
  }
}

TEST_F(SqliteTable, RefusesAGeneratedColumn) {
  for (const char* how : {"STORED", "VIRTUAL"}) {
    run(std::string("DROP TABLE IF EXISTS t; CREATE TABLE t (name TEXT GENERATED ALWAYS AS ('x') ") + how +
        ", at)");
    for (const TableSpec::Mode mode :
         {TableSpec::Mode::replace, TableSpec::Mode::append, TableSpec::Mode::upsert}) {
      mode_ = mode;
      try {
        open();
        FAIL() << how << " was opened";
      } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::load_rolled_back);
        EXPECT_NE(std::string(error.what()).find("'name' is generated"), std::string::npos) << error.what();
      }
    }
  }
}

TEST_F(SqliteTable, LeavesGeneratedColumnsToSqlite) {
  run("CREATE TABLE t (name TEXT, at, length INT AS (length(name)) STORED, loud AS (upper(name)))");
  for (const TableSpec::Mode mode : {TableSpec::Mode::replace, TableSpec::Mode::append}) {
    mode_ = mode;
    const auto sink = open();
    push(*sink);
    sink->prepare();
    sink->commit();
  }
  EXPECT_EQ(run("SELECT group_concat(length || loud) FROM t"), "3ADA,3ADA");
}

TEST_F(SqliteTable, KeepsTextsThatLookLikeNumbers) {
  for (const char* type : {"name TEXT, at", "name nvarchar(9), at", "name CLOB, at", "name BLOB, at",
                           "name, at", "Name ANY, at TEXT) STRICT; --"}) {
    run(std::string("DROP TABLE IF EXISTS t; CREATE TABLE t (") + type + ")");
    const auto sink = open();
    push(*sink, "01234");
    sink->prepare();
    sink->commit();
    EXPECT_EQ(run("SELECT typeof(name) || ' ' || name FROM t"), "text 01234") << type;
  }
}

}  // namespace
}  // namespace counterpart
