// Makes one of two systems that know some of the same persons and spell them differently, the same bytes
// every time.
//
//   make_persons left|right COUNT FILE
//
// The left side has the persons 0 to n, the right one those from 0.4 n to 1.4 n, in another order; so six of
// ten are on both. Ids are L or R and the person's number. Of the records of the right side 40 % are damaged
// in one to three ways: typing errors, first and last name swapped, a field missing, a nickname, another
// date, another address.
#include <array>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <numeric>
#include <string>
#include <string_view>

#include "random_people.hpp"

namespace {

using namespace people;

constexpr std::uint64_t kCities = 2000, kDamagedOf100 = 40;

struct Nickname {
  std::string_view name, form;
};
/// First names of a third of all persons.
constexpr std::array<Nickname, 40> kNicknames{{
    {"Robert", "Bob"},        {"William", "Bill"},   {"Elizabeth", "Liz"},  {"Margaret", "Peggy"},
    {"Richard", "Dick"},      {"James", "Jim"},      {"John", "Jack"},      {"Katherine", "Kate"},
    {"Thomas", "Tom"},        {"Michael", "Mike"},   {"Joseph", "Joe"},     {"Edward", "Ted"},
    {"Charles", "Charlie"},   {"Daniel", "Dan"},     {"Matthew", "Matt"},   {"Anthony", "Tony"},
    {"Steven", "Steve"},      {"Andrew", "Andy"},    {"Kenneth", "Ken"},    {"Ronald", "Ron"},
    {"Timothy", "Tim"},       {"Gregory", "Greg"},   {"Patrick", "Pat"},    {"Samuel", "Sam"},
    {"Benjamin", "Ben"},      {"Alexander", "Alex"}, {"Nicholas", "Nick"},  {"Jonathan", "Jon"},
    {"Christopher", "Chris"}, {"Patricia", "Pat"},   {"Jennifer", "Jenny"}, {"Barbara", "Barb"},
    {"Susan", "Sue"},         {"Dorothy", "Dot"},    {"Rebecca", "Becky"},  {"Deborah", "Debbie"},
    {"Pamela", "Pam"},        {"Victoria", "Vicky"}, {"Theresa", "Terry"},  {"Frederick", "Fred"},
}};

struct Person {
  std::string first, last, born, city, postcode, email;
};

class Persons {
 public:
  Person person(std::uint64_t number) const {
    Random random(mixed(number + (1ULL << 44U)));
    Person made;
    made.first = random.below(3) == 0 ? std::string(kNicknames[random.below(kNicknames.size())].name)
                                      : first_.drawn(mixed(random.below(~0ULL)));
    made.last = last_.drawn(mixed(random.below(~0ULL)));
    made.born = days_[random.below(kDays)];
    const std::string& city = cities_.drawn(mixed(random.below(~0ULL)));
    made.city = city;
    made.postcode = postcode(city, random.below(20));
    if (random.below(10) < 6) {
      constexpr std::array<std::string_view, 4> kHosts{"example.com", "example.org", "example.net",
                                                       "mail.example"};
      made.email = made.first + '.' + made.last + std::to_string(random.below(100)) + '@' +
                   std::string(random.one_of(kHosts));
    }
    return made;
  }

  /// Another address, of another city.
  void move(Person& person, Random& random) const {
    person.city = cities_.drawn(mixed(random.below(~0ULL)));
    person.postcode = postcode(person.city, random.below(20));
  }

