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
    spec.columns = {{"name", {ColumnType::Kind::text, 0}}, {"at", {ColumnType::Kind::timestamp, 0}}};
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
  static void push(RecordSink& sink) {
    RecordBatch batch;
    append_value(batch.arena(), Value::string("Ada"));
    append_value(batch.arena(), Value::timestamp(1'000'000));
    batch.end_record();
    sink.push(batch);
  }

  test::TemporaryDirectory folder_;
  std::filesystem::path file_ = folder_.path() / "warehouse.db";
  CancelToken cancel_;
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

TEST_F(SqliteTable, IsLockedWhileAnotherProgramWrites) {
  sqlite3* other = nullptr;
  sqlite3_open(file_.c_str(), &other);
  sqlite3_exec(other, "CREATE TABLE x (y); BEGIN IMMEDIATE", nullptr, nullptr, nullptr);
  EXPECT_EQ(failure(), ErrorKind::locked);
  sqlite3_close(other);
  EXPECT_EQ(failure(), ErrorKind::internal) << "free again";
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

}  // namespace
}  // namespace counterpart
