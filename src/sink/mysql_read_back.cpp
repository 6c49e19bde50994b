#include "sink/mysql_read_back.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <utility>

#include "base/digest.hpp"
#include "db/mysql_value.hpp"
#include "sink/identifier.hpp"

namespace counterpart {

MysqlReadBack::MysqlReadBack(MysqlConnection& connection, std::string table, const TableSpec& spec)
    : table_(std::move(table)) {
  // A JSON column of MySQL is left out: it writes a document anew.
  const auto texts = connection.rows(
      "SELECT column_name FROM information_schema.columns WHERE table_schema = DATABASE() AND data_type IN "
      "('char', "
      "'varchar', 'tinytext', 'text', 'mediumtext', 'longtext', 'enum') AND table_name = " +
      connection.literal(table_));
  for (std::size_t i = 0; i < spec.columns.size(); ++i) {
    const std::string& name = spec.columns[i].name;
    for (const auto& text : texts) {
      if (!same_name(name, text[0].value_or(""))) continue;
      columns_.push_back(i);
      names_.push_back(mysql_quoted(name));
    }
  }
}

void MysqlReadBack::add(const std::vector<Value>& row) {
  for (const std::size_t column : columns_) add_value(row[column]);
  end_row(sent_);
}

std::optional<MysqlReadBack::Found> MysqlReadBack::read(MysqlConnection& connection) {
  if (columns_.empty()) return std::nullopt;
  Found found;
  Sum stored;
  MysqlRows rows =
      connection.stream(fmt::format("SELECT {} FROM {}", fmt::join(names_, ", "), mysql_quoted(table_)));
  while (rows.next()) {
    ++found.rows;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      add_value(rows.is_null(i) ? Value::null() : Value::string(rows.text(i)));
    }
    end_row(stored);
  }
  found.same = stored == sent_;
  return found;
}

void MysqlReadBack::add_value(Value value) {
  if (value.is_null()) {
    row_ += "-:";
    return;
  }
  if (value.type() != Type::string) {
    text_.clear();
    append_mysql_text(text_, value);
    value = Value::string(text_);
  }
  // Framed by their lengths, so that what moved from one text to its neighbour is noticed too.
  const std::string_view text = value.as_string();
  row_ += fmt::format_int(text.size()).c_str();
  row_ += ':';
  row_ += text;
}

void MysqlReadBack::end_row(Sum& sum) {
  const Digest128 digest = digest128(row_);
  sum.high += digest.high;
  sum.low += digest.low;
  row_.clear();
}

}  // namespace counterpart
