#include "source/rest/offset_paginator.hpp"

#include <algorithm>

namespace counterpart {

OffsetPaginator::OffsetPaginator(const PagesSpec& spec, const http::Request& first)
    : spec_(spec),
      template_(first),
      turning_(spec),
      rules_(spec),
      size_(static_cast<std::uint64_t>(spec.size.value_or(0))) {
  if (size_ != 0) set_size(template_, spec_, static_cast<std::int64_t>(size_));
}

std::optional<http::Request> OffsetPaginator::request(std::uint64_t index) const {
  if (index > 0 && step_ == 0) return std::nullopt;
  const auto& total = announced().items.most;
  if (index > read_ && total && offset(index) >= *total) return std::nullopt;
  http::Request made = template_;
  turning_.set(made, static_cast<std::int64_t>(static_cast<std::uint64_t>(spec_.first) + offset(index)));
  return made;
}

Step OffsetPaginator::after(const PageFacts& facts) {
  const std::uint64_t behind = offset(facts.index) + facts.records;
  read_ = facts.index + 1;
  note(facts);
  Step step{rules_.after(facts, announced(), read_)};
  if (step.end) return step;
  const std::uint64_t before = step_;
  if (facts.index == 0 && facts.records == 0) step_ = std::max<std::uint64_t>(size_, 1);
  step_ = std::max(step_, facts.records);
  const bool as_planned = facts.records == before;
  base_index_ = read_;
  // An empty page that is not the end is passed over, or the walk would stand still.
  base_offset_ = facts.records != 0 ? behind : behind + step_;
  step.replanned = facts.index != 0 && !as_planned && facts.records != 0;
  return step;
}

std::uint64_t OffsetPaginator::expected_pages() const {
  const auto& total = announced().items.most;
  if (!total || step_ == 0) return 0;
  return read_ + (*total > base_offset_ ? (*total - base_offset_ + step_ - 1) / step_ : 0);
}

bool OffsetPaginator::halve(std::uint64_t index) {
  if (size_ < 2 || spec_.size_param.empty()) return false;
  base_offset_ = step_ == 0 ? 0 : offset(index);
  base_index_ = index;
  size_ /= 2;
  step_ = index == 0 ? 0 : std::min(step_, size_);
  set_size(template_, spec_, static_cast<std::int64_t>(size_));
  return true;
}

}  // namespace counterpart
