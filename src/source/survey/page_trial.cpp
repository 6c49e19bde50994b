#include "source/survey/page_trial.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "base/digest.hpp"
#include "source/rest/page_reader.hpp"
#include "source/rest/rest_request.hpp"

namespace counterpart {
namespace {

using simdjson::dom::element;
using simdjson::dom::object;

constexpr std::array<std::string_view, 6> kIds{"id", "_id", "uuid", "guid", "Id", "ID"};

/// The digests of one member of all records; nothing unless each has it with another value.
std::vector<std::uint64_t> digests_of_ids(const std::vector<element>& records, std::string_view member) {
  std::vector<std::uint64_t> digests;
  for (const element record : records) {
    element id;
    object members;
    if (record.get(members) != simdjson::SUCCESS || members.at_key(member).get(id) != simdjson::SUCCESS ||
        id.is_null())
      return {};
    digests.push_back(digest64(simdjson::minify(id)));
  }
  const std::set<std::uint64_t> different(digests.begin(), digests.end());
  return different.size() == digests.size() ? digests : std::vector<std::uint64_t>();
}

/// One look through the pages of a spec.
class Walker {
 public:
  Walker(ApiLook& look, const RestSpec& spec)
      : look_(look),
        lock_(origin_lock(spec)),
        reader_(spec),
        paginator_(make_paginator(spec.pages, first_request(spec))) {
    trial_.spec = spec;
  }

  Trial take() {
    try {
      walk();
    } catch (const Error& error) {
      // A page that is not as the spec says is one thing; an API that cannot be reached is another.
      if (error.kind() != ErrorKind::api || error.retryable()) throw;
      trial_.result = Trial::Result::refused;
      trial_.problem = error.what();
    }
    return std::move(trial_);
  }

 private:
  void walk() {
    trial_.first = ask(0);
    if (trial_.first == nullptr) return;
    const PageFacts facts = facts_of(*trial_.first, 0, 0);
    if (facts.records == 0) return refuse("the first page has no records");
    trial_.first_records = record_digests(*trial_.first, trial_.spec.records);
    if (paginator_->after(facts).end) {
      trial_.result = Trial::Result::one_page;
      return;
    }
    const SeenPage* second = ask(1);
    if (second == nullptr) return;
    const PageFacts behind = facts_of(*second, 1, facts.received);
    trial_.second_records = record_digests(*second, trial_.spec.records);
    if (behind.records == 0) {
      trial_.result = Trial::Result::empty_end;
      return;
    }
    if (overlap(trial_.first_records, trial_.second_records))
      return refuse("the second page has records of the first");
    paginator_->after(behind);
    trial_.second = second;
    trial_.result = Trial::Result::two_pages;
  }

  /// A page, if it is one.
  const SeenPage* ask(std::uint64_t index) {
    const auto request = paginator_->request(index);
    if (!request) {
      refuse("there is no way to a second page");
      return nullptr;
    }
    if (const auto refusal = lock_.refusal(request->url)) {
      refuse("the next page is at " + *refusal);
      return nullptr;
    }
    const SeenPage& seen = look_.ask(*request);
    if (seen.readable) return &seen;
    refuse(fmt::format("page {}: {}", index + 1,
                       seen.answer.response.status == 200
                           ? "the answer is not JSON"
                           : fmt::format("the API answered {}", seen.answer.response.status)));
    return nullptr;
  }

  PageFacts facts_of(const SeenPage& seen, std::uint64_t index, std::uint64_t received) {
    if (const auto problem = reader_.parse(seen.answer.response))
      throw Error(ErrorKind::api, "the answer " + problem->text);
    return reader_.facts(seen.answer.response, index, received);
  }

  void refuse(std::string problem) {
    trial_.result = Trial::Result::refused;
    trial_.problem = std::move(problem);
  }

  ApiLook& look_;
  http::OriginLock lock_;
  PageReader reader_;
  std::unique_ptr<Paginator> paginator_;
  Trial trial_;
};

}  // namespace

Trial try_pages(ApiLook& look, const RestSpec& spec) {
  return Walker(look, spec).take();
}

std::vector<std::uint64_t> record_digests(const SeenPage& seen, const std::string& path) {
  if (!seen.readable) return {};
  std::vector<element> records;
  try {
    seen.page.list_at(JsonPath::parse(path, ErrorKind::internal), records);
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::api) throw;
    return {};
  }
  for (const std::string_view member : kIds) {
    auto digests = digests_of_ids(records, member);
    if (!digests.empty()) return digests;
  }
  std::vector<std::uint64_t> digests;
  for (const element record : records) digests.push_back(digest64(simdjson::minify(record)));
  return digests;
}

bool overlap(const std::vector<std::uint64_t>& a, const std::vector<std::uint64_t>& b) {
  const std::set<std::uint64_t> known(a.begin(), a.end());
  return std::any_of(b.begin(), b.end(), [&known](std::uint64_t digest) { return known.count(digest) != 0; });
}

bool begins_with(const std::vector<std::uint64_t>& whole, const std::vector<std::uint64_t>& front) {
  return !front.empty() && front.size() <= whole.size() &&
         std::equal(front.begin(), front.end(), whole.begin());
}

}  // namespace counterpart
