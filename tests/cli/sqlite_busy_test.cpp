// An SQLite target that another program uses: it is waited for so long, and no longer.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sqlite3.h>

#include <fcntl.h>
#include <csignal>
#include <thread>

#include "base/file.hpp"
#include "cli/load_faults.hpp"
#include "support/sqlite_tables.hpp"

namespace counterpart::test {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr auto kPatience = std::chrono::seconds(10);  ///< of the program
constexpr auto kMostOfARun = std::chrono::seconds(30);
constexpr int kLocked = 10;
/// More looks at the file than a run without a lock in its way takes before it writes, so that it waits by
/// then.
constexpr unsigned kLooks = 40;

std::unique_ptr<TableWorld> make_sqlite(const std::filesystem::path& folder) {
  return std::make_unique<SqliteTables>(folder / "warehouse.db");
}

/// A connection of another program.
class Other {
 public:
  explicit Other(const LoadJob& job) { sqlite3_open(job.place().path("out/warehouse.db").c_str(), &handle_); }
  ~Other() { sqlite3_close(handle_); }
  Other(const Other&) = delete;
  Other& operator=(const Other&) = delete;

  int run(const char* sql) { return sqlite3_exec(handle_, sql, nullptr, nullptr, nullptr); }
  void write() { ASSERT_EQ(run("BEGIN IMMEDIATE"), SQLITE_OK); }
  void read() { ASSERT_EQ(run("BEGIN; SELECT COUNT(*) FROM people"), SQLITE_OK); }
  void end() { ASSERT_EQ(run("ROLLBACK"), SQLITE_OK); }

 private:
  sqlite3* handle_ = nullptr;
};

/// True while somebody wants to write and keeps new readers out (https://www.sqlite.org/lockingv3.html).
bool waits_for_readers(int file) {
  constexpr off_t kPendingByte = 0x40000000;
  struct flock lock {};
  lock.l_type = F_RDLCK;
  lock.l_whence = SEEK_SET;
  lock.l_start = kPendingByte;
  lock.l_len = 1;
  return ::fcntl(file, F_GETLK, &lock) == 0 && lock.l_type == F_WRLCK;
}

class BusySqlite : public ::testing::Test {
 protected:
  BusySqlite() { job_.reset(); }

  void expect_given_up(Program& program) {
    const Ended ended = program.wait();
    EXPECT_EQ(ended.exit_code, kLocked) << ended.err;
    EXPECT_GE(ended.after, kPatience);
    EXPECT_LT(ended.after, kMostOfARun);
    EXPECT_THAT(ended.err, HasSubstr("warehouse.db"));
    EXPECT_THAT(job_.judge(ended, {{kLocked}}), IsEmpty());
  }

  LoadJob& job_ = LoadJob::of({make_sqlite, Loading::replace});
};

TEST_F(BusySqlite, IsLoadedOnceAWriterIsDone) {
  Other writer(job_);
  writer.write();
  Program program(job_.start({.calls = "pread", .on = "warehouse.db", .at = kLooks, .deed = "STOP"}));
  ASSERT_TRUE(program.stands_still()) << "it did not wait";
  writer.end();
  program.send(SIGCONT);
  EXPECT_THAT(job_.judge(program.wait(), {{0}}), IsEmpty());
}

TEST_F(BusySqlite, IsLoadedOnceAReaderIsDone) {
  // Closed behind the reader, since that would take its locks away.
  const Descriptor file(::open(job_.place().path("out/warehouse.db").c_str(), O_RDONLY | O_CLOEXEC));
  Other reader(job_);
  reader.read();
  Program program(job_.start());
  while (!waits_for_readers(file.get()) && !program.has_ended()) std::this_thread::yield();
  ASSERT_FALSE(program.has_ended()) << "it did not wait";
  reader.end();
  EXPECT_THAT(job_.judge(program.wait(), {{0}}), IsEmpty());
}

TEST_F(BusySqlite, IsGivenUpIfAWriterStays) {
  Other writer(job_);
  writer.write();
  Program program(job_.start());
  expect_given_up(program);
  writer.end();
  EXPECT_THAT(job_.judge_rerun(), IsEmpty());
}

TEST_F(BusySqlite, IsGivenUpIfAReaderStays) {
  Other reader(job_);
  reader.read();
  Program program(job_.start());
  expect_given_up(program);
  reader.end();
  EXPECT_THAT(job_.judge_rerun(), IsEmpty());
}

TEST_F(BusySqlite, DoesNotHoldUpASignal) {
  Other writer(job_);
  writer.write();
  Program program(job_.start({.calls = "pread", .on = "warehouse.db", .at = kLooks, .deed = "STOP"}));
  ASSERT_TRUE(program.stands_still());
  program.send(SIGTERM);
  program.send(SIGCONT);
  const Ended ended = program.wait();
  EXPECT_LT(ended.after, kPatience);
  EXPECT_THAT(job_.judge(ended, {{143}}), IsEmpty());
}

}  // namespace
}  // namespace counterpart::test
