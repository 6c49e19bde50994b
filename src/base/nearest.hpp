#pragma once
/// "Did you mean …?"

#include <string>
#include <string_view>
#include <vector>

namespace counterpart {

/// The candidate with the fewest edits (insert, delete, replace, swap of neighbours) from `word`, if those
/// are at most a third of its length, two at least; else empty. Case is ignored. The first of equals wins.
std::string nearest(std::string_view word, const std::vector<std::string>& candidates);

/// " (did you mean 'lastname'?)", or nothing if no candidate is near.
std::string did_you_mean(std::string_view word, const std::vector<std::string>& candidates);

}  // namespace counterpart
