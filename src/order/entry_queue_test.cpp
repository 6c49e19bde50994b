#include "order/entry_queue.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <latch>
#include <thread>

#include "support/temporary_directory.hpp"

namespace counterpart {
namespace {

using std::chrono::milliseconds;

class Queue : public ::testing::Test {
 protected:
  static std::unique_ptr<MemoryRun> run_of(unsigned number) {
    auto run = std::make_unique<MemoryRun>();
    for (unsigned i = 0; i < 3; ++i) run->add({fmt::format("{:05}", 3 * number + i), "payload", 3});
    return run;
  }
  /// All keys that come out, as numbers.
  static std::vector<int> drained(EntryQueue& queue) {
    std::vector<int> keys;
    const auto stream = read_queue(queue);
    while (const Entry* entry = stream->next()) {
      EXPECT_EQ(entry->payload, "payload");
      EXPECT_EQ(entry->head, 3U);
      keys.push_back(std::stoi(std::string(entry->key)));
    }
    return keys;
  }
  static std::vector<int> counted(int count) {
    std::vector<int> numbers(static_cast<std::size_t>(count));
    for (int i = 0; i < count; ++i) numbers[static_cast<std::size_t>(i)] = i;
    return numbers;
  }

  QueueLimits limits(std::optional<milliseconds> patience) const { return {2, patience, folder_.path()}; }

  test::TemporaryDirectory folder_;
  CancelToken cancel_;
};

TEST_F(Queue, KeepsTheOrderWhereTheConsumerComesLate) {
  EntryQueue queue(limits(milliseconds(0)), cancel_);
  for (unsigned number = 0; number < 40; ++number) queue.push(run_of(number));
  queue.close();
  EXPECT_GT(queue.spilled_bytes(), 0U);
  EXPECT_EQ(drained(queue), counted(120));
}

TEST_F(Queue, KeepsTheOrderWhereTheConsumerFallsBehindAndCatchesUp) {
  EntryQueue queue(limits(milliseconds(0)), cancel_);
  std::latch half(1);
  std::jthread producer([&] {
    for (unsigned number = 0; number < 2000; ++number) {
      queue.push(run_of(number));
      if (number == 1000) half.count_down();
    }
    queue.close();
  });
  half.wait();
  EXPECT_EQ(drained(queue), counted(6000));
}

TEST_F(Queue, WithoutALimitToItsPatienceWritesNothing) {
  EntryQueue queue(limits(std::nullopt), cancel_);
  std::jthread producer([&] {
    for (unsigned number = 0; number < 200; ++number) queue.push(run_of(number));
    queue.close();
  });
  EXPECT_EQ(drained(queue), counted(600));
  producer.join();
  EXPECT_EQ(queue.spilled_bytes(), 0U);
}

TEST_F(Queue, LeavesNoFileBehind) {
  {
    EntryQueue queue(limits(milliseconds(0)), cancel_);
    for (unsigned number = 0; number < 40; ++number) queue.push(run_of(number));
    EXPECT_TRUE(std::filesystem::is_empty(folder_.path()));
  }
  EXPECT_TRUE(std::filesystem::is_empty(folder_.path()));
}

TEST_F(Queue, GivesTheErrorBehindWhatCameBeforeIt) {
  EntryQueue queue(limits(milliseconds(0)), cancel_);
  for (unsigned number = 0; number < 5; ++number) queue.push(run_of(number));
  queue.close(std::make_exception_ptr(Error(ErrorKind::source, "the connection is gone")));
  std::size_t entries = 0;
  try {
    const auto stream = read_queue(queue);
    while (stream->next() != nullptr) ++entries;
    FAIL() << "no error came";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::source);
  }
  EXPECT_EQ(entries, 15U);
}

TEST_F(Queue, ThatIsFullIsLeftByACancellation) {
  EntryQueue queue(limits(std::nullopt), cancel_);
  queue.push(run_of(0));
  queue.push(run_of(1));
  std::jthread canceller([this] { cancel_.cancel(ErrorKind::interrupted); });
  EXPECT_THROW(while (true) queue.push(run_of(2)), Error);
}

TEST_F(Queue, ThatIsEmptyIsLeftByACancellation) {
  EntryQueue queue(limits(std::nullopt), cancel_);
  std::jthread canceller([this] { cancel_.cancel(ErrorKind::interrupted); });
  EXPECT_THROW(queue.pop(), Error);
}

}  // namespace
}  // namespace counterpart
