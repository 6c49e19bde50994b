#pragma once
/// A table in parts: conditions on a whole-number column that together hold for each row exactly once.

#include <optional>
#include <string>
#include <vector>

#include "counterpart/error.hpp"

namespace counterpart {

/// At most `parts` conditions that cut the numbers from `least` to `most` (as the server writes them, within
/// 64 bits) into equal ranges. Whatever the table holds, each row meets exactly one: the first range is open
/// below and has the nulls, the last one is open above. One empty condition where there is nothing to cut.
/// `column` is quoted already.
std::vector<std::string> key_ranges(const std::string& column, const std::optional<std::string>& least,
                                    const std::optional<std::string>& most, unsigned parts);

/// The column is of another type.
Error not_splittable(const std::string& place, const std::string& column, const std::string& type);

}  // namespace counterpart
