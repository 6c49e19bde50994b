#include "sink/mysql_read_back.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <utility>

#include "base/digest.hpp"
#include "sink/identifier.hpp"

namespace counterpart {

MysqlReadBack::MysqlReadBack(MysqlConnection& connection, std::string table, const TableSpec& spec)
    : table_(std::move(table)) {
  using Kind = ColumnType::Kind;
  // A JSON column of MySQL is left out: it writes a document anew.
  const auto texts = connection.rows(
      "SELECT column_name FROM information_schema.columns WHERE table_schema = DATABASE() AND data_type IN "
      "('char', "
      "'varchar', 'tinytext', 'text', 'mediumtext', 'longtext', 'enum') AND table_name = " +
      connection.literal(table_));
  for (std::size_t i = 0; i < spec.columns.size(); ++i) {
    const Column& column = spec.columns[i];
    if (column.type.kind != Kind::varchar && column.type.kind != Kind::text) continue;
    for (const auto& text : texts) {
      if (!same_name(column.name, text[0].value_or(""))) continue;
      columns_.push_back(i);
      names_.push_back(mysql_quoted(column.name));
    }
  }
}

void MysqlReadBack::add(const std::vector<Value>& row) {
  for (const std::size_t column : columns_) {
    const std::string_view text = row[column].is_null() ? std::string_view() : row[column].as_string();
    add_text(row[column].is_null() ? nullptr : &text);
  }
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
      const std::string_view text = rows.is_null(i) ? std::string_view() : rows.text(i);
      add_text(rows.is_null(i) ? nullptr : &text);
    }
    end_row(stored);
  }
  found.same = stored == sent_;
  return found;
}

void MysqlReadBack::add_text(const std::string_view* text) {
  // Framed by their lengths, so that what moved from one text to its neighbour is noticed too.
  row_ += text == nullptr ? "-" : fmt::format_int(text->size()).c_str();
  row_ += ':';
  if (text != nullptr) row_ += *text;
}

void MysqlReadBack::end_row(Sum& sum) {
  const Digest128 digest = digest128(row_);
  sum.high += digest.high;
  sum.low += digest.low;
  row_.clear();
}

}  // namespace counterpart
