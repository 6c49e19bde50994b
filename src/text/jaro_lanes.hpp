#pragma once
/// Jaro-Winkler of one short ASCII text against several at once. Hides vectors: a lane for each other text,
/// as wide as the one text is long, all lanes in step.

#include <cstddef>
#include <string_view>

#include "text/characters.hpp"

namespace counterpart {

/// What a lane takes.
inline constexpr std::size_t kMostLaneText = 64;

/// `text` prepared; it has 1 to kMostLaneText ASCII characters.
struct LaneText {
  const PlaceMasks& places;
  std::size_t size;
};

/// How many texts are compared at once with a text of that size: 32, 16, 8 or 4.
std::size_t jaro_lanes(std::size_t text_size);

/// Sets `out[i]` to Jaro-Winkler of the text and `others[i]`, the same number as `jaro_winkler` gives, for
/// i < count <= jaro_lanes(text.size). No other text may be longer than kMostLaneText. False if one is not
/// ASCII; its number means nothing then.
bool jaro_winkler_in_lanes(const LaneText& text, const std::string_view* others, std::size_t count,
                           double* out);
/// The same on processors that have no AVX2.
bool jaro_winkler_in_portable_lanes(const LaneText& text, const std::string_view* others, std::size_t count,
                                    double* out);

}  // namespace counterpart
