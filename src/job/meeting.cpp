#include "job/meeting.hpp"

#include "job/linkage_meeting.hpp"
#include "job/memory.hpp"

namespace counterpart {
namespace {

/// Records of equal keys, group by group.
class ExactMeeting final : public Meeting {
 public:
  ExactMeeting(const Job& job, const CancelToken& cancel)
      : matcher_(job.pairing, group_memory(job.memory_bytes), temporary_folder(), cancel) {}

  Met run(SideCursor& left, SideCursor& right, MatchListener& listener) override {
    matcher_.run(left, right, listener);
    Met met;
    met.matches = matcher_.pairs();
    met.keys = matcher_.shapes();
    met.left = counts(Side::left);
    met.right = counts(Side::right);
    return met;
  }

 private:
  Met::Counts counts(Side side) const {
    const Matcher::Counts& counted = matcher_.counts(side);
    return {counted.matched, counted.ambiguous, counted.unmatched, 0};
  }

  Matcher matcher_;
};

}  // namespace

std::unique_ptr<Meeting> make_meeting(const Job& job, const Plan& plan, const RunOptions& options,
                                      const CancelToken& cancel) {
  if (plan.linkage) return make_linkage_meeting(job, plan, options, cancel);
  return std::make_unique<ExactMeeting>(job, cancel);
}

}  // namespace counterpart
