#pragma once
/// Comparisons in the filters of a JSONPath, as RFC 9535, 2.3.5.2.2, defines them.

#include <simdjson.h>

#include <optional>
#include <string_view>
#include <variant>

#include "source/json/json_path_syntax.hpp"

namespace counterpart::json_path {

/// One side of a comparison: nothing, a primitive, or a list or object. Texts and elements are borrowed.
using Comparable =
    std::variant<std::monostate, std::nullptr_t, bool, long double, std::string_view, simdjson::dom::element>;

Comparable comparable(const Literal& literal);
/// What a query found.
Comparable comparable(const std::optional<simdjson::dom::element>& found);

/// Values of different kinds are not equal and have no order. Nothing equals nothing. Numbers have an order,
/// and texts that of their code points; lists and objects are equal if all in them is.
bool compare(const Comparable& left, Comparator comparator, const Comparable& right);

}  // namespace counterpart::json_path
