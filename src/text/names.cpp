#include "text/names.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <unordered_map>

#include "base/utf8.hpp"
#include "text/nicknames.hpp"

namespace counterpart {
namespace {

using Classes = std::vector<std::uint16_t>;

/// The classes of each form, in ascending order.
const std::unordered_map<std::string_view, Classes>& nickname_classes() {
  static const auto classes = [] {
    std::unordered_map<std::string_view, Classes> all;
    std::uint16_t number = 0;
    for (const std::string_view line : nickname_lines()) {
      for (const std::string_view form : words_of(line)) {
        Classes& its = all[form];
        if (its.empty() || its.back() != number) its.push_back(number);
      }
      ++number;
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

std::vector<std::string_view> words_that_count(std::string_view text) {
  std::vector<std::string_view> words = words_of(text);
  std::erase_if(words, is_particle);
  std::sort(words.begin(), words.end());
  words.erase(std::unique(words.begin(), words.end()), words.end());
  return words;
}

}  // namespace

bool share_a_nickname_class(std::string_view a, std::string_view b) {
  const auto& classes = nickname_classes();
  const auto left = classes.find(a);
  if (left == classes.end()) return false;
  const auto right = classes.find(b);
  if (right == classes.end()) return false;
  return std::find_first_of(left->second.begin(), left->second.end(), right->second.begin(),
                            right->second.end()) != left->second.end();
}

std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> words;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    if (end > 0) words.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
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
  const auto left = words_that_count(a);
  const auto right = words_that_count(b);
  if (left.empty() || right.empty()) return false;
  const auto& [fewer, more] = left.size() < right.size() ? std::tie(left, right) : std::tie(right, left);
  return std::includes(more.begin(), more.end(), fewer.begin(), fewer.end());
}

double word_overlap(std::string_view a, std::string_view b) {
  auto left = words_of(a);
  auto right = words_of(b);
  for (auto* words : {&left, &right}) {
    std::sort(words->begin(), words->end());
    words->erase(std::unique(words->begin(), words->end()), words->end());
  }
  std::vector<std::string_view> both;
  std::set_intersection(left.begin(), left.end(), right.begin(), right.end(), std::back_inserter(both));
  const std::size_t either = left.size() + right.size() - both.size();
  return either == 0 ? 1 : static_cast<double>(both.size()) / static_cast<double>(either);
}

bool is_initial_of(std::string_view a, std::string_view b) {
  if (a.size() > b.size()) std::swap(a, b);
  if (a.ends_with('.')) a.remove_suffix(1);
  if (a.empty() || utf8_sequence_length(a) != a.size()) return false;
  return b.size() > a.size() && b.starts_with(a);
}

}  // namespace counterpart
