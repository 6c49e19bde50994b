#include "parts/people.hpp"

#include <fmt/format.h>

#include <array>
#include <random>

#include "record/builder.hpp"

namespace counterpart::parts {
namespace {

constexpr std::array kOnsets{"B", "Ch", "D", "Fl", "G",   "H",  "J", "Kr",
                             "L", "M",  "N", "R",  "Sch", "St", "T", "W"};
constexpr std::array kVowels{"a", "e", "i", "o", "u", "ea", "ie", "ou"};
constexpr std::array kMiddles{"ck", "d", "ll", "m", "nd", "r", "ss", "tt"};
constexpr std::array kEnds{"", "n", "s", "son", "man", "berg", "ez", "ton"};
constexpr std::array kSpecialties{"Cardiology", "Dermatology", "Family Medicine", "Neurology"};

template <std::size_t Size>
const char* drawn(const std::array<const char*, Size>& list, std::mt19937_64& random) {
  return list[random() % Size];
}

std::string name(std::uint64_t number, bool accented) {
  std::mt19937_64 random(number);
  std::string text = drawn(kOnsets, random);
  text += accented ? "ö" : drawn(kVowels, random);
  text += drawn(kMiddles, random);
  text += drawn(kVowels, random);
  return text += drawn(kEnds, random);
}

}  // namespace

std::vector<Person> people(std::size_t count, unsigned accented) {
  std::mt19937_64 random(1);
  std::vector<Person> made;
  for (std::size_t i = 0; i < count; ++i) {
    // The product of two draws: small numbers, and so their names, are the more frequent ones.
    const std::uint64_t last = (random() % 400) * (random() % 400);
    const std::uint64_t first = (random() % 70) * (random() % 70);
    made.push_back({static_cast<std::int64_t>(i + 1), name(last, last % 1000 < accented),
                    name(first + 1'000'000, false),
                    fmt::format("{}-{:02}-{:02}", 1930 + random() % 80, 1 + random() % 12, 1 + random() % 28),
                    drawn(kSpecialties, random)});
  }
  return made;
}

const ReadSpec& read_spec() {
  static const ReadSpec spec{.fields = {{.name = "id", .type = Type::int64, .required = true},
                                        {.name = "lastname", .required = true},
                                        {.name = "firstname", .required = true},
                                        {.name = "born", .type = Type::date},
                                        {.name = "specialty"}}};
  return spec;
}

const std::vector<Column>& columns() {
  using Kind = ColumnType::Kind;
  static const std::vector<Column> made{{"person", {Kind::bigint, 0}},
                                        {"lastname", {Kind::varchar, 50}},
                                        {"firstname", {Kind::varchar, 50}},
                                        {"born", {Kind::date, 0}},
                                        {"specialty", {Kind::text, 0}}};
  return made;
}

std::string csv(const std::vector<Person>& people) {
  std::string text = "id,lastname,firstname,born,specialty\n";
  for (const Person& one : people)
    text += fmt::format("{},{},{},{},{}\n", one.id, one.last, one.first, one.born, one.specialty);
  return text;
}

namespace {

std::string json(const Person& one) {
  return fmt::format(R"({{"id": {}, "lastname": "{}", "firstname": "{}", "born": "{}", "specialty": "{}"}})",
                     one.id, one.last, one.first, one.born, one.specialty);
}

}  // namespace

std::string json_lines(const std::vector<Person>& people) {
  std::string text;
  for (const Person& one : people) text += json(one) + "\n";
  return text;
}

std::string json_page(const std::vector<Person>& people) {
  std::string text = R"({"current_page": 1, "total_pages": 1000, "users": [)";
  for (const Person& one : people) text += (one.id == 1 ? "" : ", ") + json(one);
  return text + "]}";
}

RecordBatch records(const std::vector<Person>& people) {
  RecordBuilder builder(read_spec());
  RecordBatch batch;
  for (const Person& one : people) {
    builder.begin();
    builder.set(0, Value::int64(one.id));
    builder.set(1, Value::string(one.last));
    builder.set(2, Value::string(one.first));
    builder.set(3, Value::string(one.born));
    builder.set(4, Value::string(one.specialty));
    builder.end({}, batch);
  }
  return batch;
}

KeyBuilder key_builder(const std::string& normalization) {
  const std::vector<NormalizeStep> steps = normalization_steps(normalization).value();
  return KeyBuilder({{1, steps}, {2, steps}}, 0);
}

void count_records(benchmark::State& state, std::size_t records) {
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations() * records));
}

}  // namespace counterpart::parts
