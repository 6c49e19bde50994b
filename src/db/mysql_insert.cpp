#include "db/mysql_insert.hpp"

#include <fmt/format.h>
#include <mysql.h>

#include <algorithm>
#include <charconv>
#include <utility>

#include "base/calendar.hpp"
#include "base/size.hpp"
#include "db/mysql.hpp"
#include "db/mysql_error.hpp"

namespace counterpart {
namespace {

constexpr std::size_t kRows = 500;
constexpr std::size_t kMostParameters = 65'000;  ///< the protocol counts them in 16 bits
constexpr std::size_t kMostBytes = 1 << 20;
constexpr std::size_t kMostCellBytes = 40;  ///< type, length and a date's text, in a packet
constexpr std::size_t kPacketHead = 64;

unsigned whole(std::string_view text) {
  unsigned number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

/// "2017-02-02 03:04:05.000006": the server takes no 'T' and no 'Z' in strict mode.
std::string datetime_text(std::int64_t micros) {
  std::string text = format_timestamp(micros);
  text.pop_back();
  std::replace(text.begin(), text.end(), 'T', ' ');
  return text;
}

}  // namespace

/// One prepared statement and the bindings of its parameters.
struct MysqlInsert::Statement {
  struct Close {
    void operator()(MYSQL_STMT* statement) const noexcept { mysql_stmt_close(statement); }
  };
  std::unique_ptr<MYSQL_STMT, Close> handle;
  std::vector<MYSQL_BIND> binds;
  std::size_t rows = 0;

  [[noreturn]] void fail(const MysqlConnection& connection) const {
    connection.fail(mysql_stmt_errno(handle.get()), mysql_stmt_sqlstate(handle.get()),
                    mysql_stmt_error(handle.get()));
  }
};

MysqlInsert::MysqlInsert(MysqlConnection& connection, const std::string& table,
                         const std::vector<std::string>& columns)
    : connection_(connection),
      columns_(columns.size()),
      rows_per_statement_(std::min(kRows, kMostParameters / columns.size())) {
  head_ = "INSERT INTO " + mysql_quoted(table) + " (";
  for (std::size_t i = 0; i < columns.size(); ++i) {
    head_ += (i == 0 ? "" : ", ") + mysql_quoted(columns[i]);
    row_ += i == 0 ? "(?" : ", ?";
  }
  head_ += ") VALUES ";
  row_ += ')';
  packet_ = whole(connection.value("SELECT @@max_allowed_packet").value_or("0"));
  bytes_per_statement_ = std::min(kMostBytes, packet_ / 2);
}

MysqlInsert::~MysqlInsert() = default;

MysqlInsert::Cell MysqlInsert::cell(Value value) {
  std::string& texts = taken_.texts;
  Cell made;
  made.type = value.type();
  made.offset = texts.size();
  switch (value.type()) {
    case Type::null: break;
    case Type::boolean: made.number = value.as_boolean() ? 1 : 0; break;
    case Type::int64: made.number = value.as_int64(); break;
    case Type::float64: made.real = value.as_float64(); break;
    case Type::string: texts += value.as_string(); break;
    case Type::date: append_date(texts, value.as_date()); break;
    case Type::timestamp: texts += datetime_text(value.as_timestamp()); break;
  }
  made.length = texts.size() - made.offset;
  return made;
}

std::size_t MysqlInsert::packet_with(std::size_t cells, std::size_t text_bytes) const noexcept {
  return kPacketHead + cells * kMostCellBytes + text_bytes;
}

void MysqlInsert::add(const std::vector<Value>& row) {
  std::size_t texts = 0;
  for (const Value& value : row) texts += value.type() == Type::string ? value.as_string().size() : 0;
  const std::size_t waiting = taken_.cells.size();
  if (packet_with(columns_, texts) > packet_) {
    settle();
    throw Error(connection_.kind(),
                fmt::format("{}: row {} of the load has {}, more than the server takes in one packet ({})",
                            connection_.place(), sent_ + waiting / columns_ + 1, format_size(texts),
                            format_size(packet_)))
        .hint("raise the server's max_allowed_packet, or leave the long texts out");
  }
  if (waiting != 0 && packet_with(waiting + columns_, taken_.texts.size() + texts) > packet_) send();
  for (std::size_t i = 0; i < columns_; ++i) taken_.cells.push_back(cell(row[i]));
  if (taken_.cells.size() == rows_per_statement_ * columns_ || taken_.texts.size() >= bytes_per_statement_)
    send();
}

void MysqlInsert::settle() {
  worker_.wait();
}

void MysqlInsert::flush() {
  if (!taken_.cells.empty()) send();
  settle();
}

void MysqlInsert::send() {
  worker_.wait();
  std::swap(taken_, on_way_);
  taken_.cells.clear();
  taken_.texts.clear();
  sent_ += on_way_.cells.size() / columns_;
  worker_.start([this] { store(on_way_); });
}

void MysqlInsert::store(Rows& rows) {
  const std::size_t count = rows.cells.size() / columns_;
  if (count == rows_per_statement_) {
    if (!full_) full_ = prepare(count);
    execute(*full_, rows);
  } else {
    execute(*prepare(count), rows);
  }
}

std::unique_ptr<MysqlInsert::Statement> MysqlInsert::prepare(std::size_t rows) {
  std::string sql = head_;
  for (std::size_t i = 0; i < rows; ++i) sql.append(i == 0 ? "" : ", ").append(row_);
  auto statement = std::make_unique<Statement>();
  statement->rows = rows;
  statement->handle.reset(mysql_stmt_init(connection_.handle()));
  if (!statement->handle) connection_.fail();
  if (mysql_stmt_prepare(statement->handle.get(), sql.data(), sql.size()) != 0) statement->fail(connection_);
  statement->binds.resize(rows * columns_);
  return statement;
}

void MysqlInsert::execute(Statement& statement, Rows& rows) {
  for (std::size_t i = 0; i < rows.cells.size(); ++i) {
    MYSQL_BIND& bind = statement.binds[i];
    Cell& source = rows.cells[i];
    bind = MYSQL_BIND{};
    switch (source.type) {
      case Type::null: bind.buffer_type = MYSQL_TYPE_NULL; break;
      case Type::boolean:
      case Type::int64:
        bind.buffer_type = MYSQL_TYPE_LONGLONG;
        bind.buffer = &source.number;
        break;
      case Type::float64:
        bind.buffer_type = MYSQL_TYPE_DOUBLE;
        bind.buffer = &source.real;
        break;
      default:
        bind.buffer_type = MYSQL_TYPE_STRING;
        bind.buffer = rows.texts.data() + source.offset;
        bind.buffer_length = source.length;
        bind.length = &source.length;
    }
  }
  MYSQL_STMT* handle = statement.handle.get();
  if (mysql_stmt_bind_param(handle, statement.binds.data()) != 0 || mysql_stmt_execute(handle) != 0) {
    error_number_ = mysql_stmt_errno(handle);
    statement.fail(connection_);
  }
  refuse_warnings(connection_);
}

void refuse_warnings(MysqlConnection& connection) {
  if (connection.warnings() == 0) return;
  std::string first = "the server changed a value";
  const auto rows = connection.rows("SHOW WARNINGS LIMIT 1");
  // A data class keeps texts that quote values back.
  if (!rows.empty())
    first = mysql_error_text(whole(rows[0][1].value_or("")), "22000", rows[0][2].value_or(""));
  throw Error(connection.kind(), connection.place() + ": a row was not stored as it is: " + first)
      .hint("make the column wide enough for the values, or load into another table");
}

}  // namespace counterpart
