#pragma once
/// Finds where the records are in a page that nobody has described.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "source/json/json_page.hpp"

namespace counterpart {

/// A list that can be that of the records.
struct RecordList {
  std::string path;           ///< a JSON Pointer, or the JSONPath of a FHIR bundle's resources
  std::uint64_t records = 0;  ///< objects in it
};

/// All lists of objects at most three members deep, the likeliest first: lists whose name is usual for
/// records, or that of the endpoint (`thing`), go before others, and those of links, errors and the like come
/// last; then the longest goes first. Empty lists are there only under usual names.
std::vector<RecordList> record_lists(const JsonPage& page, std::string_view thing);

/// Where rows stand that are lists of values, not objects; empty if nowhere.
std::string list_of_rows(const JsonPage& page);

/// A member's name as a step of a JSON Pointer.
std::string pointer_step(std::string_view name);

}  // namespace counterpart
