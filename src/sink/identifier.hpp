#pragma once
/// Names and types of columns as a dialect writes them.

#include <string>
#include <string_view>

#include "sink/sink.hpp"

namespace counterpart {

/// The name as it can stand in a statement: bare if it is plain lower case and no reserved word, else in the
/// dialect's quotes.
std::string identifier(Dialect dialect, std::string_view name);

/// The type that a table gets which is made for a column of this type: "VARCHAR(20)", "DOUBLE PRECISION".
std::string type_in(Dialect dialect, const ColumnType& type);

/// True if two names mean the same column: case is ignored, as databases do.
bool same_name(std::string_view a, std::string_view b) noexcept;

}  // namespace counterpart
