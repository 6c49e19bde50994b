#pragma once
/// The rejects of one side in arrival order, whatever their number.

#include <cstdint>
#include <functional>
#include <string>

#include "order/external_sort.hpp"
#include "record/batch.hpp"

namespace counterpart {

class RejectLog {
 public:
  explicit RejectLog(SortLimits limits) : sort_(std::move(limits)) {}

  void add(const Reject& reject);
  std::uint64_t count() const { return count_; }
  /// Visits (origin, reason) of each. Once, after the last `add`.
  void drain(const std::function<void(std::string_view origin, std::string_view reason)>& visit);

 private:
  ExternalSort sort_;  // keyed by nothing: a stable sort keeps the order of arrival
  std::uint64_t count_ = 0;
};

}  // namespace counterpart
