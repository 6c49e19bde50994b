#include "db/mysql_load.hpp"

#include <fmt/format.h>

#include <utility>

#include "db/mysql.hpp"
#include "db/mysql_local_rows.hpp"
#include "db/mysql_value.hpp"

namespace counterpart {
namespace {

/// Few statements for many rows; two of them are in memory.
constexpr std::size_t kEnoughBytes = 256 << 10;

/// What the server would take for the end of a field or a row, or for an escape itself.
constexpr std::string_view kSpecial("\t\n\\\0", 4);

void append_escaped(std::string& text, std::string_view value) {
  for (;;) {
    const std::size_t at = value.find_first_of(kSpecial);
    text += value.substr(0, at);
    if (at == std::string_view::npos) return;
    text += '\\';
    switch (value[at]) {
      case '\t': text += 't'; break;
      case '\n': text += 'n'; break;
      case '\0': text += '0'; break;
      default: text += '\\';
    }
    value.remove_prefix(at + 1);
  }
}

void append_field(std::string& text, Value value) {
  switch (value.type()) {
    case Type::null: text += "\\N"; break;
    case Type::string: append_escaped(text, value.as_string()); break;
    default: append_mysql_text(text, value);
  }
}

}  // namespace

void append_load_row(std::string& text, const std::vector<Value>& row) {
  for (std::size_t i = 0; i < row.size(); ++i) {
    if (i != 0) text += '\t';
    append_field(text, row[i]);
  }
  text += '\n';
}

std::unique_ptr<MysqlLoad> MysqlLoad::open(MysqlConnection& connection, const std::string& table,
                                           const std::vector<std::string>& columns) {
  std::string sql = fmt::format(
      "LOAD DATA LOCAL INFILE '{}' INTO TABLE {} CHARACTER SET utf8mb4 FIELDS TERMINATED BY '\\t' "
      "ENCLOSED BY '' ESCAPED BY '\\\\' LINES TERMINATED BY '\\n' STARTING BY '' (",
      MysqlLocalRows::kName, mysql_quoted(table));
  for (std::size_t i = 0; i < columns.size(); ++i) sql += (i == 0 ? "" : ", ") + mysql_quoted(columns[i]);
  sql += ')';
  try {
    connection.run(sql, "");
  } catch (const Error&) {
    if (connection.lost()) throw;
    return nullptr;
  }
  return std::unique_ptr<MysqlLoad>(new MysqlLoad(connection, std::move(sql)));
}

MysqlLoad::MysqlLoad(MysqlConnection& connection, std::string sql)
    : connection_(connection), sql_(std::move(sql)), packet_(connection) {}

void MysqlLoad::add(const std::vector<Value>& row) {
  const std::size_t texts = text_bytes(row);
  if (!packet_.takes(row.size(), texts)) {
    settle();
    packet_.refuse(sent_ + taken_.count + 1, texts);
  }
  append_load_row(taken_.text, row);
  ++taken_.count;
  if (taken_.text.size() >= kEnoughBytes) send();
}

void MysqlLoad::settle() {
  worker_.wait();
}

void MysqlLoad::flush() {
  if (taken_.count != 0) send();
  settle();
}

void MysqlLoad::send() {
  worker_.wait();
  std::swap(taken_, on_way_);
  taken_.text.clear();
  taken_.count = 0;
  sent_ += on_way_.count;
  worker_.start([this] { store(); });
}

void MysqlLoad::store() {
  try {
    connection_.run(sql_, on_way_.text);
  } catch (const Error&) {
    error_number_ = connection_.error_number();
    throw;
  }
  refuse_warnings(connection_, &error_number_);
  const std::uint64_t stored = connection_.changed_rows();
  if (stored == on_way_.count) return;
  throw Error(connection_.kind(), fmt::format("{}: {} rows were sent, but the server stored {}",
                                              connection_.place(), on_way_.count, stored))
      .hint("look for limits on the table that drop rows");
}

}  // namespace counterpart
