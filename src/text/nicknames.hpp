#pragma once
/// Forms of one forename, compiled by hand.

#include <string_view>
#include <vector>

namespace counterpart {

/// Each a line of forms, the full ones first, with spaces between them.
const std::vector<std::string_view>& nickname_lines();

}  // namespace counterpart
