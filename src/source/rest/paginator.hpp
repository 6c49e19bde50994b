#pragma once
/// How an API is walked page by page. A paginator says, from what was read, the next request or the end.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "http/request.hpp"
#include "source/rest/announced.hpp"
#include "source/source.hpp"

namespace counterpart {

/// What a page said about itself and about the way on.
struct PageFacts {
  std::uint64_t index = 0;     ///< from 0
  std::uint64_t records = 0;   ///< on this page, the useless ones included
  std::uint64_t received = 0;  ///< on all pages so far, this one included
  std::optional<std::uint64_t> total_pages = {};
  std::optional<std::uint64_t> total_items = {};
  std::optional<bool> has_more = {};
  std::optional<std::string> next = {};  ///< what leads on: a token, a URL, the last record's key
  bool next_is_number = false;           ///< it stood as a number in the page, not as a text
  std::string url = {};                  ///< of the page; what a relative URL is relative to
};

/// What a page changes.
struct Step {
  std::optional<std::string> end = {};  ///< what proved the end; nothing if there is more
  bool replanned = false;               ///< the requests for pages behind this one are others than before
};

/// Driven from one thread: `after` is called for each page, in order.
class Paginator {
 public:
  Paginator() = default;
  Paginator(const Paginator&) = delete;
  Paginator& operator=(const Paginator&) = delete;
  virtual ~Paginator() = default;

  /// The request for the page with this index, if it is wanted by what is known so far. The page behind the
  /// last one read is always wanted; pages further on may turn out to be beyond the end.
  virtual std::optional<http::Request> request(std::uint64_t index) const = 0;
  /// The page's number as the API counts.
  virtual std::uint64_t number(std::uint64_t index) const { return index + 1; }
  /// Takes note of a page. Throws Error(api) for facts that contradict each other, or that lead nowhere new.
  virtual Step after(const PageFacts& facts) = 0;
  /// How many pages there are, as far as known; 0 if it is not.
  virtual std::uint64_t expected_pages() const { return 0; }
  /// What turns the pages, for messages: "the parameter 'page'"; empty if nothing does.
  virtual std::string turning() const { return {}; }
  /// From the page with this index on, half as many records a page are asked for. False if that cannot be.
  virtual bool halve(std::uint64_t index) {
    static_cast<void>(index);
    return false;
  }
  /// The request for a page before the first, if the API may have one that nobody asked for.
  virtual std::optional<http::Request> before_first() const { return std::nullopt; }
  /// True if a page's request does not depend on the pages before it.
  virtual bool deterministic() const { return false; }

  /// The totals on all pages that `after` was told of.
  const Announced& announced() const noexcept { return announced_; }

 protected:
  void note(const PageFacts& facts);
  /// Forgets totals of pages, which mean something else from now on.
  void forget_page_totals() { announced_.pages = {}; }

 private:
  Announced announced_;
};

/// The paginator of a kind; `first` is the request without anything about pages.
std::unique_ptr<Paginator> make_paginator(const PagesSpec& spec, const http::Request& first);

}  // namespace counterpart
