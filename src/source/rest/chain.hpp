#pragma once
/// What paginators have in common whose every page leads to the next one.

#include <optional>
#include <string>

#include "source/rest/digest_set.hpp"
#include "source/rest/end_rules.hpp"
#include "source/rest/paginator.hpp"

namespace counterpart {

/// A walk along a chain: one request at a time, each one new.
class Chain : public Paginator {
 public:
  std::optional<http::Request> request(std::uint64_t index) const final;
  Step after(const PageFacts& facts) final;

 protected:
  Chain(const PagesSpec& spec, http::Request first);

  /// The request that `facts.next` leads to; throws Error(api) if it leads to nowhere that may be asked.
  virtual http::Request follow(const PageFacts& facts) const = 0;
  const PagesSpec& spec() const noexcept { return spec_; }
  /// Half the size that is asked for. False if none is.
  bool halve_size();
  const http::Request& first() const noexcept { return first_; }

 private:
  const PagesSpec spec_;
  http::Request first_;
  EndRules rules_;
  std::int64_t size_ = 0;
  std::uint64_t index_ = 0;  ///< of `next_`
  std::optional<http::Request> next_;
  DigestSet asked_;  ///< the requests so far
  std::uint64_t empty_in_a_row_ = 0;
};

}  // namespace counterpart
