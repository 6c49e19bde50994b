#include "reference/nasty_people.hpp"

#include "record/json_writer.hpp"

namespace counterpart::reference {
namespace {

// This is a list, not code.
// clang-format off
const std::vector<std::string>& names() {
  static const std::vector<std::string> all{
      "Smith", "smith", "SMITH", "Smith ", " Smith", "Smith\t", "Smi\u200bth", "Müller", "Mu\u0308ller", "MÜLLER", "Muller", "Mueller",
      "Weiß", "Weiss", "WEISS", "O'Brien", "O’Brien", "OBrien", "O Brien", "García Márquez", "Garcia  Marquez", "Łukasz", "Lukasz",
      "Ørsted", "Orsted", "Æsa", "Nguyễn", "Nguyen", "Иванов", "Ivanov", "山田", "İlker", "ilker", "I\u0307lker", "Smith-Jones", "Smith Jones",
      "SmithJones", "👩‍🔬", "a", "A", "aa", "ab", "b", "\x01", "\x02", "x\x01y", "ﬁn", "fin", "Ⅷ", "VIII", "½", " ", "\u00a0", "\t", "-", "'", "",
      std::string("nul\0l", 5), std::string("nul\0", 4), "nul", std::string(300, 'n'), std::string(299, 'n') + "m", "Zoë", "Zoe"};
  return all;
}
// clang-format on

std::optional<std::string> name(std::mt19937& random, std::size_t pool) {
  if (random() % 40 == 0) return std::nullopt;
  return names()[random() % std::min(pool, names().size())];
}

}  // namespace

std::vector<Person> nasty_people(std::mt19937& random, std::size_t most) {
  // A small pool makes crowds of one name, a large one makes strangers.
  const std::size_t pool = random() % 2 == 0 ? 3 + random() % 4 : names().size();
  const std::size_t offset = random() % 1000;
  std::vector<Person> people;
  for (std::size_t count = random() % (most + 1); count > 0; --count) {
    if (!people.empty() && random() % 20 == 0) {
      people.push_back(people[random() % people.size()]);
      if (random() % 3 == 0) people.back().city += "!";
      if (random() % 5 == 0) people.back().lastname = name(random, pool);
      continue;
    }
    Person person;
    person.id = static_cast<std::int64_t>(offset + random() % 500) - 250;
    person.lastname = name(random, pool);
    person.firstname = name(random, pool);
    person.lacks_firstname = random() % 60 == 0;
    if (person.lacks_firstname) person.firstname = std::nullopt;
    person.city = random() % 2 == 0 ? "Oslo" : "Åre";
    people.push_back(person);
  }
  return people;
}

std::string as_json(const Person& person) {
  std::string json = "{\"id\":" + std::to_string(person.id) + ",\"lastname\":";
  append_json_value(json, person.lastname ? Value::string(*person.lastname) : Value::null());
  if (!person.lacks_firstname) {
    json += ",\"firstname\":";
    append_json_value(json, person.firstname ? Value::string(*person.firstname) : Value::null());
  }
  json += ",\"city\":";
  append_json_string(json, person.city);
  return json + "}";
}

}  // namespace counterpart::reference
