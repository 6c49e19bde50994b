#pragma once
/// Values on their way to PostgreSQL, in the binary forms of postgres_value.hpp.

#include <cstddef>
#include <cstdint>
#include <string>

#include "db/postgres_value.hpp"
#include "record/value.hpp"

namespace counterpart {

/// Appends a value as a field of a binary COPY, its length first, for a column of a form that holds its kind:
/// whole numbers and booleans for int16, int32, int64 and numeric, dates and instants for timestamp, anything
/// for the texts. Gives nullptr, or why the column cannot have it; then `out` is of no use.
const char* append_postgres_field(std::string& out, PostgresForm form, Value value);

/// Appends a whole number, most significant byte first.
template <typename Number>
void append_big_endian(std::string& out, Number number) {
  for (std::size_t shift = sizeof(Number) * 8; shift > 0; shift -= 8)
    out += static_cast<char>(static_cast<std::uint64_t>(number) >> (shift - 8) & 0xFF);
}

}  // namespace counterpart
