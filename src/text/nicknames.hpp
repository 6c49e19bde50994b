#pragma once
/// Forms of one forename, compiled by hand.

#include <span>
#include <string_view>

namespace counterpart {

/// Each a line of forms, the full ones first, with spaces between them.
std::span<const std::string_view> nickname_lines();

}  // namespace counterpart
