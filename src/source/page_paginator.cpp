#include "source/page_paginator.hpp"

#include <algorithm>

namespace counterpart {

PagePaginator::PagePaginator(const PagesSpec& spec, const http::Request& first)
    : template_(first), param_(spec.param), first_(spec.first) {
  if (!spec.size_param.empty() && spec.size)
    template_.url.set_parameter(spec.size_param, std::to_string(*spec.size));
}

std::optional<http::Request> PagePaginator::request(std::uint64_t index) const {
  if (expected_ != 0 && index >= std::max(expected_, read_ + 1)) return std::nullopt;
  http::Request made = template_;
  made.url.set_parameter(param_, std::to_string(first_ + static_cast<std::int64_t>(index)));
  return made;
}

std::uint64_t PagePaginator::number(std::uint64_t index) const {
  return static_cast<std::uint64_t>(first_) + index;
}

std::optional<std::string> PagePaginator::after(const PageFacts& facts) {
  read_ = facts.index + 1;
  fullest_ = std::max(fullest_, facts.records);
  note(facts);
  if (announced().pages.most) {
    expected_ = *announced().pages.most;
  } else if (announced().items.most && fullest_ != 0) {
    expected_ = *announced().items.most / fullest_ + (*announced().items.most % fullest_ != 0 ? 1 : 0);
  }
  return rules_.after(facts, announced());
}

}  // namespace counterpart
