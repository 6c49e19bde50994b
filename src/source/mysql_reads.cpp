#include "source/mysql_reads.hpp"

#include <algorithm>
#include <utility>

#include "counterpart/error.hpp"
#include "db/mysql.hpp"
#include "db/mysql_prepare.hpp"

namespace counterpart {
namespace {

constexpr unsigned kSyntaxError = 1064;
constexpr const char* kRewritten = "1003";  ///< the note with the statement

/// The statement of a note, name by name.
class Rewritten {
 public:
  explicit Rewritten(std::string_view text) : text_(text) {}

  /// Names that dots join, the next such in the text; none at its end.
  std::vector<std::string> next() {
    skip_to_name();
    std::vector<std::string> names;
    while (at('`')) {
      names.push_back(name());
      if (!at('.') || !at('`', 1)) break;
      ++at_;
    }
    return names;
  }
  bool before(char c) const { return at(c); }
  /// The name behind a space, which is an alias; empty if there is none.
  std::string alias() { return at(' ') && at('`', 1) ? (++at_, name()) : std::string(); }

 private:
  bool at(char c, std::size_t ahead = 0) const {
    return at_ + ahead < text_.size() && text_[at_ + ahead] == c;
  }

  void skip_to_name() {
    while (at_ < text_.size() && !at('`')) {
      if (at('\'') || at('"')) {
        skip_text();
      } else if (at('/') && at('*', 1)) {
        at_ = std::min(text_.find("*/", at_ + 2), text_.size() - 2) + 2;
      } else {
        ++at_;
      }
    }
  }

  void skip_text() {
    const char quote = text_[at_];
    for (++at_; at_ < text_.size() && !at(quote); ++at_) {
      if (at('\\')) ++at_;
    }
    ++at_;
  }

  /// A backtick in it stands there twice.
  std::string name() {
    std::string name;
    for (++at_; at_ < text_.size(); ++at_) {
      if (at('`') && !at('`', 1)) break;
      if (at('`')) ++at_;
      name += text_[at_];
    }
    ++at_;
    return name;
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

std::string lower(std::string text) {
  for (char& c : text) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  return text;
}

struct Explained {
  std::vector<std::string> rows;  ///< the column `table`: aliases, and the tables of views
  std::vector<ReadTable> tables;
};

/// Servers since MySQL 8.0 say all without EXTENDED, and do not know the word.
std::vector<MysqlConnection::Row> plan_of(MysqlConnection& connection, const std::string& statement) {
  const std::string select(behind_settings(statement));
  try {
    return connection.rows("EXPLAIN EXTENDED\n" + select);
  } catch (const Error&) {
    if (connection.error_number() != kSyntaxError) throw;
  }
  return connection.rows("EXPLAIN\n" + select);
}

Explained explain(MysqlConnection& connection, const std::string& select) {
  constexpr std::size_t kTable = 2;
  Explained explained;
  for (const auto& row : plan_of(connection, select)) explained.rows.push_back(row[kTable].value_or(""));
  for (const auto& note : connection.rows("SHOW WARNINGS")) {
    if (note[1] == kRewritten) explained.tables = tables_in(note[2].value_or(""));
  }
  return explained;
}

bool is_read(const TableName& target, const Explained& explained) {
  const auto& tables = explained.tables;
  const bool named = std::any_of(tables.begin(), tables.end(), [&](const ReadTable& read) {
    return read.table.schema == target.schema && read.table.name == target.name;
  });
  if (named) return true;
  // A row that no table of the statement explains is of a table behind a view.
  const bool other = std::any_of(tables.begin(), tables.end(),
                                 [&](const ReadTable& read) { return read.alias == target.name; });
  return !other &&
         std::find(explained.rows.begin(), explained.rows.end(), target.name) != explained.rows.end();
}

void fold(Explained& explained) {
  for (std::string& row : explained.rows) row = lower(row);
  for (ReadTable& read : explained.tables)
    read = {{lower(read.table.schema), lower(read.table.name)}, lower(read.alias)};
}

}  // namespace

std::vector<ReadTable> tables_in(std::string_view rewritten) {
  constexpr std::size_t kTableParts = 2;
  std::vector<ReadTable> tables;
  Rewritten text(rewritten);
  for (std::vector<std::string> names = text.next(); !names.empty(); names = text.next()) {
    if (names.size() != kTableParts || text.before('(')) continue;
    std::string alias = text.alias();
    tables.push_back({{names[0], names[1]}, alias.empty() ? names[1] : std::move(alias)});
  }
  return tables;
}

std::optional<TableName> target_read(MysqlConnection& connection, const std::string& select,
                                     const std::vector<TableName>& targets) {
  if (targets.empty()) return std::nullopt;
  try {
    Explained explained = explain(connection, select);
    const bool folds = connection.value("SELECT @@lower_case_table_names") != "0";
    if (folds) fold(explained);
    for (const TableName& target : targets) {
      const TableName spelt = folds ? TableName{lower(target.schema), lower(target.name)} : target;
      if (is_read(spelt, explained)) return target;
    }
  } catch (const Error&) {
    if (connection.lost() || connection.error_number() == 0) throw;
  }
  return std::nullopt;
}

}  // namespace counterpart
