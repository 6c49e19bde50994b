#include "base/worker.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <stdexcept>
#include <vector>

namespace counterpart {

TEST(Worker, DoesJobsOneAfterTheOther) {
  std::vector<int> done;
  Worker worker;
  for (int i = 0; i < 100; ++i) worker.start([&done, i] { done.push_back(i); });
  worker.wait();
  ASSERT_EQ(done.size(), 100u);
  for (int i = 0; i < 100; ++i) EXPECT_EQ(done[static_cast<std::size_t>(i)], i);
}

TEST(Worker, WorksBesideItsOwner) {
  std::atomic<bool> go{false};
  Worker worker;
  worker.start([&go] { go.wait(false); });
  go = true;  // not reached if the job ran here
  go.notify_all();
  worker.wait();
}

TEST(Worker, TellsOfAFailureOnce) {
  Worker worker;
  worker.start([] { throw std::runtime_error("no"); });
  EXPECT_THROW(worker.wait(), std::runtime_error);
  worker.wait();
  worker.start([] { throw std::runtime_error("no"); });
  bool second = false;
  EXPECT_THROW(worker.start([&second] { second = true; }), std::runtime_error);
  worker.wait();
  EXPECT_FALSE(second);
}

TEST(Worker, FinishesWhatItBegan) {
  std::atomic<int> done{0};
  {
    Worker worker;
    worker.start([&done] { ++done; });
  }
  EXPECT_EQ(done, 1);
  const Worker idle;
  (void)idle;
}

TEST(Worker, WaitsForNothingWhenIdle) {
  Worker worker;
  worker.wait();
}

}  // namespace counterpart
