#include "source/rest/page_paginator.hpp"

#include <algorithm>

namespace counterpart {

PagePaginator::PagePaginator(const PagesSpec& spec, const http::Request& first)
    : spec_(spec), template_(first), turning_(spec), size_(spec.size.value_or(0)), rules_(spec) {
  if (size_ != 0) set_size(template_, spec_, size_);
}

http::Request PagePaginator::at(std::int64_t number) const {
  http::Request made = template_;
  turning_.set(made, number);
  return made;
}

std::optional<http::Request> PagePaginator::request(std::uint64_t index) const {
  if (expected_ != 0 && index >= std::max(expected_, read_ + 1)) return std::nullopt;
  return at(static_cast<std::int64_t>(number(index)));
}

std::uint64_t PagePaginator::number(std::uint64_t index) const {
  return static_cast<std::uint64_t>(spec_.first) + shift_ + index;
}

Step PagePaginator::after(const PageFacts& facts) {
  read_ = facts.index + 1;
  fullest_ = std::max(fullest_, facts.records);
  note(facts);
  if (announced().pages.most) {
    expected_ = *announced().pages.most - std::min(*announced().pages.most, shift_);
  } else if (announced().items.most && fullest_ != 0) {
    const std::uint64_t pages =
        *announced().items.most / fullest_ + (*announced().items.most % fullest_ != 0 ? 1 : 0);
    expected_ = pages - std::min(pages, shift_);
  }
  return {rules_.after(facts, announced(), shift_ + read_)};
}

bool PagePaginator::halve(std::uint64_t index) {
  const bool full = index == 0 || fullest_ == static_cast<std::uint64_t>(size_);
  if (size_ < 2 || size_ % 2 != 0 || !full || spec_.size_param.empty()) return false;
  size_ /= 2;
  set_size(template_, spec_, size_);
  shift_ = 2 * (shift_ + index) - index;
  fullest_ = expected_ = 0;
  forget_page_totals();
  return true;
}

std::optional<http::Request> PagePaginator::before_first() const {
  if (spec_.first < 1 || announced().items.most) return std::nullopt;
  return at(spec_.first - 1);
}

}  // namespace counterpart
