#include "job/gather.hpp"

#include "base/calendar.hpp"
#include "http/rate_limit.hpp"
#include "job/memory.hpp"
#include "job/side_task.hpp"
#include "match/side_cursor.hpp"

namespace counterpart {
namespace {

/// One side, read and in the order of its ids.
class GatheredSide {
 public:
  GatheredSide(const Gathered& gathered, Side side, CancelToken& cancel, SideProgress& progress,
               http::Hosts& hosts)
      : task_(gathered.plan.side(side), gathered.job.side(side).source,
              {gathered.plan.side(side).read, progress, cancel,
               source_memory(gathered.job.memory_bytes, gathered.job.side(side).source), &hosts,
               gathered.plan.side(side).name},
              linkage_limits(gathered.job.memory_bytes)) {}

  void start(FirstError& errors) { task_.start(errors); }
  void join() {
    if (task_.thread.joinable()) task_.thread.join();
  }
  SideCursor cursor() { return {task_.reader.ordered(), task_.reader.unique_ids()}; }
  const std::vector<std::string>& warnings() const { return task_.reader.warnings(); }

 private:
  SideTask task_;
};

}  // namespace

Job one_side_of(const Job& job, Side side) {
  Job alone = job;
  alone.one_sided = false;
  alone.left = job.side(side);
  alone.right = alone.left;
  alone.columns.clear();
  alone.outputs.clear();
  // Of a job without [right] all names are the side's own, those of swapped fields too.
  if (job.one_sided) return alone;
  const bool left = side == Side::left;
  const auto use_one_name = [left](auto& named) {
    (left ? named.right : named.left) = left ? named.left : named.right;
  };
  for (LinkageJob::Block& block : alone.linkage->blocks) {
    for (LinkageJob::Part& part : block.parts) use_one_name(part);
  }
  for (LinkageJob::Compare& compare : alone.linkage->comparisons) {
    for (LinkageJob::Field& field : compare.fields) use_one_name(field);
  }
  return alone;
}

std::unique_ptr<Gathered> gather(Job job, const RunOptions& options, bool one_side, CancelToken& cancel,
                                 RunProgress& progress, bool whole) {
  if (!job.linkage)
    throw Error(ErrorKind::job_file, job.path.string() + ": the job matches by equal keys")
        .hint("this is for method = \"probabilistic\" in [match]");
  auto gathered = std::make_unique<Gathered>();
  gathered->job = std::move(job);
  gathered->plan = make_plan(gathered->job, gathered->job.as_of.value_or(today_utc()));
  whole = whole || !options.decisions.empty();
  gathered->persons =
      std::make_unique<Persons>(gathered->job, gathered->plan, one_side, whole, options.threads, cancel);
  http::Hosts hosts;
  FirstError errors(cancel);
  GatheredSide left(*gathered, Side::left, cancel, progress.left, hosts);
  std::unique_ptr<GatheredSide> right;
  if (!one_side)
    right = std::make_unique<GatheredSide>(*gathered, Side::right, cancel, progress.right, hosts);
  left.start(errors);
  if (right) right->start(errors);
  left.join();
  if (right) right->join();
  errors.rethrow();
  SideCursor left_cursor = left.cursor();
  if (right) {
    SideCursor right_cursor = right->cursor();
    gathered->persons->take_both(left_cursor, right_cursor);
  } else {
    gathered->persons->take(Side::left, left_cursor);
    gathered->persons->finish();
  }
  gathered->warnings = left.warnings();
  if (right)
    gathered->warnings.insert(gathered->warnings.end(), right->warnings().begin(), right->warnings().end());
  return gathered;
}

}  // namespace counterpart
