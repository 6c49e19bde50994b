#pragma once
/// What the match finds, made into rows for the outputs and into a digest.

#include <string>

#include "base/digest.hpp"
#include "base/progress.hpp"
#include "job/outputs.hpp"
#include "job/plan.hpp"
#include "match/derive.hpp"
#include "match/matcher.hpp"

namespace counterpart {

class Findings final : public MatchListener {
 public:
  /// Without `outputs` (a dry run) rows are derived and checked all the same, and go nowhere.
  Findings(const Plan& plan, Outputs* outputs, RunProgress& progress);

  void pair(std::string_view left, std::string_view right, std::string_view link) override;
  void possible(std::string_view left, std::string_view right, std::string_view link) override;
  bool wants_review() const override;
  void review(std::string_view row) override;
  void unmatched(Side side, std::string_view record) override;
  void ambiguous(Side side, std::string_view record) override;

  /// Over the texts of the left and the right id of each pair, in order.
  std::string digest() const { return digest_.hex(); }
  std::uint64_t future_dates(Side side) const { return deriver_.future_dates(side); }

 private:
  void derive(std::string_view left, std::string_view right, std::string_view link);
  void add_id(const SidePlan& side, std::string_view record);

  const Plan& plan_;
  Outputs* outputs_;
  RunProgress& progress_;
  Deriver deriver_;
  RunningDigest digest_;
  RecordBatch row_;
  std::string text_;
};

}  // namespace counterpart
