#include "source/rest/walks.hpp"

#include <algorithm>

#include "base/utf8.hpp"
#include "source/rest/rest_request.hpp"

namespace counterpart {
namespace {

/// Requests planned ahead: twice the widest window.
constexpr std::size_t kPlannedAhead = 128;

std::string label_of(const std::map<std::string, std::string>& partition) {
  std::string label;
  for (const auto& [name, value] : partition) label += (label.empty() ? " (" : ", ") + name + "=" + value;
  return label.empty() ? label : printable(label, 200) + ")";
}

}  // namespace

Walks::Walks(const RestSpec& spec, const http::Request& first, const PageJournal* journal)
    : first_(first), pages_(spec.pages), lock_(origin_lock(spec)), journal_(journal) {
  begin_one();
}

bool Walks::begin_one() {
  const std::size_t begun = walks_.size();
  if (begun >= std::max<std::size_t>(pages_.partitions.size(), 1)) return false;
  Walk& walk = walks_.emplace_back();
  walk.number = begun + 1;
  http::Request request = first_;
  if (!pages_.partitions.empty()) {
    for (const auto& [name, value] : pages_.partitions[begun]) request.url.set_parameter(name, value);
    walk.label = label_of(pages_.partitions[begun]);
  }
  walk.paginator = make_paginator(pages_, request);
  return true;
}

void Walks::plan(http::PageWindow& window) {
  while (turns_.size() < kPlannedAhead) {
    bool any = false;
    for (std::size_t i = 0; i < walks_.size() && turns_.size() < kPlannedAhead; ++i)
      any = plan_one(walks_[i], window) || any;
    if (!any && !begin_one()) return;
  }
}

bool Walks::plan_one(Walk& walk, http::PageWindow& window) {
  if (walk.ended || (walk.planned > 0 && walk.next == 0) || walk.planned >= pages_.max_pages) return false;
  const Turn turn{&walk, walk.planned};
  auto request = walk.paginator->request(turn.index);
  if (!request) return false;
  if (journal_ != nullptr)
    request->fresh = journal_->wants_fresh(turn.place(), *request, walk.paginator->request(turn.index + 1));
  window.plan(admitted(std::move(*request)));
  turns_.push_back(turn);
  ++walk.planned;
  return true;
}

void Walks::plan_before_first(Walk& walk, http::PageWindow& window) {
  auto request = walk.paginator->before_first();
  if (!request) return;
  window.plan(admitted(std::move(*request)), true);
  turns_.push_back({&walk, 0, true});
}

std::optional<Walks::Turn> Walks::take() {
  if (turns_.empty()) return std::nullopt;
  const Turn turn = turns_.front();
  turns_.pop_front();
  return turn;
}

void Walks::forget(http::PageWindow& window) {
  const auto unseen =
      std::find_if(turns_.begin(), turns_.end(), [](const Turn& turn) { return turn.before_first; });
  Walk* const look = unseen == turns_.end() ? nullptr : unseen->walk;
  window.forget();
  turns_.clear();
  for (Walk& walk : walks_) walk.planned = walk.next;
  if (look != nullptr) plan_before_first(*look, window);
}

void Walks::end(Walk& walk, http::PageWindow& window) {
  walk.ended = true;
  const bool pending = std::any_of(turns_.begin(), turns_.end(), [&](const Turn& turn) {
    return turn.walk == &walk && !turn.before_first;
  });
  if (pending) forget(window);
}

std::uint64_t Walks::expected_pages() const {
  std::uint64_t sum = 0;
  for (const Walk& walk : walks_) {
    const std::uint64_t expected = walk.paginator->expected_pages();
    if (expected == 0) return 0;
    sum += expected;
  }
  return walks_.size() < pages_.partitions.size() ? 0 : sum;
}

/// A page may be elsewhere only where the job allows it; the job's headers and body do not go there.
http::Request Walks::admitted(http::Request request) const {
  if (const auto refusal = lock_.refusal(request.url)) {
    throw Error(ErrorKind::api, "the next page is at " + *refusal)
        .hint(
            "if the API can be trusted with that, name the host in allow_hosts; credentials are not sent "
            "there");
  }
  if (request.url.origin() == lock_.home) return request;
  if (request.post) {
    throw Error(ErrorKind::api, "the next page is at another origin, " +
                                    printable(request.url.origin().text(), 200) + ", and asked for by POST")
        .hint("the body of the job is sent to its own origin alone");
  }
  std::erase_if(request.headers,
                [](const auto& header) { return !http::same_header(header.first, "Accept"); });
  return request;
}

}  // namespace counterpart
