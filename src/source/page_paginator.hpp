#pragma once
/// Pages by number: ?page=1, ?page=2, … Each can be asked for without the one before it.

#include "source/end_rules.hpp"
#include "source/paginator.hpp"

namespace counterpart {

class PagePaginator final : public Paginator {
 public:
  PagePaginator(const PagesSpec& spec, const http::Request& first);

  std::optional<http::Request> request(std::uint64_t index) const override;
  std::uint64_t number(std::uint64_t index) const override;
  std::optional<std::string> after(const PageFacts& facts) override;
  std::uint64_t expected_pages() const override { return expected_; }
  std::string turning_parameter() const override { return param_; }

 private:
  http::Request template_;
  std::string param_;
  std::int64_t first_;
  EndRules rules_;
  std::uint64_t read_ = 0;
  std::uint64_t expected_ = 0;
  std::uint64_t fullest_ = 0;  ///< records on the fullest page so far
};

}  // namespace counterpart
