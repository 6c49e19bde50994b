#include "http/retry.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "http/libcurl.hpp"

namespace counterpart::http {
namespace {

std::string in_seconds(Milliseconds time) {
  return fmt::format("{} s", static_cast<double>(time.count()) / 1000.0);
}

std::string after(unsigned attempts) {
  return fmt::format("after {} attempt{}", attempts, attempts == 1 ? "" : "s");
}

}  // namespace

bool pushes_back(const Response& response) {
  return response.failure == Failure::none &&
         (response.status == 429 || (response.status >= 500 && response.status < 600));
}

bool worth_another_try(const Response& response) {
  switch (response.failure) {
    case Failure::none: return response.status == 408 || response.status == 425 || pushes_back(response);
    case Failure::unreachable:
    case Failure::broken:
    case Failure::too_slow: return true;
    case Failure::tls:
    case Failure::redirect:
    case Failure::too_large:
    case Failure::refused:
    case Failure::not_kept: return false;
  }
  return false;
}

std::optional<std::chrono::seconds> parse_retry_after(std::string_view text, std::int64_t now) {
  const std::size_t begin = text.find_first_not_of(" \t");
  if (begin == std::string_view::npos) return std::nullopt;
  text = text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
  if (std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; })) {
    std::int64_t wait = 0;
    const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), wait);
    if (code != std::errc()) wait = kForeverSeconds;
    return std::chrono::seconds(std::min(wait, kForeverSeconds));
  }
  // A date has letters in it; curl_getdate would also read "-1" or "12.5" as some time of today.
  const bool letters = std::any_of(text.begin(), text.end(),
                                   [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); });
  const std::int64_t date = letters ? curl_getdate(std::string(text).c_str(), nullptr) : -1;
  if (date == -1) return std::nullopt;
  return std::chrono::seconds(std::clamp<std::int64_t>(date - now, 0, kForeverSeconds));
}

Milliseconds backoff(const RetryPolicy& policy, unsigned attempts, double chance) {
  const unsigned doublings = std::min(attempts == 0 ? 0U : attempts - 1, 30U);
  const std::int64_t most = std::min(policy.first_pause.count() << doublings, policy.longest_pause.count());
  return Milliseconds(static_cast<std::int64_t>(static_cast<double>(most) * chance));
}

NextTry next_try(const RetryPolicy& policy, unsigned attempts, Milliseconds since,
                 std::optional<std::chrono::seconds> asked, double chance) {
  if (attempts >= policy.attempts) return {std::nullopt, after(attempts)};
  Milliseconds pause = backoff(policy, attempts, chance);
  if (asked) {
    const Milliseconds wait(*asked);
    if (since + wait > policy.deadline) {
      return {std::nullopt,
              fmt::format("the server asks to wait {} s (Retry-After), beyond the retry deadline of {}",
                          asked->count(), in_seconds(policy.deadline))};
    }
    pause = wait + backoff(policy, 1, chance);
  }
  if (since + pause > policy.deadline && !asked) {
    return {std::nullopt,
            fmt::format("{}, at the retry deadline of {}", after(attempts), in_seconds(policy.deadline))};
  }
  return {pause, {}};
}

}  // namespace counterpart::http
