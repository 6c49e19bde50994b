#include "text/names.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <tuple>
#include <unordered_map>

#include "base/utf8.hpp"
#include "text/nicknames.hpp"

namespace counterpart {
namespace {

/// Takes off the first word and the space behind it; empty if there is none.
std::string_view take_word(std::string_view& text) {
  std::string_view word;
  while (word.empty() && !text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    word = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return word;
}

template <typename Take>
void for_each_word(std::string_view text, Take take) {
  for (std::string_view word = take_word(text); !word.empty(); word = take_word(text)) take(word);
}

using Classes = std::vector<std::uint16_t>;

/// The classes of each form, in ascending order.
const std::unordered_map<std::string_view, Classes>& nickname_classes() {
  static const auto classes = [] {
    std::unordered_map<std::string_view, Classes> all;
    std::uint16_t number = 0;
    for (const auto lines : {english_nicknames(), romance_nicknames(), other_nicknames()}) {
      for (const std::string_view line : lines) {
        for_each_word(line, [&](std::string_view form) {
          Classes& its = all[form];
          if (its.empty() || its.back() != number) its.push_back(number);
        });
        ++number;
      }
    }
    return all;
  }();
  return classes;
}

template <std::size_t kSize>
bool is_one_of(std::string_view word, const std::array<std::string_view, kSize>& words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

bool is_title(std::string_view word) {
  static constexpr std::array<std::string_view, 24> words{
      "mr",     "mrs",  "ms",   "miss", "mx",   "dr",  "prof",     "professor",
      "doctor", "sir",  "dame", "lady", "lord", "rev", "reverend", "fr",
      "herr",   "frau", "mme",  "mlle", "sr",   "sra", "srta",     "dipling"};
  return is_one_of(word, words);
}

bool is_suffix(std::string_view word) {
  static constexpr std::array<std::string_view, 20> words{
      "jr",  "sr",  "jnr", "snr", "junior", "senior", "ii",  "iii", "iv",  "2nd",
      "3rd", "4th", "phd", "md",  "dds",    "esq",    "mba", "dvm", "cpa", "obe"};
  return is_one_of(word, words);
}

bool is_particle(std::string_view word) {
  static constexpr std::array<std::string_view, 41> words{
      "de",  "del", "della", "di",  "da",  "das", "do",  "dos", "du",  "des", "d",   "la", "las", "le",
      "les", "lo",  "los",   "van", "von", "der", "den", "dem", "het", "ten", "ter", "te", "t",   "zu",
      "zum", "zur", "und",   "y",   "e",   "al",  "el",  "bin", "ibn", "ben", "abu", "st", "af"};
  return is_one_of(word, words);
}

const Classes* classes_of(std::string_view form) {
  const auto& classes = nickname_classes();
  const auto found = classes.find(form);
  return found == classes.end() ? nullptr : &found->second;
}

bool are_forms_of_one(std::string_view a, std::string_view b) {
  const Classes* const left = classes_of(a);
  if (left == nullptr) return false;
  const Classes* const right = classes_of(b);
  return right != nullptr &&
         std::find_first_of(left->begin(), left->end(), right->begin(), right->end()) != left->end();
}

bool is_initial_word(std::string_view a, std::string_view b) {
  for (std::string_view* word : {&a, &b})
    if (word->ends_with('.')) word->remove_suffix(1);
  if (a.size() > b.size()) std::swap(a, b);
  return !a.empty() && utf8_sequence_length(a) == a.size() && b.size() > a.size() && b.starts_with(a);
}

bool is_one_word(std::string_view text) {
  return text.find(' ') == std::string_view::npos;
}

using Words = std::vector<std::string_view>;

/// Replaces `words` by the words of a text, each once, in their order as bytes.
void distinct_words(std::string_view text, bool particles, Words& words) {
  words.clear();
  for_each_word(text, [&](std::string_view word) {
    if (particles || !is_particle(word)) words.push_back(word);
  });
  std::sort(words.begin(), words.end());
  words.erase(std::unique(words.begin(), words.end()), words.end());
}

/// Room that calls one after the other use again.
struct TwoTexts {
  Words left;
  Words right;

  static const TwoTexts& words(std::string_view a, std::string_view b, bool particles) {
    thread_local TwoTexts both;
    distinct_words(a, particles, both.left);
    distinct_words(b, particles, both.right);
    return both;
  }
};

}  // namespace

bool share_a_nickname_class(std::string_view a, std::string_view b) {
  const std::string_view first_a = a.substr(0, a.find(' '));
  const std::string_view first_b = b.substr(0, b.find(' '));
  if (!are_forms_of_one(first_a, first_b)) return false;
  const std::string_view rest_a = a.substr(first_a.size());
  const std::string_view rest_b = b.substr(first_b.size());
  return rest_a == rest_b || (first_a != first_b && (rest_a.empty() || rest_b.empty()));
}

bool has_nickname_class(std::string_view name) {
  return classes_of(name.substr(0, name.find(' '))) != nullptr;
}

std::vector<std::string_view> words_of(std::string_view text) {
  Words words;
  for_each_word(text, [&words](std::string_view word) { words.push_back(word); });
  return words;
}

std::string_view without_titles(std::string_view name) {
  for (std::size_t space = name.find(' '); space != std::string_view::npos; space = name.find(' ')) {
    if (!is_title(name.substr(0, space))) break;
    name.remove_prefix(space + 1);
  }
  for (std::size_t space = name.rfind(' '); space != std::string_view::npos; space = name.rfind(' ')) {
    if (!is_suffix(name.substr(space + 1))) break;
    name = name.substr(0, space);
  }
  return name;
}

bool is_word_subset(std::string_view a, std::string_view b) {
  if (is_one_word(a) && is_one_word(b)) return a == b && !a.empty() && !is_particle(a);
  const auto& [left, right] = TwoTexts::words(a, b, false);
  if (left.empty() || right.empty()) return false;
  const auto& [fewer, more] = left.size() < right.size() ? std::tie(left, right) : std::tie(right, left);
  return std::includes(more.begin(), more.end(), fewer.begin(), fewer.end());
}

double word_overlap(std::string_view a, std::string_view b) {
  if (is_one_word(a) && is_one_word(b)) return a == b ? 1 : 0;
  const auto& [left, right] = TwoTexts::words(a, b, true);
  std::size_t both = 0;
  for (auto l = left.begin(), r = right.begin(); l != left.end() && r != right.end();) {
    const int order = l->compare(*r);
    both += order == 0 ? 1 : 0;
    if (order <= 0) ++l;
    if (order >= 0) ++r;
  }
  const std::size_t either = left.size() + right.size() - both;
  return either == 0 ? 1 : static_cast<double>(both) / static_cast<double>(either);
}

bool is_initial_of(std::string_view a, std::string_view b) {
  const bool begin_with_words = !a.empty() && !b.empty() && a.front() != ' ' && b.front() != ' ';
  if (begin_with_words && a.front() != b.front()) return false;
  for (bool any = false;;) {
    const std::string_view left = take_word(a);
    const std::string_view right = take_word(b);
    if (left.empty() || right.empty()) return any && left.empty() && right.empty();
    if (left == right) continue;
    if (!is_initial_word(left, right)) return false;
    any = true;
  }
}

}  // namespace counterpart
