#include "db/mysql_prepare.hpp"

#include <array>
#include <cctype>
#include <memory>
#include <utility>

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

bool is_space(char c) {
  return std::isspace(static_cast<unsigned char>(c)) != 0;
}

bool is_of_word(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '@' || c == '$' || c == '.';
}

/// Takes this word off the front, and the blanks before it.
bool take_word(std::string_view& sql, std::string_view word) {
  std::string_view rest = sql;
  while (!rest.empty() && is_space(rest.front())) rest.remove_prefix(1);
  if (rest.size() < word.size()) return false;
  for (std::size_t i = 0; i < word.size(); ++i) {
    if (std::toupper(static_cast<unsigned char>(rest[i])) != word[i]) return false;
  }
  rest.remove_prefix(word.size());
  if (!rest.empty() && is_of_word(rest.front())) return false;
  sql = rest;
  return true;
}

/// Takes a text in quotes, a comment, a word or one other character off the front.
void take_piece(std::string_view& sql) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 6> kClosed{
      {{"'", "'"}, {"\"", "\""}, {"`", "`"}, {"/*", "*/"}, {"-- ", "\n"}, {"#", "\n"}}};
  for (const auto& [open, close] : kClosed) {
    if (!sql.starts_with(open)) continue;
    const std::size_t end = sql.find(close, open.size());
    sql.remove_prefix(end == std::string_view::npos ? sql.size() : end + close.size());
    return;
  }
  const bool word = is_of_word(sql.front());
  do {
    sql.remove_prefix(1);
  } while (word && !sql.empty() && is_of_word(sql.front()));
}

}  // namespace

std::string_view behind_settings(std::string_view sql) {
  std::string_view rest = sql;
  if (!take_word(rest, "SET") || !take_word(rest, "STATEMENT")) return sql;
  while (!rest.empty()) {
    if (take_word(rest, "FOR")) return rest;
    take_piece(rest);
  }
  return sql;
}

bool gives_rows_alone(MysqlConnection& connection, const std::string& sql) {
  const Prepared plain(connection, sql);
  if (plain.error() == kNotPreparable) return false;
  if (plain.error() != 0) plain.fail();
  // Rows that go elsewhere leave no columns for the client.
  if (!plain.has_columns()) return false;
  // ANALYZE has columns and writes the file of an INTO all the same; it is no statement that can be
  // explained. Other errors, such as a right that the plan of a view takes, say nothing of what the statement
  // is.
  return Prepared(connection, "EXPLAIN FORMAT=TRADITIONAL\n" + std::string(behind_settings(sql))).error() !=
         kSyntaxError;
}

}  // namespace counterpart
