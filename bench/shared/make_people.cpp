// Makes one of two systems with people in them, the same bytes every time, fast enough for tens of millions.
//
//   make_people csv|jsonl left|right COUNT ONE_NAME_PERCENT FILE
//
// Person k is the same on both sides: names drawn with the skew of bench/reference, a day of birth. The left
// side has the persons 0 to n, the right one those from 0.4 n to 1.4 n, in another order; so six of ten are
// on both. Of a hundred persons ONE_NAME_PERCENT have the same name.
#include <algorithm>
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

namespace {

constexpr std::size_t kLastNames = 150'000, kFirstNames = 5'000, kDays = 25'000;

/// SplitMix64's mixing: from a number to one that looks random.
std::uint64_t mixed(std::uint64_t number) {
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
constexpr std::array<std::string_view, 8> kSpecialties{"Cardiology", "Dermatology", "Family Medicine",
                                                       "Neurology",  "Oncology",    "Pediatrics",
                                                       "Radiology",  "Urology"};
constexpr std::array<std::string_view, 8> kPlaces{"amsterdam", "berlin", "dublin", "lisbon",
                                                  "new york",  "oslo",   "vienna", "zürich"};
constexpr std::array<std::string_view, 3> kClasses{"LOW", "MEDIUM", "HIGH"};
constexpr std::array<std::string_view, 4> kUserTypes{"Contributor", "Reader", "Editor", "Moderator"};

std::string make_name(Random& random, unsigned accents_in_1000) {
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
std::vector<std::string> days() {
  std::vector<std::string> made;
  for (int year = 1932; made.size() < kDays; ++year) {
    const bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    const std::array<int, 12> lengths{31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    for (int month = 1; month <= 12; ++month) {
      for (int day = 1; day <= lengths[static_cast<std::size_t>(month - 1)]; ++day) {
        char text[16];
        std::snprintf(text, sizeof text, "%04d-%02d-%02d", year, month, day);
        made.emplace_back(text);
      }
    }
  }
  made.resize(kDays);
  return made;
}

struct Person {
  std::string_view last, first, born;
};

class People {
 public:
  explicit People(std::uint64_t one_name_percent) : one_name_percent_(one_name_percent) {}

  Person person(std::uint64_t number) const {
    const std::uint64_t random = mixed(number);
    const std::string_view born = days_[mixed(random + 3) % kDays];
    if (random % 100 < one_name_percent_) return {"Smith", "Maria", born};
    return {last_.drawn(mixed(random + 1)), first_.drawn(mixed(random + 2)), born};
  }

 private:
  std::uint64_t one_name_percent_;
  SkewedNames last_{1ULL << 40U, kLastNames, 40, 1.08, 20};
  SkewedNames first_{2ULL << 40U, kFirstNames, 60, 1.1, 15};
  std::vector<std::string> days_ = days();
};

/// Lines of one side, in CSV or JSON Lines.
class Lines {
 public:
  Lines(bool json, bool left) : json_(json), left_(left) {}

  std::string header() const {
    if (json_) return "";
    return left_ ? "id,lastname,firstname,born,specialty,classification\n"
                 : "id,lastname,firstname,born,place,user_type\n";
  }

  void append(std::string& out, std::uint64_t id, const Person& person) const {
    Random random(mixed(id + (left_ ? 1ULL << 41U : 1ULL << 42U)));
    out += json_ ? "{\"id\": " : "";
    out += std::to_string(id);
    field(out, "lastname", person.last);
    field(out, "firstname", person.first);
    field(out, "born", person.born);
    field(out, left_ ? "specialty" : "place", left_ ? random.one_of(kSpecialties) : random.one_of(kPlaces));
    field(out, left_ ? "classification" : "user_type",
          left_ ? random.one_of(kClasses) : random.one_of(kUserTypes));
    out += json_ ? "}\n" : "\n";
  }

 private:
  void field(std::string& out, std::string_view name, std::string_view value) const {
    if (!json_) {
      out += ',';
      out += value;
      return;
    }
    out += ", \"";
    out += name;
    out += "\": \"";
    out += value;
    out += '"';
  }

  bool json_, left_;
};

using File = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;

[[noreturn]] void fail(const char* what) {
  std::perror(what);
  std::exit(1);
}

void flush(std::string& text, std::FILE* file, const char* path) {
  if (std::fwrite(text.data(), 1, text.size(), file) != text.size()) fail(path);
  text.clear();
}

void write(const People& people, const Lines& lines, bool left, std::uint64_t count, const char* path) {
  File file(std::fopen(path, "w"), &std::fclose);
  if (!file) fail(path);
  std::uint64_t stride = 7 * count / 11 + 1;  // a step that meets each of them once, in an order that is none
  while (std::gcd(stride, count) != 1) ++stride;
  std::string text = lines.header();
  for (std::uint64_t i = 0; i < count; ++i) {
    lines.append(text, i + 1, people.person(left ? i : 2 * count / 5 + i * stride % count));
    if (text.size() > 1U << 20U) flush(text, file.get(), path);
  }
  flush(text, file.get(), path);
  if (std::fclose(file.release()) != 0) fail(path);
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 6) {
    std::fputs("usage: make_people csv|jsonl left|right COUNT ONE_NAME_PERCENT FILE\n", stderr);
    return 2;
  }
  const bool left = std::string_view(arguments[2]) == "left";
  const Lines lines(std::string_view(arguments[1]) == "jsonl", left);
  const People people(std::strtoull(arguments[4], nullptr, 10));
  write(people, lines, left, std::max(1ULL, std::strtoull(arguments[3], nullptr, 10)), arguments[5]);
  return 0;
}
