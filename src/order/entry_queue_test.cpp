#include "order/entry_queue.hpp"

#include <gtest/gtest.h>

#include <future>
#include <string>
#include <thread>

#include "support/temporary_directory.hpp"

namespace counterpart {
namespace {

constexpr std::chrono::milliseconds kNoPatience(0);

std::unique_ptr<MemoryRun> run_of(const std::string& name) {
  auto run = std::make_unique<MemoryRun>();
  for (const char* number : {"1", "2", "3"}) run->add({name, number});
  return run;
}

/// Keys and payloads, one after the other.
std::string all_of(EntryQueue& queue) {
  const auto stream = read_queue(queue);
  std::string text;
  Entry entry;
  while (stream->next(entry)) text += std::string(entry.key) + std::string(entry.payload) + " ";
  return text;
}

class Queue : public testing::Test {
 protected:
  QueueLimits limits(std::size_t runs, std::optional<std::chrono::milliseconds> patience) const {
    return {.runs = runs, .patience = patience, .folder = folder_.path()};
  }

  test::TemporaryDirectory folder_;
  CancelToken cancel_;
};

TEST_F(Queue, LetsTheProducerFinishWhileTheConsumerTakesNothing) {
  EntryQueue queue(limits(1, kNoPatience), cancel_);
  std::promise<void> finished;
  std::string got;
  std::thread consumer([&] {
    finished.get_future().wait();
    got = all_of(queue);
  });
  for (const char* name : {"a", "b", "c", "d"}) queue.push(run_of(name));
  queue.close();
  finished.set_value();
  consumer.join();
  EXPECT_EQ(got, "a1 a2 a3 b1 b2 b3 c1 c2 c3 d1 d2 d3 ");
  EXPECT_GT(queue.spilled_bytes(), 0U);
}

TEST_F(Queue, KeepsTheOrderOfRunsInMemoryBehindSpilledOnes) {
  EntryQueue queue(limits(1, kNoPatience), cancel_);
  queue.push(run_of("a"));
  queue.push(run_of("b"));  // no room: to the disk
  const std::uint64_t spilled = queue.spilled_bytes();
  EXPECT_GT(spilled, 0U);
  ASSERT_EQ(queue.pop()->entry(0).key, "a");
  queue.push(run_of("c"));  // there is room again
  EXPECT_EQ(queue.spilled_bytes(), spilled);
  queue.push(run_of("d"));
  EXPECT_GT(queue.spilled_bytes(), spilled);
  queue.close();
  EXPECT_EQ(all_of(queue), "b1 b2 b3 c1 c2 c3 d1 d2 d3 ");
}

TEST_F(Queue, UsesNoDiskForAConsumerThatKeepsUp) {
  EntryQueue queue(limits(2, kNoPatience), cancel_);
  for (int i = 0; i < 100; ++i) {
    queue.push(run_of("k"));
    ASSERT_EQ(queue.pop()->size(), 3U);
  }
  EXPECT_EQ(queue.spilled_bytes(), 0U);
}

TEST_F(Queue, WithoutAPatienceTheProducerWaits) {
  EntryQueue queue(limits(1, std::nullopt), cancel_);
  std::thread producer([&] {
    for (const char* name : {"a", "b", "c"}) queue.push(run_of(name));
    queue.close();
  });
  EXPECT_EQ(all_of(queue), "a1 a2 a3 b1 b2 b3 c1 c2 c3 ");
  producer.join();
  EXPECT_EQ(queue.spilled_bytes(), 0U);
}

TEST_F(Queue, HandsTheErrorOutBehindWhatWasSpilled) {
  EntryQueue queue(limits(1, kNoPatience), cancel_);
  queue.push(run_of("a"));
  queue.push(run_of("b"));
  queue.close(std::make_exception_ptr(Error(ErrorKind::source, "the server is gone")));
  EXPECT_EQ(queue.pop()->entry(0).key, "a");
  EXPECT_EQ(queue.pop()->entry(0).key, "b");
  EXPECT_THROW(queue.pop(), Error);
}

TEST_F(Queue, AProducerThatWaitsIsEndedByACancellation) {
  EntryQueue queue(limits(1, std::nullopt), cancel_);
  queue.push(run_of("a"));
  auto producer = std::async(std::launch::async, [&] { queue.push(run_of("b")); });
  cancel_.cancel(ErrorKind::interrupted);
  EXPECT_THROW(producer.get(), Error);
}

TEST_F(Queue, TakesEmptyKeysAndPayloadsToTheDiskAndBack) {
  EntryQueue queue(limits(1, kNoPatience), cancel_);
  queue.push(run_of("a"));
  auto odd = std::make_unique<MemoryRun>();
  odd->add({"", std::string(300'000, 'x')});
  odd->add({std::string("\0\1", 2), ""});
  queue.push(std::move(odd));
  queue.close();
  ASSERT_TRUE(queue.pop());
  const auto back = queue.pop();
  ASSERT_EQ(back->size(), 2U);
  EXPECT_EQ(back->entry(0).key, "");
  EXPECT_EQ(back->entry(0).payload, std::string(300'000, 'x'));
  EXPECT_EQ(back->entry(1).key, std::string("\0\1", 2));
}

TEST_F(Queue, ADiskThatTakesNothingIsTheProducersError) {
  EntryQueue queue({.runs = 1, .patience = kNoPatience, .folder = folder_.path() / "missing"}, cancel_);
  queue.push(run_of("a"));
  try {
    queue.push(run_of("b"));
    FAIL() << "no error";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::output);
  }
}

}  // namespace
}  // namespace counterpart
