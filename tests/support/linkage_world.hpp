#pragma once
/// Two files of invented persons, some of them in both and spelt otherwise there, and a job that links them.

#include <random>
#include <string>

#include "support/workplace.hpp"

namespace counterpart::test {

inline constexpr const char* kLinkageJob = R"([left]
name   = "people"
source = "csv"
path   = "left.csv"
id     = "id"

[right]
name   = "partner"
source = "csv"
path   = "right.csv"
id     = "id"

[match]
method    = "probabilistic"
threshold = 0.9

[[match.block]]
on     = [{ left = "surname", right = "last" }, { left = "born", right = "birthday" }]
strict = true

[[match.block]]
on = [{ left = "forename", right = "first" }, { left = "surname", right = "last", length = 2 }]

[[match.block]]
on = [{ left = "born", right = "birthday" }]

[[match.compare]]
left  = ["forename", "surname"]
right = ["first", "last"]
kind  = "forename-surname"

[[match.compare]]
left  = "born"
right = "birthday"
kind  = "date"

[[match.compare]]
left  = "city"
right = "town"
kind  = "exact"

[[output]]
kind = "csv"
path = "out/matches.csv"

[[output]]
kind = "csv"
what = "possible"
path = "out/possible.csv"

[[output]]
kind = "csv"
what = "unmatched-left"
path = "out/only-left.csv"

[[output]]
kind = "csv"
what = "ambiguous"
path = "out/ambiguous.csv"

[[output]]
kind = "review"
path = "out/review.csv"
)";

class LinkageWorld {
 public:
  static constexpr int kBoth = 300;    ///< persons in both files, ids L1… and R1…
  static constexpr int kAlone = 100;   ///< persons in one file alone, on each side
  static constexpr int kChanged = 60;  ///< of those in both: spelt otherwise on the right

  LinkageWorld() {
    std::mt19937 random(20170202);
    std::string left = "id,forename,surname,born,city\n";
    std::string right = "id,first,last,birthday,town\n";
    for (int i = 1; i <= kBoth + 2 * kAlone; ++i) {
      const Person person = make(random);
      if (i <= kBoth + kAlone) left += "L" + std::to_string(i) + "," + line(person);
      if (i > kBoth && i <= kBoth + kAlone) continue;
      right += "R" + std::to_string(i) + "," + line(i <= kChanged ? changed(person, i) : person);
    }
    place_.write("left.csv", left);
    place_.write("right.csv", right);
    write_job(job());
  }

  const Workplace& place() const { return place_; }
  void write_job(const std::string& text) const { place_.write("job.toml", text); }
  /// Replaces the first `from` of the job by `to`.
  void change(const std::string& from, const std::string& to) const {
    std::string text = place_.read("job.toml");
    const std::size_t at = text.find(from);
    if (at == std::string::npos) throw std::runtime_error("the job has no " + from);
    write_job(text.replace(at, from.size(), to));
  }

  static std::string job() { return kLinkageJob; }

 private:
  struct Person {
    std::string forename;
    std::string surname;
    std::string born;
    std::string city;
  };

  static std::string word(std::mt19937& random, int syllables) {
    static const std::string kConsonants = "bdfgklmnprstvz";
    static const std::string kVowels = "aeiou";
    std::string made;
    for (int i = 0; i < syllables; ++i) {
      made += kConsonants[random() % kConsonants.size()];
      made += kVowels[random() % kVowels.size()];
    }
    return made;
  }

  static Person make(std::mt19937& random) {
    const auto two = [](unsigned number) { return (number < 10 ? "0" : "") + std::to_string(number); };
    return {
        word(random, 3), word(random, 4),
        std::to_string(1930 + random() % 70) + "-" + two(1 + random() % 12) + "-" + two(1 + random() % 28),
        "city" + std::to_string(random() % 8)};
  }

  /// One error: a letter of the surname, a day, or the names swapped.
  static Person changed(Person person, int which) {
    if (which % 3 == 0) person.surname[5] = person.surname[5] == 'a' ? 'e' : 'a';
    if (which % 3 == 1) person.born.back() = person.born.back() == '1' ? '2' : '1';
    if (which % 3 == 2) std::swap(person.forename, person.surname);
    return person;
  }

  static std::string line(const Person& person) {
    return person.forename + "," + person.surname + "," + person.born + "," + person.city + "\n";
  }

  Workplace place_;
};

}  // namespace counterpart::test
