#pragma once
/// A text as characters that can be counted and indexed: bytes where it is ASCII, else code points.

#include <cstdint>
#include <string_view>
#include <vector>

#include "base/utf8.hpp"

namespace counterpart {

/// The code points of valid UTF-8.
inline std::vector<char32_t> code_points(std::string_view text) {
  std::vector<char32_t> points;
  points.reserve(text.size());
  while (!text.empty()) {
    const std::size_t size = utf8_sequence_length(text);
    points.push_back(code_point(text.substr(0, size)));
    text.remove_prefix(size);
  }
  return points;
}

/// Calls `measure` with both texts as strings of characters of one type.
template <typename Measure>
auto on_characters(std::string_view a, std::string_view b, Measure measure) {
  if (is_ascii(a) && is_ascii(b)) return measure(a, b);
  const std::vector<char32_t> left = code_points(a);
  const std::vector<char32_t> right = code_points(b);
  return measure(std::u32string_view(left.data(), left.size()),
                 std::u32string_view(right.data(), right.size()));
}

/// For each character of a text of at most 64, the places at which it stands, as bits.
class PlaceMasks {
 public:
  template <typename Characters>
  explicit PlaceMasks(Characters text) {
    add(text);
  }
  PlaceMasks() = default;

  template <typename Characters>
  void add(Characters text) {
    for (std::size_t i = 0; i < text.size(); ++i) add(static_cast<char32_t>(text[i]), i);
  }
  /// Takes back what was added of an ASCII text.
  void forget(std::string_view text) {
    for (const char c : text) ascii_[static_cast<unsigned char>(c)] = 0;
  }

  std::uint64_t operator[](char32_t c) const {
    if (c < kAscii) return ascii_[c];
    for (const auto& [other, mask] : others_) {
      if (other == c) return mask;
    }
    return 0;
  }

 private:
  static constexpr std::size_t kAscii = 128;

  void add(char32_t c, std::size_t place) {
    const std::uint64_t bit = 1ULL << place;
    if (c < kAscii) {
      ascii_[c] |= bit;
      return;
    }
    for (auto& [other, mask] : others_) {
      if (other == c) {
        mask |= bit;
        return;
      }
    }
    others_.emplace_back(c, bit);
  }

  std::uint64_t ascii_[kAscii] = {};
  std::vector<std::pair<char32_t, std::uint64_t>> others_;
};

/// The same for two ASCII texts: of the first, and only for characters of either. Nothing else is set up.
class AsciiPlaceMasks {
 public:
  AsciiPlaceMasks(std::string_view text, std::string_view asked) {
    for (const char c : asked) masks_[static_cast<unsigned char>(c)] = 0;
    for (const char c : text) masks_[static_cast<unsigned char>(c)] = 0;
    for (std::size_t i = 0; i < text.size(); ++i) masks_[static_cast<unsigned char>(text[i])] |= 1ULL << i;
  }
  std::uint64_t operator[](char32_t c) const { return masks_[c]; }

 private:
  std::uint64_t masks_[128];
};

inline AsciiPlaceMasks place_masks(std::string_view text, std::string_view asked) {
  return {text, asked};
}
inline PlaceMasks place_masks(std::u32string_view text, std::u32string_view /*asked*/) {
  return PlaceMasks(text);
}

}  // namespace counterpart
