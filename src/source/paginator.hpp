#pragma once
/// How an API is walked page by page. A paginator says, from what was read, the next request or the end.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "http/request.hpp"
#include "source/announced.hpp"
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
  virtual std::uint64_t number(std::uint64_t index) const = 0;
  /// Takes note of a page. Gives what proved the end, or nothing if there is more. Throws Error(api) for
  /// facts that contradict each other.
  virtual std::optional<std::string> after(const PageFacts& facts) = 0;
  /// How many pages there are, as far as known; 0 if it is not.
  virtual std::uint64_t expected_pages() const = 0;
  /// The query parameter that turns the pages, for messages; empty if there is none.
  virtual std::string turning_parameter() const = 0;
  /// The totals on all pages that `after` was told of.
  const Announced& announced() const noexcept { return announced_; }

 protected:
  void note(const PageFacts& facts);

 private:
  Announced announced_;
};

/// The paginator of a kind; `first` is the request without anything about pages.
std::unique_ptr<Paginator> make_paginator(const PagesSpec& spec, const http::Request& first);

}  // namespace counterpart
