#pragma once
/// Small random populations with every kind of name that has ever broken a join.

#include <random>
#include <vector>

#include "reference/reference_matcher.hpp"

namespace counterpart::reference {

/// Up to `most` people. Names come from a small pool, so that many are equal, by bytes or only once
/// normalized. Some records repeat, some ids come again with other content, some names are null, empty or
/// missing.
std::vector<Person> nasty_people(std::mt19937& random, std::size_t most);

/// The person as a line of JSON with the keys id, lastname, firstname, city.
std::string as_json(const Person& person);

}  // namespace counterpart::reference
