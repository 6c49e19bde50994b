#include "base/size.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <utility>

namespace counterpart {
namespace {

constexpr std::uint64_t kKi = 1024;
constexpr std::uint64_t kLargest = std::uint64_t{1} << 62;

std::optional<std::uint64_t> unit_bytes(std::string_view unit) {
  std::string lower;
  for (char c : unit) lower += (c >= 'A' && c <= 'Z') ? static_cast<char>(c + 32) : c;
  constexpr std::array<std::pair<std::string_view, std::uint64_t>, 12> units{{
      {"", 1},
      {"b", 1},
      {"k", kKi},
      {"kib", kKi},
      {"m", kKi * kKi},
      {"mib", kKi * kKi},
      {"g", kKi * kKi * kKi},
      {"gib", kKi * kKi * kKi},
      {"kb", 1000},
      {"mb", 1000 * 1000},
      {"gb", 1000 * 1000 * 1000},
      {"tib", kKi * kKi * kKi * kKi},
  }};
  for (const auto& [name, bytes] : units) {
    if (lower == name) return bytes;
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::uint64_t> parse_size(std::string_view text) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{}) return std::nullopt;
  std::string_view unit = text.substr(static_cast<std::size_t>(end - text.data()));
  if (!unit.empty() && unit.front() == ' ') unit.remove_prefix(1);
  const auto bytes = unit_bytes(unit);
  if (!bytes || number > kLargest / *bytes) return std::nullopt;
  return number * *bytes;
}

std::string format_size(std::uint64_t bytes) {
  constexpr std::array<const char*, 5> names{"B", "KiB", "MiB", "GiB", "TiB"};
  auto value = static_cast<double>(bytes);
  std::size_t unit = 0;
  while (value >= kKi && unit + 1 < names.size()) {
    value /= kKi;
    ++unit;
  }
  if (unit == 0 || value >= 100) return fmt::format("{:.0f} {}", value, names[unit]);
  return fmt::format("{:.1f} {}", value, names[unit]);
}

std::string format_count(std::uint64_t count) {
  std::string digits = std::to_string(count);
  for (auto at = static_cast<std::ptrdiff_t>(digits.size()) - 3; at > 0; at -= 3) {
    digits.insert(static_cast<std::size_t>(at), 1, ',');
  }
  return digits;
}

std::string format_count(std::uint64_t count, std::string_view what) {
  return fmt::format("{} {}{}", format_count(count), what, count == 1 ? "" : "s");
}

}  // namespace counterpart
