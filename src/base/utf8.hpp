#pragma once
/// UTF-8 validity as Unicode's table 3-7 defines it: no overlong forms, no surrogates, nothing above
/// U+10FFFF.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/bytes.hpp"

namespace counterpart {

/// No byte has its high bit.
inline bool is_ascii(std::string_view text) noexcept {
  return !any_word(text, [](std::uint64_t word) { return (word & 0x8080808080808080U) != 0; });
}

/// Of `is_valid_utf8`: text that is not ASCII.
bool is_valid_utf8_beyond_ascii(std::string_view text) noexcept;

inline bool is_valid_utf8(std::string_view text) noexcept {
  return is_ascii(text) || is_valid_utf8_beyond_ascii(text);
}

/// The number of bytes of the well-formed sequence at the front of `text`; 0 if there is none.
std::size_t utf8_sequence_length(std::string_view text) noexcept;

/// The number of code points of valid UTF-8.
std::size_t count_code_points(std::string_view text) noexcept;

/// The code point of one well-formed sequence.
char32_t code_point(std::string_view sequence) noexcept;

/// False for what a terminal obeys or what turns a line around: C0, DEL, C1, bidirectional controls, the line
/// and paragraph separators.
bool is_safe_to_show(char32_t c) noexcept;

/// `text` made safe for a terminal or a log line: control characters (C0, C1, DEL), bidirectional controls
/// and bytes that are no UTF-8 become \xNN or \u{NNNN}; at most `limit` bytes of the input are shown.
std::string printable(std::string_view text, std::size_t limit = 400);

}  // namespace counterpart
