#pragma once
/// Pages by a URL that each page gives for the next one, in its JSON or in a Link header.

#include "source/rest/chain.hpp"

namespace counterpart {

class LinkPaginator final : public Chain {
 public:
  LinkPaginator(const PagesSpec& spec, const http::Request& first) : Chain(spec, first) {}

  std::string turning() const override { return "its link"; }

 protected:
  /// The job's parameters are in the link already, if the API wants them; its method, headers and body go
  /// with it.
  http::Request follow(const PageFacts& facts) const override {
    http::Request made = first();
    made.url = http::Url::parse(facts.url, ErrorKind::api).resolve(*facts.next);
    return made;
  }
};

}  // namespace counterpart
