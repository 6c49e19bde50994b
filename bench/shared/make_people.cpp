// Makes one of two systems with people in them, the same bytes every time, fast enough for tens of millions.
//
//   make_people csv|jsonl left|right COUNT ONE_NAME_PERCENT FILE
//
// Person k is the same on both sides: names drawn with the skew of bench/reference, a day of birth. The left
// side has the persons 0 to n, the right one those from 0.4 n to 1.4 n, in another order; so six of ten are
// on both. Of a hundred persons ONE_NAME_PERCENT have the same name.
#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <numeric>
#include <string>
#include <string_view>
#include <vector>

#include "random_people.hpp"

namespace {

using namespace people;

constexpr std::array<std::string_view, 8> kSpecialties{"Cardiology", "Dermatology", "Family Medicine",
                                                       "Neurology",  "Oncology",    "Pediatrics",
                                                       "Radiology",  "Urology"};
constexpr std::array<std::string_view, 8> kPlaces{"amsterdam", "berlin", "dublin", "lisbon",
                                                  "new york",  "oslo",   "vienna", "zürich"};
constexpr std::array<std::string_view, 3> kClasses{"LOW", "MEDIUM", "HIGH"};
constexpr std::array<std::string_view, 4> kUserTypes{"Contributor", "Reader", "Editor", "Moderator"};

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
