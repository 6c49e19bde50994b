#pragma once
/// What a server says about how much more it may be asked: the header fields of several drafts and habits.

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace counterpart::http {

struct RateHint {
  std::optional<std::uint64_t> remaining;     ///< requests that will still be served
  std::optional<std::chrono::seconds> reset;  ///< from now, when there will be more
  friend bool operator==(const RateHint&, const RateHint&) = default;
};

/// Reads the header fields of an answer, names in lower case, that came at `now`, in seconds since 1970:
///   ratelimit-remaining, ratelimit-reset          draft-ietf-httpapi-ratelimit-headers up to 06
///   ratelimit: limit=100, remaining=50, reset=30  its draft 07
///   ratelimit: "default";r=50;t=30, …             its drafts from 08
///   x-ratelimit-remaining, x-ratelimit-reset      a habit, also as x-rate-limit-…
/// A reset is in seconds from now, or, as some servers have it, a time since 1970 in seconds or in parts of
/// one; its size tells. Of several hints the most pressing one: the least remaining, then the latest reset.
/// Policies say nothing about the present and are not read. What is no number of 0 or more is ignored; a
/// reset too far away is clamped to kForeverSeconds. Nothing if there is nothing to tell.
std::optional<RateHint> parse_rate_limit(const std::vector<std::pair<std::string, std::string>>& headers,
                                         std::int64_t now);

}  // namespace counterpart::http
