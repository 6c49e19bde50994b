#include "http/rate_hint.hpp"

#include <algorithm>
#include <charconv>
#include <limits>
#include <string_view>
#include <tuple>

#include "http/retry.hpp"

namespace counterpart::http {
namespace {

using Seconds = std::chrono::seconds;

constexpr std::uint64_t kHuge = std::numeric_limits<std::uint64_t>::max();
/// As seconds since 1970 this is the year 5138, as milliseconds 1973: a time beyond counts smaller units.
constexpr std::uint64_t kFinerThanSeconds = 100'000'000'000;

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

bool is_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

struct Number {
  std::uint64_t whole = 0;  ///< clamped
  bool more = false;        ///< there is a fraction
};

/// A number of 0 or more, such as 30 or 29.5.
std::optional<Number> number(std::string_view text) {
  text = trimmed(text);
  const std::string_view whole = text.substr(0, text.find('.'));
  const std::string_view fraction = text.substr(std::min(whole.size() + 1, text.size()));
  if (!is_digits(whole) || (whole.size() != text.size() && !is_digits(fraction))) return std::nullopt;
  Number read{.more = fraction.find_first_not_of('0') != std::string_view::npos};
  const auto [end, code] = std::from_chars(whole.data(), whole.data() + whole.size(), read.whole);
  if (code != std::errc()) read.whole = kHuge;
  return read;
}

std::optional<std::uint64_t> count(std::string_view text) {
  const auto read = number(text);
  return read ? std::optional(read->whole) : std::nullopt;
}

/// Rounded up, so that nothing starts too early.
std::optional<std::uint64_t> rounded_up(std::string_view text) {
  const auto read = number(text);
  if (!read) return std::nullopt;
  return read->whole + (read->more && read->whole != kHuge ? 1 : 0);
}

/// From now until a reset, which is a delay or a time; a time is told by being later than 1980.
std::optional<Seconds> until(std::string_view reset, std::int64_t now) {
  auto seconds = rounded_up(reset);
  if (!seconds) return std::nullopt;
  if (*seconds > static_cast<std::uint64_t>(kForeverSeconds)) {
    while (*seconds >= kFinerThanSeconds) *seconds = (*seconds - 1) / 1000 + 1;
    *seconds -= std::min(*seconds, static_cast<std::uint64_t>(std::max<std::int64_t>(now, 0)));
  }
  return Seconds(static_cast<std::int64_t>(std::min<std::uint64_t>(*seconds, kForeverSeconds)));
}

/// Orders hints, the most pressing one first.
auto rank(const RateHint& hint) {
  return std::tuple(!hint.remaining, hint.remaining.value_or(0), -hint.reset.value_or(Seconds(-1)));
}

void keep_most_pressing(RateHint& most, const RateHint& other) {
  if (rank(other) < rank(most)) most = other;
}

/// The text before the next `stop` that stands outside of quotes; it is taken off `rest`.
std::string_view take_part(std::string_view& rest, char stop) {
  std::size_t at = 0;
  for (bool quoted = false; at < rest.size() && (quoted || rest[at] != stop); ++at) {
    if (rest[at] == '"') quoted = !quoted;
    if (quoted && rest[at] == '\\') ++at;
  }
  at = std::min(at, rest.size());
  const std::string_view part = rest.substr(0, at);
  rest.remove_prefix(std::min(at + 1, rest.size()));
  return part;
}

/// Reads "name=number" into `hint`, if it has one of these two names.
void read_pair(std::string_view pair, std::string_view remaining, std::string_view reset, std::int64_t now,
               RateHint& hint) {
  const std::size_t equals = pair.find('=');
  if (equals == std::string_view::npos) return;
  const std::string_view name = trimmed(pair.substr(0, equals));
  if (name == remaining) hint.remaining = count(pair.substr(equals + 1));
  if (name == reset) hint.reset = until(pair.substr(equals + 1), now);
}

/// The field RateLimit of draft 07, a dictionary, or of later ones, a list of items with parameters.
RateHint structured(std::string_view value, std::int64_t now) {
  RateHint most;
  RateHint dictionary;
  while (!value.empty()) {
    std::string_view member = take_part(value, ',');
    read_pair(take_part(member, ';'), "remaining", "reset", now, dictionary);
    RateHint item;
    while (!member.empty()) read_pair(take_part(member, ';'), "r", "t", now, item);
    keep_most_pressing(most, item);
  }
  keep_most_pressing(most, dictionary);
  return most;
}

}  // namespace

std::optional<RateHint> parse_rate_limit(const std::vector<std::pair<std::string, std::string>>& headers,
                                         std::int64_t now) {
  RateHint most;
  for (const std::string prefix : {"ratelimit-", "x-ratelimit-", "x-rate-limit-"}) {
    RateHint family;
    for (const auto& [name, value] : headers) {
      if (name == prefix + "remaining") keep_most_pressing(family, {count(value), family.reset});
      if (name == prefix + "reset") family.reset = std::max(family.reset, until(value, now));
    }
    keep_most_pressing(most, family);
  }
  // Several lines are one list (RFC 9110, 5.3).
  std::string list;
  for (const auto& [name, value] : headers) {
    if (name == "ratelimit") list += (list.empty() ? "" : ",") + value;
  }
  keep_most_pressing(most, structured(list, now));
  if (!most.remaining && !most.reset) return std::nullopt;
  return most;
}

}  // namespace counterpart::http
