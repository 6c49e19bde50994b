#pragma once
/// PostgreSQL's binary forms of values, as COPY and binary results send them.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "record/value.hpp"

namespace counterpart {

/// How the bytes of a type are read.
enum class PostgresForm {
  boolean,
  int16,
  int32,
  int64,
  oid,
  float32,
  float64,
  numeric,
  text,
  padded_text,  ///< char(n), without the spaces that fill it up
  bytes,
  uuid,
  jsonb,
  date,
  time,
  timestamp,  ///< with and without time zone: both count UTC
};

/// The form of a built-in type by its OID; nothing for one that has to be cast to text by the server.
std::optional<PostgresForm> postgres_form(std::uint32_t type);

/// SQL that turns `expression`, of a type without a form, into the text that the server prints for it.
std::string postgres_as_text(const std::string& expression, std::uint32_t type);

/// A value, or why the record cannot have it.
struct PostgresValue {
  Value value;
  const char* problem = nullptr;
};

/// Reads one value that is not null. Its text views `bytes`, or `storage`, which has to outlive it. Decimals
/// are the text that the server prints, float32 the double of its shortest text, uuid and time texts; dates
/// and instants outside of the years 1 to 9999, infinities among them, floats that are not finite, and bytes
/// that are not of the form are problems.
PostgresValue read_postgres_value(PostgresForm form, std::string_view bytes, std::string& storage);

}  // namespace counterpart
