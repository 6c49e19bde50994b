#include "order/external_sort.hpp"

#include <algorithm>
#include <utility>

namespace counterpart {
namespace {

constexpr std::size_t kSmallestRun = 4 << 10;
constexpr std::size_t kLargestRun = 2 << 20;
constexpr std::size_t kSmallestBlock = 4 << 10;
constexpr std::size_t kLargestBlock = 64 << 10;
constexpr std::size_t kSmallestFanIn = 4;
constexpr std::size_t kLargestFanIn = 128;

/// A part of the memory stays for a run before and behind its sorting, and later for the blocks of a merge.
std::uint64_t spare_bytes(const SortLimits& limits) {
  return limits.memory_bytes / 16;
}

OrderedPart part_of(SortedRun sorted) {
  return {std::move(sorted.first_key), std::move(sorted.last_key), read_run(std::move(sorted.run))};
}

OrderedPart part_of(std::unique_ptr<SpilledRun> run) {
  const std::string first(run->first_key());
  const std::string last(run->last_key());
  return {first, last, read_run(std::move(run))};
}

}  // namespace

ExternalSort::ExternalSort(SortLimits limits)
    : limits_(std::move(limits)),
      run_bytes_(std::clamp<std::size_t>(limits_.memory_bytes / 32, kSmallestRun, kLargestRun)),
      block_bytes_(std::clamp<std::size_t>(limits_.memory_bytes / 64, kSmallestBlock, kLargestBlock)),
      // A run that is read holds a block, and the same block packed.
      fan_in_(std::clamp<std::size_t>(limits_.memory_bytes / (2 * block_bytes_), kSmallestFanIn,
                                      kLargestFanIn)) {}

void ExternalSort::add(const Entry& entry) {
  if (!run_.empty() && run_.memory_bytes() + sizeof(SortKey) + most_bytes(entry) > run_bytes_) seal();
  run_.add(entry);
}

void ExternalSort::seal() {
  if (limits_.cancel != nullptr) limits_.cancel->check();
  sealed_.push_back(run_.sort());
  sealed_bytes_ += sealed_.back().run->arena_bytes();
  if (sealed_bytes_ + run_bytes_ + spare_bytes(limits_) > limits_.memory_bytes) {
    // At first half of it makes room: what is little more than fits is not written as a whole.
    spill(spilled_.empty() ? (sealed_.size() + 1) / 2 : sealed_.size());
  }
}

/// Writes the first so many sealed runs as one, behind the last one if they follow it: then they need no
/// merge.
void ExternalSort::spill(std::size_t count) {
  std::vector<OrderedPart> parts;
  const auto end = sealed_.begin() + static_cast<std::ptrdiff_t>(count);
  for (auto run = sealed_.begin(); run != end; ++run) {
    sealed_bytes_ -= run->run->arena_bytes();
    parts.push_back(part_of(std::move(*run)));
  }
  sealed_.erase(sealed_.begin(), end);
  const bool follows =
      !spilled_.empty() && std::all_of(parts.begin(), parts.end(), [this](const OrderedPart& part) {
        return spilled_.back().run->last_key() <= part.first_key;
      });
  if (follows) {
    spilled_.back().run = write(std::move(parts), std::move(spilled_.back().run));
    return;
  }
  spilled_.push_back(
      {write(std::move(parts), std::make_unique<SpilledRun>(limits_.folder, block_bytes_)), 0});
  // Runs of one size are merged with each other, so that each entry is written once a pass.
  while (spilled_.size() >= fan_in_ && (spilled_.end() - fan_in_)->passes == spilled_.back().passes)
    merge_last(fan_in_);
}

void ExternalSort::merge_last(std::size_t count) {
  std::vector<OrderedPart> parts;
  unsigned passes = 0;
  for (auto run = spilled_.end() - static_cast<std::ptrdiff_t>(count); run != spilled_.end(); ++run) {
    passes = std::max(passes, run->passes + 1);
    parts.push_back(part_of(std::move(run->run)));
  }
  spilled_.resize(spilled_.size() - count);
  spilled_.push_back(
      {write(std::move(parts), std::make_unique<SpilledRun>(limits_.folder, block_bytes_)), passes});
}

std::unique_ptr<SpilledRun> ExternalSort::write(std::vector<OrderedPart> parts,
                                                std::unique_ptr<SpilledRun> run) {
  const auto stream = merge_parts(std::move(parts));
  const std::uint64_t before = run->bytes();
  std::uint64_t count = 0;
  while (const Entry* entry = stream->next()) {
    run->add(*entry);
    if (limits_.cancel != nullptr && ++count % 4096 == 0) limits_.cancel->check();
  }
  run->finish();
  spilled_bytes_ += run->bytes() - before;
  return run;
}

std::unique_ptr<EntryStream> ExternalSort::finish() {
  if (!run_.empty()) sealed_.push_back(run_.sort());
  run_ = UnsortedRun();
  // Beside what is sealed there is room for few blocks; without it the whole memory is theirs.
  if (spilled_.size() * 2 * block_bytes_ > spare_bytes(limits_)) {
    if (!sealed_.empty()) spill(sealed_.size());
    while (spilled_.size() > fan_in_) merge_last(std::min(fan_in_, spilled_.size() - fan_in_ + 1));
  }
  // Spilled runs hold what came first: this order keeps equal keys as they were added.
  std::vector<OrderedPart> parts;
  for (Spilled& spilled : spilled_) parts.push_back(part_of(std::move(spilled.run)));
  for (auto& run : sealed_) parts.push_back(part_of(std::move(run)));
  spilled_.clear();
  sealed_.clear();
  return merge_parts(std::move(parts));
}

}  // namespace counterpart
