#pragma once
/// Pages by a value that each page gives for the next one: a token, or the key of its last record (keyset).

#include "source/rest/chain.hpp"
#include "source/rest/turning.hpp"

namespace counterpart {

class CursorPaginator final : public Chain {
 public:
  CursorPaginator(const PagesSpec& spec, const http::Request& first) : Chain(spec, first), turning_(spec) {}

  std::string turning() const override { return turning_.text(); }
  bool halve(std::uint64_t) override { return halve_size(); }

 protected:
  http::Request follow(const PageFacts& facts) const override {
    http::Request made = first();
    turning_.set(made, *facts.next, facts.next_is_number);
    return made;
  }

 private:
  Turning turning_;
};

}  // namespace counterpart
