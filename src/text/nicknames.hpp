#pragma once
/// Forms of one forename, compiled by hand.

#include <span>
#include <string_view>

namespace counterpart {

/// Each a line of forms, the full ones first, with spaces between them.
std::span<const std::string_view> english_nicknames();
/// Of other languages of Europe, by the letters that the normalization "name" makes of them.
std::span<const std::string_view> other_nicknames();

}  // namespace counterpart
