#pragma once
/// Sorting of any amount of entries in bounded memory: runs sorted in memory, spilled when they do not fit,
/// merged.

#include <cstdint>
#include <filesystem>
#include <memory>
#include <vector>

#include "base/cancel.hpp"
#include "order/entry.hpp"
#include "order/merge.hpp"
#include "order/run.hpp"
#include "order/unsorted_run.hpp"

namespace counterpart {

struct SortLimits {
  std::uint64_t memory_bytes;    ///< for runs, their sorting and their merging
  std::filesystem::path folder;  ///< for what spills
  const CancelToken* cancel;     ///< looked at between runs
};

/// Takes entries in any order, gives them by key; equal keys stay in the order they were added. A single
/// entry larger than the memory is taken all the same. Used from one thread.
class ExternalSort {
 public:
  explicit ExternalSort(SortLimits limits);

  void add(const Entry& entry);
  /// All entries in order. To be called once, after the last `add`; the stream owns what it reads.
  std::unique_ptr<EntryStream> finish();

  /// Bytes written to temporary space so far.
  std::uint64_t spilled_bytes() const { return spilled_bytes_; }

 private:
  struct Spilled {
    std::unique_ptr<SpilledRun> run;
    unsigned passes;  ///< merges that its entries went through
  };

  void seal();
  void spill(std::size_t count);
  void merge_last(std::size_t count);
  std::unique_ptr<SpilledRun> write(std::vector<OrderedPart> parts, std::unique_ptr<SpilledRun> run);

  SortLimits limits_;
  std::size_t run_bytes_;
  std::size_t block_bytes_;
  std::size_t fan_in_;
  UnsortedRun run_;
  std::vector<SortedRun> sealed_;
  std::vector<Spilled> spilled_;
  std::uint64_t sealed_bytes_ = 0;
  std::uint64_t spilled_bytes_ = 0;
};

}  // namespace counterpart
