#include "db/mysql_insert.hpp"

#include <algorithm>
#include <utility>

#include "db/libmariadb.hpp"
#include "db/mysql.hpp"
#include "db/mysql_value.hpp"

namespace counterpart {
namespace {

constexpr std::size_t kRows = 500;
constexpr std::size_t kMostParameters = 65'000;  ///< the protocol counts them in 16 bits
constexpr std::size_t kMostBytes = 1 << 20;

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
      rows_per_statement_(std::min(kRows, kMostParameters / columns.size())),
      packet_(connection),
      bytes_per_statement_(std::min(kMostBytes, packet_.bytes() / 2)) {
  head_ = "INSERT INTO " + mysql_quoted(table) + " (";
  for (std::size_t i = 0; i < columns.size(); ++i) {
    head_ += (i == 0 ? "" : ", ") + mysql_quoted(columns[i]);
    row_ += i == 0 ? "(?" : ", ?";
  }
  head_ += ") VALUES ";
  row_ += ')';
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
    // Doubles too: the server rounds one that it is to make a short text of.
    default: append_mysql_text(texts, value);
  }
  made.length = texts.size() - made.offset;
  return made;
}

void MysqlInsert::add(const std::vector<Value>& row) {
  const std::size_t texts = text_bytes(row);
  const std::size_t waiting = taken_.cells.size();
  if (!packet_.takes(columns_, texts)) {
    settle();
    packet_.refuse(sent_ + waiting / columns_ + 1, texts);
  }
  if (waiting != 0 && !packet_.takes(waiting + columns_, taken_.texts.size() + texts)) send();
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
  refuse_warnings(connection_, &error_number_);
}

}  // namespace counterpart
