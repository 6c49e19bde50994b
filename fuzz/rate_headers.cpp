// The first line is the time; each other one a header field, "name: value". Each value is also read as a
// Retry-After.
#include <algorithm>

#include "fuzz/input.hpp"
#include "http/rate_hint.hpp"
#include "http/retry.hpp"

namespace counterpart::http {
namespace {

using fuzz::require;
using Headers = std::vector<std::pair<std::string, std::string>>;
using Wait = std::optional<std::chrono::seconds>;

bool in_range(Wait wait) {
  return !wait || (wait->count() >= 0 && wait->count() <= kForeverSeconds);
}

void check_hint(Headers headers, std::int64_t now) {
  const auto hint = parse_rate_limit(headers, now);
  require(!hint || hint->remaining || hint->reset, "a hint says something");
  if (hint) require(in_range(hint->reset), "a reset is neither past nor beyond forever");
  const auto later = parse_rate_limit(headers, now + 1);
  require(hint.has_value() == later.has_value(), "what can be read is no matter of time");
  if (hint) require(hint->remaining == later->remaining, "what remains is no matter of time");

  headers.emplace_back("x-ratelimit-policy", "\"a\";r=0;t=5");
  require(parse_rate_limit(headers, now) == hint, "other fields are not read");
  headers.insert(headers.begin(), {"ratelimit", "\"a\";r=0;t=316224000"});
  const RateHint most{0, std::chrono::seconds(kForeverSeconds)};
  require(parse_rate_limit(headers, now) == most, "the most pressing hint is given");
}

void check_policy_name(const std::string& name) {
  std::string quoted;
  for (const char c : name) quoted += c == '"' || c == '\\' ? std::string{'\\', c} : std::string{c};
  const RateHint wanted{7, std::chrono::seconds(9)};
  require(parse_rate_limit({{"ratelimit", "\"" + quoted + "\";r=7;t=9"}}, 0) == wanted,
          "a name is no more than a name");
}

void check_retry_after(const std::string& value, std::int64_t now) {
  const Wait wait = parse_retry_after(value, now);
  require(in_range(wait), "a wait is neither negative nor beyond forever");
  const Wait later = parse_retry_after(value, now + 1);
  require(wait.has_value() == later.has_value(), "what can be read is no matter of time");
  require(!wait || (*later <= *wait && *later >= *wait - std::chrono::seconds(1)), "time passes evenly");
  const bool digits =
      !value.empty() && std::all_of(value.begin(), value.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (digits && value.size() < 9)
    require(wait == std::chrono::seconds(std::stol(value)), "seconds are seconds");

  const RetryPolicy policy;
  const NextTry next = next_try(policy, 1, Milliseconds(1000), wait, 0.999);
  require(next.pause.has_value() == next.refusal.empty(), "there is a next try or a reason");
  if (next.pause && wait) {
    require(*next.pause >= *wait, "a wait is kept in full");
    require(*wait + Milliseconds(1000) <= policy.deadline, "no wait passes the deadline");
  }
}

}  // namespace
}  // namespace counterpart::http

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  counterpart::fuzz::Input input(data, size);
  const std::int64_t now = std::strtol(input.line().c_str(), nullptr, 10) % (1LL << 40);
  counterpart::http::Headers headers;
  for (const std::string& line : input.lines()) {
    const std::size_t colon = std::min(line.find(": "), line.size());
    const std::string value = line.substr(std::min(colon + 2, line.size()));
    headers.emplace_back(line.substr(0, colon), value);
    counterpart::http::check_retry_after(value, now);
    counterpart::http::check_policy_name(value);
  }
  counterpart::http::check_hint(headers, now);
  return 0;
}
