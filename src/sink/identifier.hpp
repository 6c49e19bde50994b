#pragma once
/// Names of tables and columns as a dialect writes them.

#include <string>
#include <string_view>

#include "sink/sink.hpp"

namespace counterpart {

/// The name as it can stand in a statement: bare if it is plain lower case and no reserved word, else in the
/// dialect's quotes.
std::string identifier(Dialect dialect, std::string_view name);

/// True if two names mean the same column: case is ignored, as databases do.
bool same_name(std::string_view a, std::string_view b) noexcept;

}  // namespace counterpart
