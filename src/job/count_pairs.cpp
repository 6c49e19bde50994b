#include "job/count_pairs.hpp"

#include "job/gather.hpp"
#include "job/memory.hpp"
#include "match/linkage/candidates.hpp"

namespace counterpart {

PairCounts count_pairs(const Job& job, const RunOptions& options, CancelToken& cancel,
                       RunProgress& progress) {
  const bool one_side = job.one_sided;
  const auto gathered =
      gather(one_side ? one_side_of(job, Side::left) : job, options, one_side, cancel, progress);
  const linkage::PersonTable& table = gathered->persons->table();
  const linkage::Candidates candidates(table, options.threads);
  PairCounts counts;
  for (const std::size_t rule : candidates.all_rules())
    counts.rules.push_back(candidates.blocks(rule).count());
  counts.candidates = candidates.count_distinct(candidates.all_rules(), options.threads, cancel);
  counts.memory_bytes = linkage_memory_for(gathered->persons->needed_bytes());
  return counts;
}

}  // namespace counterpart
