#pragma once
/// Forms of one forename, compiled by hand.

#include <span>
#include <string_view>

namespace counterpart {

/// Each a line of forms, the full ones first, with spaces between them.
std::span<const std::string_view> english_nicknames();
/// Of Spanish, Portuguese, French and Italian, by the letters that the normalization "name" leaves.
std::span<const std::string_view> romance_nicknames();
/// Of German, Dutch, Nordic and Slavic languages.
std::span<const std::string_view> other_nicknames();

}  // namespace counterpart
