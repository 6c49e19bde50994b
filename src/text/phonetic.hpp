#pragma once
/// How a name sounds, roughly and to an English ear. Letters A to Z in either case count, all else is left
/// out: names in other letters are romanised before.

#include <string>
#include <string_view>

namespace counterpart {

/// American Soundex (as the US National Archives describe it): a letter and three digits, "R163". Empty for a
/// text without letters.
std::string soundex(std::string_view text);
/// Metaphone (Philips 1990), the whole code: consonants by sound, vowels at the start alone. 0 stands for th.
/// Empty for a text without letters.
std::string metaphone(std::string_view text);

}  // namespace counterpart
