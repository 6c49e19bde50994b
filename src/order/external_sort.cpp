#include "order/external_sort.hpp"

#include <algorithm>
#include <utility>

#include "order/merge.hpp"

namespace counterpart {
namespace {

constexpr std::size_t kSmallestRun = 4 << 10;
constexpr std::size_t kLargestRun = 8 << 20;
constexpr std::size_t kSmallestFanIn = 4;
constexpr std::size_t kLargestFanIn = 128;

}  // namespace

ExternalSort::ExternalSort(SortLimits limits)
    : limits_(std::move(limits)),
      run_bytes_(std::clamp<std::size_t>(limits_.memory_bytes / 16, kSmallestRun, kLargestRun)),
      fan_in_(std::clamp<std::size_t>(limits_.memory_bytes / 16 / SpilledRun::kBlockBytes, kSmallestFanIn,
                                      kLargestFanIn)),
      run_(std::make_unique<MemoryRun>()) {}

void ExternalSort::add(const Entry& entry) {
  run_->add(entry);
  if (run_->arena_bytes() >= run_bytes_) seal();
}

void ExternalSort::seal() {
  if (limits_.cancel != nullptr) limits_.cancel->check();
  run_->sort();
  sealed_bytes_ += run_->memory_bytes();
  sealed_.push_back(std::move(run_));
  run_ = std::make_unique<MemoryRun>();
  // A part of the memory stays for the blocks of a merge, and for the next run and its sorting.
  if (sealed_bytes_ + 2 * run_bytes_ > limits_.memory_bytes / 16 * 15) spill();
  run_->reserve(run_bytes_ + kSmallestRun / 16);
}

void ExternalSort::spill() {
  std::vector<std::unique_ptr<EntryStream>> streams;
  for (auto& run : sealed_) streams.push_back(read_run(std::move(run)));
  sealed_.clear();
  sealed_bytes_ = 0;
  spilled_.push_back(written(merge_streams(std::move(streams))));
  if (spilled_.size() >= fan_in_) merge_spilled();
}

void ExternalSort::merge_spilled() {
  std::vector<std::unique_ptr<EntryStream>> streams;
  for (auto& run : spilled_) streams.push_back(read_run(std::move(run)));
  spilled_.clear();
  spilled_.push_back(written(merge_streams(std::move(streams))));
}

std::unique_ptr<SpilledRun> ExternalSort::written(std::unique_ptr<EntryStream> stream) {
  auto run = std::make_unique<SpilledRun>(limits_.folder);
  Entry entry;
  std::uint64_t count = 0;
  while (stream->next(entry)) {
    run->add(entry);
    if (limits_.cancel != nullptr && ++count % 4096 == 0) limits_.cancel->check();
  }
  run->finish();
  spilled_bytes_ += run->bytes();
  return run;
}

std::unique_ptr<EntryStream> ExternalSort::finish() {
  run_->sort();
  // Spilled runs hold what came first, the open run what came last: this order keeps equal keys as they were
  // added.
  std::vector<std::unique_ptr<EntryStream>> streams;
  for (auto& run : spilled_) streams.push_back(read_run(std::move(run)));
  for (auto& run : sealed_) streams.push_back(read_run(std::move(run)));
  streams.push_back(read_run(std::move(run_)));
  spilled_.clear();
  sealed_.clear();
  return merge_streams(std::move(streams));
}

}  // namespace counterpart
