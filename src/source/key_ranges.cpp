#include "source/key_ranges.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cstdint>

#include "base/utf8.hpp"

namespace counterpart {
namespace {

template <typename Number>
std::optional<Number> number(const std::string& text) {
  Number value = 0;
  const char* const end = text.data() + text.size();
  const auto [rest, problem] = std::from_chars(text.data(), end, value);
  if (problem != std::errc() || rest != end) return std::nullopt;
  return value;
}

/// The numbers at which the ranges after the first begin: ascending, all above `least`. The distance of two
/// numbers of one type is counted without a sign, where it always fits.
template <typename Number>
std::vector<std::string> cuts(Number least, Number most, unsigned parts) {
  const std::uint64_t distance = static_cast<std::uint64_t>(most) - static_cast<std::uint64_t>(least);
  std::vector<std::string> numbers;
  std::uint64_t last = 0;
  for (std::uint64_t i = 1; i < parts; ++i) {
    // (distance + 1) * i / parts, without leaving 64 bits.
    const std::uint64_t offset = distance / parts * i + (distance % parts * i + i) / parts;
    if (offset == last) continue;
    last = offset;
    numbers.push_back(std::to_string(static_cast<Number>(static_cast<std::uint64_t>(least) + offset)));
  }
  return numbers;
}

std::vector<std::string> cuts_between(const std::optional<std::string>& least,
                                      const std::optional<std::string>& most, unsigned parts) {
  if (!least || !most) return {};
  const auto low = number<std::int64_t>(*least);
  const auto high = number<std::int64_t>(*most);
  if (low && high) return cuts(*low, *high, parts);
  const auto unsigned_low = number<std::uint64_t>(*least);
  const auto unsigned_high = number<std::uint64_t>(*most);
  return unsigned_low && unsigned_high ? cuts(*unsigned_low, *unsigned_high, parts)
                                       : std::vector<std::string>();
}

}  // namespace

std::vector<std::string> key_ranges(const std::string& column, const std::optional<std::string>& least,
                                    const std::optional<std::string>& most, unsigned parts) {
  const std::vector<std::string> at = cuts_between(least, most, parts);
  if (at.empty()) return {""};
  std::vector<std::string> ranges{fmt::format("{0} < {1} OR {0} IS NULL", column, at.front())};
  for (std::size_t i = 1; i < at.size(); ++i)
    ranges.push_back(fmt::format("{0} >= {1} AND {0} < {2}", column, at[i - 1], at[i]));
  ranges.push_back(fmt::format("{} >= {}", column, at.back()));
  return ranges;
}

Error not_splittable(const std::string& place, const std::string& column, const std::string& type) {
  return Error(ErrorKind::source,
               fmt::format("{}: split needs a column of whole numbers, and '{}' is of type {}", place,
                           printable(column), printable(type)))
      .hint("name one that has an index, split_by = \"COLUMN\", or leave split out");
}

}  // namespace counterpart
