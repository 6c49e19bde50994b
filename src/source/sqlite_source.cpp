#include "source/sqlite_source.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "base/nearest.hpp"
#include "base/utf8.hpp"
#include "db/sqlite.hpp"
#include "db/url.hpp"
#include "record/builder.hpp"
#include "source/columns.hpp"

namespace counterpart {
namespace {

constexpr std::size_t kBatchRecords = 1000;
constexpr std::size_t kBatchBytes = 256 << 10;
constexpr int kLockWaitMs = 10'000;

/// A column as `PRAGMA table_info` tells of it.
struct TableColumn {
  std::string name;
  std::string type;  ///< in upper case
  bool not_null = false;
  std::int64_t key_position = 0;  ///< from 1 in the primary key; 0 outside
};

std::vector<TableColumn> table_columns(SqliteDatabase& database, const std::string& table) {
  SqliteStatement statement =
      database.prepare("SELECT name, type, \"notnull\", pk FROM pragma_table_xinfo(?) WHERE hidden <> 1");
  statement.bind(0, Value::string(table));
  std::vector<TableColumn> columns;
  while (statement.step()) {
    std::string type = to_text(statement.value(1));
    for (char& c : type) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
    columns.push_back({to_text(statement.value(0)), type, statement.value(2).as_int64() != 0,
                       statement.value(3).as_int64()});
  }
  if (!columns.empty()) return columns;
  SqliteStatement names = database.prepare("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')");
  std::vector<std::string> tables;
  while (names.step()) tables.push_back(to_text(names.value(0)));
  throw Error(ErrorKind::source, fmt::format("{}: no table '{}'{}", database.place(), printable(table),
                                             printable(did_you_mean(table, tables))))
      .hint("check the name of the table and the file in the job file");
}

/// True for a column that converts what is stored in it, so that different values (blobs aside) have
/// different texts.
bool has_affinity(const std::string& type) {
  return !type.empty() && type.find("BLOB") == std::string::npos;
}

/// True if a unique key over this column alone exists.
bool has_unique_index(SqliteDatabase& database, const std::string& table, const std::string& column) {
  SqliteStatement statement = database.prepare(
      "SELECT (SELECT CASE WHEN COUNT(*) = 1 THEN MAX(name) END FROM pragma_index_info(l.name)) FROM "
      "pragma_index_list(?) AS l "
      "WHERE l.\"unique\" = 1 AND l.partial = 0");
  statement.bind(0, Value::string(table));
  bool found = false;
  while (statement.step()) found = found || to_text(statement.value(0)) == column;
  return found;
}

bool ids_are_unique(SqliteDatabase& database, const std::string& table,
                    const std::vector<TableColumn>& columns, std::size_t id, Type wanted) {
  const TableColumn& column = columns[id];
  const auto in_key =
      std::count_if(columns.begin(), columns.end(), [](const TableColumn& c) { return c.key_position != 0; });
  const bool alone_in_key = column.key_position == 1 && in_key == 1;
  const bool whole_number = column.type == "INTEGER" && alone_in_key;
  if (wanted == Type::int64) return whole_number;
  if (wanted != Type::null && wanted != Type::string) return false;
  if (whole_number) return true;
  return has_affinity(column.type) &&
         (alone_in_key || (column.not_null && has_unique_index(database, table, column.name)));
}

bool has_utf16_texts(SqliteDatabase& database) {
  SqliteStatement encoding = database.prepare("PRAGMA encoding");
  return encoding.step() && to_text(encoding.value(0)).starts_with("UTF-16");
}

class SqliteSource final : public RecordStream {
 public:
  SqliteSource(const DatabaseSpec& spec, const SourceContext& context)
      : read_(context.read), progress_(context.progress), cancel_(context.cancel), builder_(context.read) {
    progress_.phase = Phase::connecting;
    database_.emplace(parse_sqlite_url(spec.url), SqliteDatabase::Mode::read_only, ErrorKind::source,
                      cancel_);
    database_->wait_for_locks(kLockWaitMs);
    database_->run("BEGIN");
    utf16_ = has_utf16_texts(*database_);
    if (spec.query.empty()) {
      open_table(spec);
    } else {
      open_query(spec.query);
    }
    progress_.phase = Phase::reading;
  }

