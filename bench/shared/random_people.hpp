#pragma once
// Names and days that look drawn at random and are the same every time, for generators of people.
#include <array>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <numeric>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace people {

constexpr std::size_t kLastNames = 150'000, kFirstNames = 5'000, kDays = 25'000;

/// SplitMix64's mixing: from a number to one that looks random.
inline std::uint64_t mixed(std::uint64_t number) {
  number += 0x9E3779B97F4A7C15U;
  number = (number ^ (number >> 30U)) * 0xBF58476D1CE4E5B9U;
  number = (number ^ (number >> 27U)) * 0x94D049BB133111EBU;
  return number ^ (number >> 31U);
}

class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}
  std::uint64_t below(std::uint64_t bound) { return mixed(state_++) % bound; }
  template <std::size_t Size>
  std::string_view one_of(const std::array<std::string_view, Size>& list) {
    return list[below(Size)];
  }

 private:
  std::uint64_t state_;
};

constexpr std::array<std::string_view, 26> kOnsets{"B",  "Br", "C",   "Ch", "D",  "Dr", "F", "Fl", "G",
                                                   "Gr", "H",  "J",   "K",  "Kr", "L",  "M", "N",  "P",
                                                   "R",  "S",  "Sch", "St", "T",  "V",  "W", "Z"};
constexpr std::array<std::string_view, 21> kMiddles{"b",  "ck", "d",  "ff", "g",  "l", "ll",
                                                    "m",  "mb", "n",  "nd", "nn", "r", "rd",
                                                    "rt", "s",  "ss", "t",  "tt", "v", "z"};
constexpr std::array<std::string_view, 10> kVowels{"a", "e", "i", "o", "u", "ai", "ea", "ei", "ie", "ou"};
constexpr std::array<std::string_view, 10> kAccented{"á", "é", "í", "ö", "ø", "ü", "ñ", "å", "ł", "č"};
constexpr std::array<std::string_view, 15> kEnds{"",    "n",  "r",    "s",   "t",  "son", "man", "berg",
                                                 "ski", "ez", "well", "ton", "er", "o",   "a"};
inline std::string make_name(Random& random, unsigned accents_in_1000) {
  const std::size_t syllables = std::array<std::size_t, 5>{1, 2, 2, 2, 3}[random.below(5)];
  const std::size_t accent = random.below(1000) < accents_in_1000 ? random.below(syllables) : syllables;
  std::string name(random.one_of(kOnsets));
  for (std::size_t i = 0; i < syllables; ++i) {
    if (i != 0) name += random.one_of(kMiddles);
    name += i == accent ? random.one_of(kAccented) : random.one_of(kVowels);
  }
  return name += random.one_of(kEnds);
}

/// Names, of which one is drawn with the probability (rank + offset)^-exponent.
class SkewedNames {
 public:
  SkewedNames(std::uint64_t seed, std::size_t count, unsigned accents_in_1000, double exponent,
              double offset) {
    Random random(seed);
    std::set<std::string> known;
    while (names_.size() < count) {
      std::string name = make_name(random, accents_in_1000);
      if (known.insert(name).second) names_.push_back(std::move(name));
    }
    alias(exponent, offset);
  }

  const std::string& drawn(std::uint64_t random) const {
    const std::size_t slot = (random >> 32U) * names_.size() >> 32U;
    return names_[(random & 0xFFFFFFFFU) < slots_[slot].share ? slot : slots_[slot].other];
  }

 private:
  struct Slot {
    std::uint64_t share;  ///< of 2^32: the slot's own name; else the other one
    std::size_t other;
  };

  /// Walker's alias method, as Vose builds it: a draw is one look into the table.
  void alias(double exponent, double offset) {
    const std::size_t count = names_.size();
    std::vector<double> weights(count);
    for (std::size_t i = 0; i < count; ++i)
      weights[i] = std::pow(static_cast<double>(i + 1) + offset, -exponent);
    const double mean = std::accumulate(weights.begin(), weights.end(), 0.0) / static_cast<double>(count);
    std::vector<std::size_t> small;
    std::vector<std::size_t> large;
    for (std::size_t i = 0; i < count; ++i) (weights[i] < mean ? small : large).push_back(i);
    slots_.assign(count, {1ULL << 32U, 0});
    while (!small.empty() && !large.empty()) {
      const std::size_t low = small.back();
      const std::size_t high = large.back();
      small.pop_back();
      slots_[low] = {static_cast<std::uint64_t>(weights[low] / mean * 4294967296.0), high};
      weights[high] -= mean - weights[low];
      if (weights[high] < mean) {
        large.pop_back();
        small.push_back(high);
      }
    }
  }

  std::vector<std::string> names_;
  std::vector<Slot> slots_;
};

/// The last 25,000 days of the twentieth century, as dates.
inline std::vector<std::string> days() {
  std::vector<std::string> made;
  for (int year = 1932; made.size() < kDays; ++year) {
    const bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    const std::array<int, 12> lengths{31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    for (int month = 1; month <= 12; ++month) {
      for (int day = 1; day <= lengths[static_cast<std::size_t>(month - 1)]; ++day) {
        char text[40];
        std::snprintf(text, sizeof text, "%04d-%02d-%02d", year, month, day);
        made.emplace_back(text);
      }
    }
  }
  made.resize(kDays);
  return made;
}

using File = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;

[[noreturn]] inline void fail(const char* what) {
  std::perror(what);
  std::exit(1);
}

inline void flush(std::string& text, std::FILE* file, const char* path) {
  if (std::fwrite(text.data(), 1, text.size(), file) != text.size()) fail(path);
  text.clear();
}

}  // namespace people
