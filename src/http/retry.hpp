#pragma once
/// Which requests are made again, and when. Pure: time and chance come in as values.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "http/request.hpp"

namespace counterpart::http {

/// Ten years: what is beyond is beyond every deadline.
inline constexpr std::int64_t kForeverSeconds = 10LL * 366 * 24 * 3600;

struct RetryPolicy {
  unsigned attempts = 5;           ///< of one request, the first included
  Milliseconds deadline{300'000};  ///< from the first attempt to the start of the last
  Milliseconds first_pause{250};   ///< doubled for each further attempt
  Milliseconds longest_pause{30'000};
};

/// True if the same request can come out better: no whole answer, 408, 425, 429 or 5xx.
bool worth_another_try(const Response& response);
/// True if the server says that it is asked too much: 429 or 5xx.
bool pushes_back(const Response& response);

/// The wait that a Retry-After asks for (RFC 9110, 10.2.3: seconds or a date) at `now`, in seconds since
/// 1970; a date that has passed is zero. Nothing for a text that is neither.
std::optional<std::chrono::seconds> parse_retry_after(std::string_view text, std::int64_t now);

/// Full jitter: between nothing and the doubled pause after so many `attempts`; `chance` is uniform in [0,
/// 1).
Milliseconds backoff(const RetryPolicy& policy, unsigned attempts, double chance);

/// Either the time to wait before the next attempt, or why there is none.
struct NextTry {
  std::optional<Milliseconds> pause;
  std::string refusal;
};

/// Decides after so many `attempts`, the first of which began `since` ago. A wait that the server asked for
/// is kept in full (and spread by up to a first pause), or, where it passes the deadline, is the reason to
/// give up.
NextTry next_try(const RetryPolicy& policy, unsigned attempts, Milliseconds since,
                 std::optional<std::chrono::seconds> asked, double chance);

}  // namespace counterpart::http
