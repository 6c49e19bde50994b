#include "db/mysql_prepare.hpp"

#include <memory>

#include "db/libmariadb.hpp"
#include "db/mysql.hpp"

namespace counterpart {
namespace {

constexpr unsigned kSyntaxError = 1064;
constexpr unsigned kNotPreparable = 1295;

/// A statement as the server takes it in.
class Prepared {
 public:
  Prepared(MysqlConnection& connection, const std::string& sql)
      : connection_(connection), statement_(mysql_stmt_init(connection.handle())) {
    if (!statement_) connection.fail();
    if (mysql_stmt_prepare(statement_.get(), sql.data(), sql.size()) != 0)
      error_ = mysql_stmt_errno(statement_.get());
  }

  /// The server's number of the error; 0 without one.
  unsigned error() const noexcept { return error_; }
  bool has_columns() const noexcept { return mysql_stmt_field_count(statement_.get()) != 0; }
  [[noreturn]] void fail() const {
    connection_.fail(error_, mysql_stmt_sqlstate(statement_.get()), mysql_stmt_error(statement_.get()));
  }

 private:
  struct Close {
    void operator()(MYSQL_STMT* statement) const noexcept { mysql_stmt_close(statement); }
  };
  MysqlConnection& connection_;
  std::unique_ptr<MYSQL_STMT, Close> statement_;
  unsigned error_ = 0;
};

}  // namespace

bool gives_rows_alone(MysqlConnection& connection, const std::string& sql) {
  const Prepared plain(connection, sql);
  if (plain.error() == kNotPreparable) return false;
  if (plain.error() != 0) plain.fail();
  // Rows that go elsewhere leave no columns for the client.
  if (!plain.has_columns()) return false;
  // ANALYZE has columns and writes the file of an INTO all the same; it is no statement that can be
  // explained. Other errors, such as a right that the plan of a view takes, say nothing of what the statement
  // is.
  return Prepared(connection, "EXPLAIN FORMAT=TRADITIONAL\n" + sql).error() != kSyntaxError;
}

}  // namespace counterpart
