#include "db/mysql_bulk.hpp"

#include <fmt/format.h>

#include <charconv>

#include "base/size.hpp"
#include "db/mysql.hpp"
#include "db/mysql_error.hpp"
#include "db/mysql_insert.hpp"
#include "db/mysql_load.hpp"

namespace counterpart {
namespace {

constexpr std::size_t kMostCellBytes = 40;  ///< type, length and a date's text, in a packet
constexpr std::size_t kPacketHead = 64;

unsigned whole(const std::optional<std::string>& text) {
  unsigned number = 0;
  if (text) std::from_chars(text->data(), text->data() + text->size(), number);
  return number;
}

}  // namespace

std::unique_ptr<MysqlBulk> open_mysql_bulk(MysqlConnection& connection, const std::string& table,
                                           const std::vector<std::string>& columns) {
  if (auto load = MysqlLoad::open(connection, table, columns)) return load;
  return std::make_unique<MysqlInsert>(connection, table, columns);
}

MysqlPacket::MysqlPacket(MysqlConnection& connection)
    : connection_(connection), bytes_(whole(connection.value("SELECT @@max_allowed_packet"))) {}

bool MysqlPacket::takes(std::size_t cells, std::size_t text_bytes) const noexcept {
  return kPacketHead + cells * kMostCellBytes + text_bytes <= bytes_;
}

void MysqlPacket::refuse(std::uint64_t number, std::size_t text_bytes) const {
  throw Error(connection_.kind(),
              fmt::format("{}: row {} of the load has {}, more than the server takes in one packet ({})",
                          connection_.place(), number, format_size(text_bytes), format_size(bytes_)))
      .hint("raise the server's max_allowed_packet, or leave the long texts out");
}

std::size_t text_bytes(const std::vector<Value>& row) noexcept {
  std::size_t bytes = 0;
  for (const Value& value : row) bytes += value.type() == Type::string ? value.as_string().size() : 0;
  return bytes;
}

void refuse_warnings(MysqlConnection& connection, unsigned* number) {
  if (connection.warnings() == 0) return;
  std::string first = "the server changed a value";
  const auto rows = connection.rows("SHOW WARNINGS LIMIT 1");
  if (!rows.empty()) {
    const unsigned first_number = whole(rows[0][1]);
    if (number != nullptr) *number = first_number;
    // A data class keeps texts that quote values back.
    first = mysql_error_text(first_number, "22000", rows[0][2].value_or(""));
  }
  throw Error(connection.kind(), connection.place() + ": a row was not stored as it is: " + first)
      .hint("make the column wide enough for the values, or load into another table");
}

}  // namespace counterpart
