// A disk that is full, or damaged, from the n-th write, flush or rename of a run that loads a table and
// writes three files: for every n.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "cli/load_faults.hpp"

namespace counterpart::test {

GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(DiskFaults);

namespace {

using ::testing::IsEmpty;

const std::set<std::string> kCalls{"write", "pwrite", "fsync", "fdatasync", "ftruncate", "rename", "link"};
/// Of files alone: a pipe and a socket have no slash.
constexpr const char* kOnDisk = "/";
/// 6 of the table, 9 of a file; 7 where COMMIT failed and the database cannot be asked what became of it.
/// What is published by the time of the fault is borne.
const Promise kRefused{{0, 6, 7, 9}};

std::string words(const std::set<std::string>& calls) {
  std::string list;
  for (const std::string& call : calls) list += (list.empty() ? "" : ",") + call;
  return list;
}

unsigned calls_on_disk(const LoadJob& job) {
  return static_cast<unsigned>(
      std::count_if(job.calls().begin(), job.calls().end(), [](const CountedCall& call) {
        return kCalls.contains(call.call) && call.place.find(kOnDisk) != std::string::npos;
      }));
}

/// True if the run failed.
bool meet(LoadJob& job, Fault fault) {
  fault.calls = words(kCalls);
  fault.on = kOnDisk;
  SCOPED_TRACE(description(fault, job.calls()));
  job.reset();
  const Ended ended = run_program(job.start(fault));
  EXPECT_THAT(job.judge(ended, kRefused), IsEmpty());
  EXPECT_THAT(job.judge_rerun(), IsEmpty());
  return ended.exit_code != 0;
}

/// Half of a write still fits, and nothing after it, until somebody makes room.
TEST_P(DiskFaults, AFullDiskLeavesEverythingAsItWas) {
  LoadJob job(GetParam());
  unsigned failed = 0;
  const unsigned calls = calls_on_disk(job);
  for (unsigned at = 1; at <= calls; ++at)
    failed += meet(job, {.at = at, .deed = "ENOSPC", .onwards = true, .half = true}) ? 1 : 0;
  EXPECT_GT(failed, calls / 2);
  RecordProperty("fault_points", static_cast<int>(failed));
}

/// One call fails, and all after it work again: nobody may take the one for done.
TEST_P(DiskFaults, ADamagedDiskLeavesEverythingAsItWas) {
  LoadJob job(GetParam());
  unsigned failed = 0;
  const unsigned calls = calls_on_disk(job);
  for (unsigned at = 1; at <= calls; ++at) failed += meet(job, {.at = at, .deed = "EIO"}) ? 1 : 0;
  EXPECT_GT(failed, calls / 2);
  RecordProperty("fault_points", static_cast<int>(failed));
}

}  // namespace
}  // namespace counterpart::test
