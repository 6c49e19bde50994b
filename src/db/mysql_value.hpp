#pragma once
/// MySQL's texts of values: how a column is asked for so that its text says all of it, and how the text is
/// read.

#include <cstdint>
#include <string>
#include <string_view>

#include "db/mysql.hpp"
#include "record/value.hpp"

namespace counterpart {

/// SQL that gives a column of a table so that nothing of it is lost on the way. `quoted` is its name, `type`
/// and `character_set` are what information_schema.columns says. Of FLOAT the server would print six digits
/// alone; for a byte without a Unicode character, such as 81 in cp1250, it would say '?' and no word of it:
/// here such a text comes as bytes that are no UTF-8.
std::string mysql_exact(const std::string& quoted, std::string_view type, std::string_view character_set);

/// A value, or why the record cannot have it.
struct MysqlValue {
  Value value;
  const char* problem = nullptr;
};

/// Reads one text that is not null; texts of the value view it. Whole numbers above int64 are texts, bits
/// above it a problem, as are dates that no calendar has, zero dates among them. A `single` is taken from the
/// text of the double that mysql_exact makes of it: its value is that of its shortest text, 0.1 for 0.1.
MysqlValue read_mysql_value(MysqlColumn::Kind kind, unsigned long length, std::string_view text);

/// Appends the text that MySQL itself makes of a double, in the shortest form that reads back the same.
void append_mysql_double(std::string& out, double value);

/// Appends "2017-02-02 03:04:05.000006": the server takes no 'T' and no 'Z' in strict mode.
void append_mysql_datetime(std::string& out, std::int64_t micros);

/// Appends the text that a value is sent as, and that a column of texts gives back. Nothing of null.
void append_mysql_text(std::string& out, Value value);

}  // namespace counterpart
