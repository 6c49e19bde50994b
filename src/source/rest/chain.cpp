#include "source/rest/chain.hpp"

#include <fmt/format.h>

#include "base/digest.hpp"

#include "source/rest/turning.hpp"

namespace counterpart {
namespace {

/// An API may have empty pages on the way; one that has nothing else is not at work on an answer.
constexpr std::uint64_t kMostEmptyInARow = 1000;

std::uint64_t digest_of(const http::Request& request) {
  std::string all = request.url.text();
  for (const auto& [name, value] : request.headers)
    all.append(1, '\n').append(name).append(1, ':').append(value);
  return digest64(all.append("\n\n").append(request.body));
}

}  // namespace

Chain::Chain(const PagesSpec& spec, http::Request first)
    : spec_(spec), first_(std::move(first)), rules_(spec), size_(spec.size.value_or(0)) {
  if (size_ != 0) set_size(first_, spec_, size_);
  next_ = first_;
  asked_.add(digest_of(first_));
}

std::optional<http::Request> Chain::request(std::uint64_t index) const {
  return index == index_ ? next_ : std::nullopt;
}

Step Chain::after(const PageFacts& facts) {
  note(facts);
  next_.reset();
  index_ = facts.index + 1;
  Step step{rules_.after_link(facts, announced())};
  if (step.end) return step;
  empty_in_a_row_ = facts.records == 0 ? empty_in_a_row_ + 1 : 0;
  if (empty_in_a_row_ == kMostEmptyInARow)
    throw Error(ErrorKind::api, fmt::format("{} empty pages in a row, each with a way on", kMostEmptyInARow))
        .hint("if an empty page is the end, say so: empty_page = true");
  next_ = follow(facts);
  if (!asked_.add(digest_of(*next_)))
    throw Error(ErrorKind::api, "leads back to a page that was read before")
        .hint(
            "the API's pages go round in a circle; name the signal of their end under [pages] if it has one");
  return step;
}

bool Chain::halve_size() {
  if (size_ < 2 || spec_.size_param.empty() || !next_) return false;
  size_ /= 2;
  set_size(first_, spec_, size_);
  set_size(*next_, spec_, size_);
  asked_.add(digest_of(*next_));
  return true;
}

}  // namespace counterpart
