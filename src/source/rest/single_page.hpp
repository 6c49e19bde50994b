#pragma once
/// An API that gives everything in one answer.

#include "source/rest/paginator.hpp"

namespace counterpart {

class SinglePage final : public Paginator {
 public:
  explicit SinglePage(const http::Request& only) : only_(only) {}

  std::optional<http::Request> request(std::uint64_t index) const override {
    return index == 0 ? std::optional(only_) : std::nullopt;
  }
  Step after(const PageFacts& facts) override {
    note(facts);
    return {"single page"};
  }
  std::uint64_t expected_pages() const override { return 1; }
  bool deterministic() const override { return true; }

 private:
  http::Request only_;
};

}  // namespace counterpart
