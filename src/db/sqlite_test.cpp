#include "db/sqlite.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <fstream>
#include <thread>

#include "support/temporary_directory.hpp"

namespace counterpart {
namespace {

constexpr int kLongWaitMs = 60'000;
constexpr auto kSoon = std::chrono::seconds(10);

/// A file in which another connection holds the only lock there is.
class LockedDatabase : public testing::Test {
 protected:
  LockedDatabase() { holder_.run("BEGIN EXCLUSIVE"); }

  std::filesystem::path new_file() {
    std::ofstream(folder_.path() / "data.db").flush();
    return folder_.path() / "data.db";
  }
  /// What the wait for the lock ends with.
  Error failure() {
    try {
      waiter_.run("BEGIN IMMEDIATE");
    } catch (const Error& error) {
      return error;
    }
    return {ErrorKind::internal, "got the lock"};
  }

  test::TemporaryDirectory folder_;
  std::filesystem::path file_ = new_file();
  CancelToken nobody_;
  CancelToken cancel_;
  SqliteDatabase holder_{file_, SqliteDatabase::Mode::read_write, ErrorKind::output, nobody_};
  SqliteDatabase waiter_{file_, SqliteDatabase::Mode::read_write, ErrorKind::output, cancel_};
};

TEST_F(LockedDatabase, IsGivenUpAtTheEndOfTheWait) {
  waiter_.wait_for_locks(50);
  const auto begin = std::chrono::steady_clock::now();
  const Error error = failure();
  EXPECT_EQ(error.kind(), ErrorKind::output);
  EXPECT_TRUE(error.retryable());
  EXPECT_GE(std::chrono::steady_clock::now() - begin, std::chrono::milliseconds(50));
}

TEST_F(LockedDatabase, DoesNotHoldUpACancellation) {
  waiter_.wait_for_locks(kLongWaitMs);
  const auto begin = std::chrono::steady_clock::now();
  std::thread canceller([this] { cancel_.cancel(ErrorKind::terminated); });
  EXPECT_EQ(failure().kind(), ErrorKind::terminated);
  EXPECT_LT(std::chrono::steady_clock::now() - begin, kSoon);
  canceller.join();
}

TEST_F(LockedDatabase, IsOpenedWhenTheOtherIsDone) {
  waiter_.wait_for_locks(kLongWaitMs);
  std::thread other([this] { holder_.run("COMMIT"); });
  EXPECT_EQ(failure().kind(), ErrorKind::internal) << "got the lock";
  other.join();
}

}  // namespace
}  // namespace counterpart