  bool next(RecordBatch& batch) override {
    batch.clear();
    cancel_.check();
    if (!rows_) return false;
    std::size_t rows = 0;
    while (rows < kBatchRecords && batch.bytes() < kBatchBytes) {
      if (!rows_->step()) {
        close();
        break;
      }
      ++rows;
      take_row(batch);
    }
    progress_.records.fetch_add(rows, std::memory_order_relaxed);
    progress_.bytes.store(report_.bytes, std::memory_order_relaxed);
    return !batch.empty();
  }

  bool unique_ids() const override { return unique_ids_; }
  std::vector<std::string> field_names() const override { return names_; }
  SourceReport report() const override { return report_; }

 private:
  void open_table(const DatabaseSpec& spec) {
    const std::vector<TableColumn> columns = table_columns(*database_, spec.table);
    for (const TableColumn& column : columns) names_.push_back(column.name);
    const std::vector<std::size_t> found =
        match_columns(read_, names_, fmt::format("{}, table {}", database_->place(), printable(spec.table)));
    unique_ids_ =
        ids_are_unique(*database_, spec.table, columns, found[read_.id], read_.fields[read_.id].type);
    std::string sql = "SELECT ";
    for (std::size_t i = 0; i < found.size(); ++i) {
      sql += (i == 0 ? "" : ", ") + sqlite_quoted(names_[found[i]]);
      columns_.push_back(static_cast<int>(i));
    }
    sql += " FROM " + sqlite_quoted(spec.table);
    // The line break ends a comment that the condition may hold.
    if (!spec.where.empty()) sql += " WHERE (" + spec.where + "\n)";
    const char* separator = " ORDER BY ";
    for (const std::string& field : spec.ordered_by) {
      const ReadSpec single{.fields = {{.name = field}}};
      const std::size_t column = match_columns(single, names_, database_->place() + ", ordered_by").front();
      // As texts, which is what keys are made of: as a number, 9 would come before 10.
      sql += fmt::format("{}CAST({} AS TEXT) COLLATE BINARY", separator, sqlite_quoted(names_[column]));
      separator = ", ";
    }
    rows_.emplace(database_->prepare(sql));
  }

  void open_query(const std::string& query) {
    rows_.emplace(database_->prepare(query));
    if (!rows_->reads_only() || rows_->columns() == 0) {
      throw Error(ErrorKind::source,
                  database_->place() + ": the query gives no columns or changes the database")
          .hint("use a SELECT");
    }
    for (int i = 0; i < rows_->columns(); ++i) names_.push_back(rows_->column_name(i));
    for (const std::size_t column : match_columns(read_, names_, database_->place() + ", query"))
      columns_.push_back(static_cast<int>(column));
  }

  void take_row(RecordBatch& batch) {
    builder_.begin();
    for (std::size_t field = 0; field < columns_.size(); ++field) {
      if (utf16_ && !rows_->is_whole_utf16(columns_[field])) {
        builder_.refuse(field, "is not valid UTF-16");
        continue;
      }
      const Value value = rows_->value(columns_[field]);
      report_.bytes += value.type() == Type::string ? value.as_string().size() : sizeof(std::int64_t);
      if (field == read_.id && unique_ids_ && rows_->is_blob(columns_[field])) {
        builder_.refuse(field, "the id is binary");
      } else {
        builder_.set(field, value);
      }
    }
    builder_.end({Origin::Kind::row, ++row_, 0}, batch);
  }

  /// Ends the read transaction, so that a table in the same file can be published.
  void close() {
    rows_.reset();
    database_.reset();
    report_.end_reason = "end of rows";
    progress_.phase = Phase::done;
  }

  const ReadSpec& read_;
  SideProgress& progress_;
  CancelToken& cancel_;
  RecordBuilder builder_;
  std::optional<SqliteDatabase> database_;
  std::optional<SqliteStatement> rows_;  ///< goes before the database
  std::vector<int> columns_;             ///< of the result, for each wanted field
  std::vector<std::string> names_;
  bool unique_ids_ = false;
  bool utf16_ = false;  ///< how the file keeps its texts
  std::uint64_t row_ = 0;
  SourceReport report_;
};

}  // namespace

std::unique_ptr<RecordStream> open_sqlite_source(const DatabaseSpec& spec, const SourceContext& context) {
  return std::make_unique<SqliteSource>(spec, context);
}

}  // namespace counterpart
