#include "source/survey/page_tries.hpp"

#include "source/rest/rest_request.hpp"
#include "source/survey/record_lists.hpp"

namespace counterpart {
namespace {

using Kind = PagesSpec::Kind;
using Digests = std::vector<std::uint64_t>;

RestSpec counted(const RestSpec& spec, Kind kind, const std::string& param, std::int64_t first) {
  RestSpec made = spec;
  made.query.erase(param);
  made.pages = {};
  made.pages.kind = kind;
  made.pages.param = param;
  made.pages.first = first;
  made.pages.size_param = spec.pages.size_param;
  made.pages.size = spec.pages.size;
  return made;
}

/// The page that a parameter with this value gives.
const SeenPage& page_at(ApiLook& look, const RestSpec& spec, Kind kind, const std::string& param,
                        std::int64_t value) {
  const RestSpec made = counted(spec, kind, param, value);
  return look.ask(*make_paginator(made.pages, first_request(made))->request(0));
}

std::optional<Trial> only_two_pages(Trial trial) {
  return trial.result == Trial::Result::two_pages ? std::optional(std::move(trial)) : std::nullopt;
}

}  // namespace

std::string records_of(const SeenPage& page, const std::string& same, std::string_view thing) {
  if (!page.readable) return "/";
  if (!record_digests(page, same).empty()) return same;
  const std::vector<RecordList> lists = record_lists(page.page, thing);
  return lists.empty() ? "/" : lists.front().path;
}

std::optional<Trial> try_page_number(ApiLook& look, const RestSpec& spec, const SeenPage& page,
                                     const std::string& param, std::string_view thing) {
  const Digests usual = record_digests(page, spec.records);
  const SeenPage& two = page_at(look, spec, Kind::page, param, 2);
  RestSpec found = spec;
  found.records = records_of(two, spec.records, thing);
  const Digests second = record_digests(two, found.records);
  if (usual.empty() || second.empty() || second.front() == usual.front()) return std::nullopt;
  const Digests first = record_digests(page_at(look, spec, Kind::page, param, 1), found.records);
  const Digests zero = record_digests(page_at(look, spec, Kind::page, param, 0), found.records);
  // Page 0 is the first one where it is not page 1 once more; an API that shuffles its records has no first.
  const bool from_zero = !zero.empty() && !overlap(zero, first) && overlap(zero, usual);
  if (!from_zero && !overlap(first, usual)) return std::nullopt;
  return only_two_pages(try_pages(look, counted(found, Kind::page, param, from_zero ? 0 : 1)));
}

std::optional<Trial> try_offset(ApiLook& look, const RestSpec& spec, const SeenPage& page,
                                const std::string& param) {
  const Digests usual = record_digests(page, spec.records);
  const auto at = [&](std::int64_t offset) {
    return record_digests(page_at(look, spec, Kind::offset, param, offset), spec.records);
  };
  const Digests one = at(1);
  if (usual.empty() || one.empty()) return std::nullopt;
  std::int64_t first = 0;
  if (usual.size() == 1) {
    if (one.front() == usual.front()) return std::nullopt;
  } else if (one.front() == usual.front()) {
    // Counted from 1, or the parameter means nothing.
    const Digests two = at(2);
    if (two.empty() || two.front() != usual[1]) return std::nullopt;
    first = 1;
  } else if (one.front() != usual[1]) {
    return std::nullopt;
  }
  return only_two_pages(try_pages(look, counted(spec, Kind::offset, param, first)));
}

std::optional<Trial> try_keysets(ApiLook& look, const RestSpec& spec) {
  for (const char* param : {"starting_after", "after", "after_id", "since_id", "last_id", "start_after"}) {
    RestSpec made = counted(spec, Kind::keyset, param, 0);
    made.pages.field = "id";
    if (auto trial = only_two_pages(try_pages(look, made))) return trial;
  }
  return std::nullopt;
}

}  // namespace counterpart
