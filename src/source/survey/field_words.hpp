#pragma once
/// What the names of fields tell: which fields of two systems mean the same, and which one is the id.

#include <string>
#include <string_view>
#include <vector>

#include "source/survey/survey.hpp"

namespace counterpart {

/// The letters and digits of a name, in lower case: "Last_Name" and "lastName" are both "lastname".
std::string plain_word(std::string_view name);

/// "user" of "users", "company" of "companies"; other words stay.
std::string singular(std::string_view plain);

enum class FieldRole { none, last_name, first_name, full_name, email, activity };

/// What a field most likely holds, by its name: "name[0].family" is a last name, "last_login_at" an activity.
/// What only wraps a record ("attributes.", "properties.", "user.") does not count.
FieldRole role_of(std::string_view field);

/// One word for all names that likely mean the same: that of the role, else the plain word.
std::string meaning_of(std::string_view field);

/// Fills `ids` and `equal_ids`: fields that each record has, each with another value, that are neither a
/// name, a date nor a fraction; what the catalogue or the field's name calls an id goes before the others.
void rank_ids(SideSurvey& survey);

}  // namespace counterpart
