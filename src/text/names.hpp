#pragma once
/// What is known of people's names: forms of one forename, titles, suffixes, particles. Names are in
/// lower-case ASCII, as the normalization "name" makes them. docs/names.md says what is handled.

#include <string>
#include <string_view>
#include <vector>

namespace counterpart {

/// True if both are forms of one forename: bob and robert, bill and william, pepe and josé's "jose". A form
/// of several names (chris) is of one class with each of them, which does not make those one class. Of
/// several forenames the first counts; the others have to be the same, or one has none and the first ones
/// differ: "bob" and "robert james".
bool share_a_nickname_class(std::string_view a, std::string_view b);
/// False if it shares a class with no name.
bool has_nickname_class(std::string_view name);

/// The words of a text between spaces.
std::vector<std::string_view> words_of(std::string_view text);

/// A name without titles before it (dr, mrs) and suffixes behind it (jr, iii, phd), as long as something is
/// left.
std::string_view without_titles(std::string_view name);

/// True if all words of one are among those of the other, particles (de, la, van, von …) set aside, and
/// something is left of both: "garcia" and "garcia marquez", "cruz" and "de la cruz".
bool is_word_subset(std::string_view a, std::string_view b);

/// Words in both over words in either, 0 to 1 (Jaccard 1901); each word counts once.
double word_overlap(std::string_view a, std::string_view b);

/// True if word by word both are the same, or one is the first character of the other, which happens once at
/// least; a full stop may stand behind it: "j" and "john", "j r tolkien" and "john ronald tolkien".
bool is_initial_of(std::string_view a, std::string_view b);

}  // namespace counterpart
