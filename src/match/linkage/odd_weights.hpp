#pragma once
/// What is odd about the weights of a model, wherever they are from.

#include <string>
#include <vector>

#include "match/linkage/model.hpp"

namespace counterpart::linkage {

/// At most two lines for each comparison: the levels of agreement, which are all but the last, that speak
/// against a match; a level that weighs more than a stricter one above it (see strictness.hpp), of several
/// the two that are furthest apart.
std::vector<std::string> odd_weights(const Spec& spec, const Model& model);

}  // namespace counterpart::linkage
