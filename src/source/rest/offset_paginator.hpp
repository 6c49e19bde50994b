#pragma once
/// Pages by the number of records before them: ?offset=0&limit=100, ?offset=100&limit=100, …

#include "source/rest/end_rules.hpp"
#include "source/rest/paginator.hpp"
#include "source/rest/turning.hpp"

namespace counterpart {

/// Steps by the records that came, not by those that were asked for: an API that gives fewer than it was
/// asked for loses nobody, one that gives more doubles nobody. Pages are asked for ahead at the step of the
/// fullest page before.
class OffsetPaginator final : public Paginator {
 public:
  OffsetPaginator(const PagesSpec& spec, const http::Request& first);

  std::optional<http::Request> request(std::uint64_t index) const override;
  Step after(const PageFacts& facts) override;
  std::uint64_t expected_pages() const override;
  std::string turning() const override { return turning_.text(); }
  bool halve(std::uint64_t index) override;
  bool deterministic() const override { return true; }

 private:
  std::uint64_t offset(std::uint64_t index) const { return base_offset_ + (index - base_index_) * step_; }

  const PagesSpec spec_;
  http::Request template_;
  Turning turning_;
  EndRules rules_;
  std::uint64_t size_ = 0;  ///< asked for; 0: not
  std::uint64_t step_ = 0;  ///< records of a page; 0 before the first
  std::uint64_t read_ = 0;
  std::uint64_t base_index_ = 0;   ///< the page from which on all are `step_` apart
  std::uint64_t base_offset_ = 0;  ///< records before it
};

}  // namespace counterpart