 private:
  static std::string postcode(const std::string& city, std::uint64_t district) {
    std::uint64_t number = 0;
    for (const char c : city) number = mixed(number + static_cast<unsigned char>(c));
    char text[8];
    std::snprintf(text, sizeof text, "%05u",
                  static_cast<unsigned>((number % 4500 * 20 + district) % 100'000));
    return text;
  }

  SkewedNames last_{1ULL << 40U, kLastNames, 40, 1.08, 20};
  SkewedNames first_{2ULL << 40U, kFirstNames, 60, 1.1, 15};
  SkewedNames cities_{3ULL << 40U, kCities, 0, 1.0, 10};
  std::vector<std::string> days_ = days();
};

/// One typing error: a letter too many, too few, another one, or two that changed places.
void mistype(std::string& text, Random& random, char low, std::uint64_t letters) {
  if (text.size() < 2) return;
  const std::size_t at = random.below(text.size() - 1);
  const auto other = static_cast<char>(low + static_cast<char>(random.below(letters)));
  // Letters of more than one byte stay whole.
  if ((text[at] & 0x80) != 0 || (text[at + 1] & 0x80) != 0) return;
  switch (random.below(4)) {
    case 0: text.insert(at + 1, 1, other); break;
    case 1: text.erase(at, 1); break;
    case 2: text[at] = other; break;
    default: std::swap(text[at], text[at + 1]);
  }
}

/// "1956-04-09" with a digit or the year changed, or with day and month swapped where both are a month.
void change_date(std::string& born, Random& random) {
  const std::uint64_t kind = random.below(4);
  if (kind == 0 && born[8] < '2' && !(born[8] == '1' && born[9] > '2')) {
    std::swap(born[5], born[8]);
    std::swap(born[6], born[9]);
  } else if (kind == 1) {
    born[3] = static_cast<char>(born[3] == '9' ? '8' : born[3] + 1);
  } else {
    constexpr std::array<std::size_t, 4> kDigits{2, 3, 6, 9};
    born[kDigits[random.below(kDigits.size())]] = static_cast<char>('0' + random.below(10));
  }
}

void shorten(std::string& first) {
  for (const Nickname& one : kNicknames)
    if (first == one.name) {
      first = one.form;
      return;
    }
  first.resize(1);  // the initial of what has no nickname
  if ((first[0] & 0x80) != 0) first = "A";
}

void damage(Person& person, const Persons& persons, Random& random) {
  std::array<std::string*, 6> fields{&person.first, &person.last,     &person.born,
                                     &person.city,  &person.postcode, &person.email};
  for (std::uint64_t ways = 1 + random.below(3); ways-- > 0;) {
    const std::uint64_t way = random.below(100);
    if (way < 25) {
      mistype(person.last, random, 'a', 26);
    } else if (way < 40) {
      mistype(person.first, random, 'a', 26);
    } else if (way < 50) {
      mistype(person.postcode, random, '0', 10);
    } else if (way < 60) {
      shorten(person.first);
    } else if (way < 65) {
      std::swap(person.first, person.last);
    } else if (way < 80) {
      if (!person.born.empty()) change_date(person.born, random);
    } else if (way < 90) {
      fields[random.below(fields.size())]->clear();
    } else {
      persons.move(person, random);
    }
  }
}

void append(std::string& out, bool left, std::uint64_t number, const Person& person) {
  out += left ? 'L' : 'R';
  out += std::to_string(number);
  for (const std::string* field :
       {&person.first, &person.last, &person.born, &person.city, &person.postcode, &person.email}) {
    out += ',';
    out += *field;
  }
  out += '\n';
}

void write(const Persons& persons, bool left, std::uint64_t count, const char* path) {
  File file(std::fopen(path, "w"), &std::fclose);
  if (!file) fail(path);
  std::uint64_t stride = 7 * count / 11 + 1;  // a step that meets each of them once, in an order that is none
  while (std::gcd(stride, count) != 1) ++stride;
  std::string text = "id,first_name,last_name,born,city,postcode,email\n";
  for (std::uint64_t i = 0; i < count; ++i) {
    const std::uint64_t number = left ? i : 2 * count / 5 + i * stride % count;
    Person person = persons.person(number);
    Random random(mixed(number + (1ULL << 45U)));
    if (!left && random.below(100) < kDamagedOf100) damage(person, persons, random);
    append(text, left, number, person);
    if (text.size() > 1U << 20U) flush(text, file.get(), path);
  }
  flush(text, file.get(), path);
  if (std::fclose(file.release()) != 0) fail(path);
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 4) {
    std::fputs("usage: make_persons left|right COUNT FILE\n", stderr);
    return 2;
  }
  const std::uint64_t persons = std::strtoull(arguments[2], nullptr, 10);
  write(Persons(), std::string_view(arguments[1]) == "left", persons == 0 ? 1 : persons, arguments[3]);
  return 0;
}
