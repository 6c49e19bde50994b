#pragma once
/// Pages by number: ?page=1, ?page=2, … Each can be asked for without the one before it.

#include "source/rest/end_rules.hpp"
#include "source/rest/paginator.hpp"
#include "source/rest/turning.hpp"

namespace counterpart {

class PagePaginator final : public Paginator {
 public:
  PagePaginator(const PagesSpec& spec, const http::Request& first);

  std::optional<http::Request> request(std::uint64_t index) const override;
  std::uint64_t number(std::uint64_t index) const override;
  Step after(const PageFacts& facts) override;
  std::uint64_t expected_pages() const override { return expected_; }
  std::string turning() const override { return turning_.text(); }
  bool halve(std::uint64_t index) override;
  std::optional<http::Request> before_first() const override;
  bool deterministic() const override { return true; }

 private:
  http::Request at(std::int64_t number) const;

  const PagesSpec spec_;
  http::Request template_;
  Turning turning_;
  std::int64_t size_ = 0;  ///< asked for; 0: not
  EndRules rules_;
  std::uint64_t read_ = 0;
  std::uint64_t shift_ = 0;     ///< from an index to a page as the API counts: more once pages are smaller
  std::uint64_t expected_ = 0;  ///< pages, the first index that is none
  std::uint64_t fullest_ = 0;   ///< records on the fullest page of this size so far
};

}  // namespace counterpart
