#include "source/survey/field_words.hpp"

#include <algorithm>
#include <array>

namespace counterpart {
namespace {

using Words = std::initializer_list<std::string_view>;

constexpr std::array kLastName{"lastname",  "surname",      "familyname",  "lname",        "last",
                               "family",    "sn",           "nachname",    "familienname", "apellido",
                               "apellidos", "nom",          "cognome",     "namefamily",   "namefamilyname",
                               "namelast",  "namelastname", "namesurname", "lastnames",    "secondname"};
constexpr std::array kFirstName{"firstname",     "givenname",    "forename",      "fname",
                                "first",         "given",        "vorname",       "nombre",
                                "prenom",        "namegiven",    "namegivenname", "namefirst",
                                "namefirstname", "nameforename", "firstnames",    "givennames"};
constexpr std::array kFullName{"name",       "fullname",    "displayname", "nameformatted",
                               "namefull",   "namedisplay", "realname",    "contactname",
                               "personname", "nametext",    "namefullname"};
constexpr std::array kEmail{"email",        "emailaddress", "mail",        "emailsvalue",  "emails",
                            "primaryemail", "workemail",    "emailsemail", "emailsaddress"};
/// What a record may be wrapped in, or what may stand before the names of its fields.
constexpr std::array kWrappers{"attributes", "properties", "node",     "resource", "source",
                               "data",       "fields",     "user",     "usr",      "person",
                               "profile",    "member",     "contact",  "customer", "cust",
                               "client",     "patient",    "employee", "emp",      "account"};
/// How the name of a date begins that tells of the last sign of life.
constexpr std::array kActivity{"lastactive",    "lastactivity", "lastlogin",       "lastseen",
                               "lastsignin",    "lastlogon",    "lastvisit",       "lastaccess",
                               "currentsignin", "activeat",     "lastupdate",      "lastmodified",
                               "updated",       "modified",     "metalastupdated", "metalastmodified"};
/// Names that identify without being called an id.
constexpr std::array kNumbers{"number",   "no",         "nr",    "key", "code", "login",
                              "username", "externalid", "email", "npi", "slug", "handle"};

template <typename List>
bool is_one_of(const List& list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

/// The plain words of "name[0].family": "name", "family".
std::vector<std::string> steps_of(std::string_view field) {
  std::vector<std::string> steps;
  while (!field.empty()) {
    const std::string_view step = field.substr(0, field.find('.'));
    field.remove_prefix(std::min(field.size(), step.size() + 1));
    if (std::string word = plain_word(step.substr(0, step.find('['))); !word.empty())
      steps.push_back(std::move(word));
  }
  return steps;
}

/// The words of a field in one, without what only wraps the record.
std::string joined_word(std::string_view field) {
  const std::vector<std::string> steps = steps_of(field);
  auto step = steps.begin();
  while (step != steps.end() && step + 1 != steps.end() && is_one_of(kWrappers, *step)) ++step;
  std::string word;
  for (; step != steps.end(); ++step) word += *step;
  return word;
}

FieldRole role_of_word(std::string_view word) {
  if (is_one_of(kLastName, word)) return FieldRole::last_name;
  if (is_one_of(kFirstName, word)) return FieldRole::first_name;
  if (is_one_of(kFullName, word)) return FieldRole::full_name;
  if (is_one_of(kEmail, word)) return FieldRole::email;
  if (word == "seen") return FieldRole::activity;
  const auto begins = [word](std::string_view front) { return word.starts_with(front); };
  return std::any_of(kActivity.begin(), kActivity.end(), begins) ? FieldRole::activity : FieldRole::none;
}

/// How likely a field is the id, 0 first; `thing` is what the records are.
int id_rank(const FieldSurvey& field, std::string_view thing) {
  if (field.key) return 0;
  const std::string word = joined_word(field.name);
  const bool on_top = field.name.find('.') == std::string::npos;
  const std::string one = singular(plain_word(thing));
  const auto begins_with_id = [&field] {
    return field.name == "id" || field.name == "Id" || field.name == "ID";
  };
  if (begins_with_id()) return 0;
  if (word == "id" || word == "uuid" || word == "guid" || word == "uid" || word == "pk")
    return on_top ? 1 : 3;
  if (word == one + "id" || word == one + "uuid") return on_top ? 2 : 3;
  if (word.ends_with("id") || word.ends_with("uuid")) return on_top ? 4 : 5;
  const bool numbers = std::any_of(kNumbers.begin(), kNumbers.end(),
                                   [&word](std::string_view end) { return word.ends_with(end); });
  return numbers ? 6 : 7;
}

bool can_be_id(const FieldSurvey& field) {
  if (field.structured || field.temporal()) return false;
  if (field.key) return true;
  if (!field.always || !field.unique) return false;
  if (field.given != Type::int64 && field.given != Type::string) return false;
  const FieldRole role = role_of(field.name);
  return role != FieldRole::last_name && role != FieldRole::first_name && role != FieldRole::full_name;
}

}  // namespace

std::string plain_word(std::string_view name) {
  std::string word;
  for (const char c : name) {
    if (c >= 'A' && c <= 'Z') word += static_cast<char>(c + 32);
    // Letters beyond ASCII stay as they are: their case does not matter for a comparison of two names.
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80) word += c;
  }
  return word;
}

std::string singular(std::string_view plain) {
  if (plain.ends_with("ies") && plain.size() > 4) return std::string(plain.substr(0, plain.size() - 3)) + "y";
  if (plain.ends_with("s") && !plain.ends_with("ss") && plain.size() > 2)
    return std::string(plain.substr(0, plain.size() - 1));
  return std::string(plain);
}

FieldRole role_of(std::string_view field) {
  const std::string word = joined_word(field);
  if (const FieldRole role = role_of_word(word); role != FieldRole::none) return role;
  for (const std::string_view front : kWrappers) {
    if (!word.starts_with(front) || word.size() == front.size()) continue;
    if (const FieldRole role = role_of_word(std::string_view(word).substr(front.size()));
        role != FieldRole::none)
      return role;
  }
  return FieldRole::none;
}

std::string meaning_of(std::string_view field) {
  switch (role_of(field)) {
    case FieldRole::last_name: return "lastname";
    case FieldRole::first_name: return "firstname";
    case FieldRole::full_name: return "name";
    case FieldRole::email: return "email";
    case FieldRole::activity:
    case FieldRole::none: return joined_word(field);
  }
  return joined_word(field);
}

void rank_ids(SideSurvey& survey) {
  std::vector<std::pair<int, std::string>> ranked;
  for (const FieldSurvey& field : survey.fields) {
    if (can_be_id(field)) ranked.emplace_back(id_rank(field, survey.thing), field.name);
  }
  std::stable_sort(ranked.begin(), ranked.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  survey.ids.clear();
  survey.equal_ids = 0;
  for (const auto& [rank, name] : ranked) {
    if (rank == ranked.front().first) ++survey.equal_ids;
    survey.ids.push_back(name);
  }
}

}  // namespace counterpart
