#include "source/sqlite_source.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "base/utf8.hpp"
#include "db/sqlite.hpp"
#include "db/url.hpp"
#include "source/columns.hpp"
#include "source/row_source.hpp"
#include "source/sqlite_table.hpp"
#include "source/table_query.hpp"

namespace counterpart {
namespace {

constexpr int kLockWaitMs = 10'000;

bool has_utf16_texts(SqliteDatabase& database) {
  SqliteStatement encoding = database.prepare("PRAGMA encoding");
  return encoding.step() && to_text(encoding.value(0)).starts_with("UTF-16");
}

class SqliteReader final : public RowReader {
 public:
  SqliteReader(const DatabaseSpec& spec, const SourceContext& context)
      : read_(context.read),
        targets_(context.targets),
        database_(parse_sqlite_url(spec.url), SqliteDatabase::Mode::read_only, ErrorKind::source,
                  context.cancel) {
    database_.wait_for_locks(kLockWaitMs);
    database_.run("BEGIN");
    utf16_ = has_utf16_texts(database_);
    if (spec.query.empty()) {
      open_table(spec);
    } else {
      open_query(spec.query);
    }
  }

  bool next(RecordBuilder& record) override {
    if (!rows_->step()) return false;
    for (std::size_t field = 0; field < columns_.size(); ++field) {
      if (utf16_ && !rows_->is_whole_utf16(columns_[field])) {
        record.refuse(field, "is not valid UTF-16");
        continue;
      }
      const Value value = rows_->value(columns_[field]);
      bytes_ += value.type() == Type::string ? value.as_string().size() : sizeof(std::int64_t);
      if (field == read_.id && unique_ids_ && rows_->is_blob(columns_[field])) {
        record.refuse(field, "the id is binary");
      } else {
        record.set(field, value);
      }
    }
    return true;
  }

 private:
  void open_table(const DatabaseSpec& spec) {
    const std::vector<SqliteColumn> columns = sqlite_columns(database_, spec.table);
    for (const SqliteColumn& column : columns) names_.push_back(column.name);
    const std::vector<std::size_t> found =
        match_columns(read_, names_, fmt::format("{}, table {}", database_.place(), printable(spec.table)));
    unique_ids_ = stays_unique(database_, spec.table, columns, found[read_.id], read_.fields[read_.id].type);
    TableQuery query{{}, sqlite_quoted(spec.table), spec.where, "", {}};
    for (std::size_t i = 0; i < found.size(); ++i) {
      query.columns.push_back(sqlite_quoted(names_[found[i]]));
      columns_.push_back(static_cast<int>(i));
    }
    if (!spec.ordered_by.empty()) ask_for_order(spec, columns, query);
    if (!spec.hoped_order.empty()) hope_for_order(spec, columns, query);
    start(select_statement(query));
  }

  void start(const std::string& sql) {
    if (const auto target = target_read(database_, sql, targets_))
      throw reads_target(database_.place(), *target);
    rows_.emplace(database_.prepare(sql));
  }

  std::vector<SqliteColumn> columns_of(const std::vector<std::string>& fields,
                                       const std::vector<SqliteColumn>& columns) const {
    std::vector<SqliteColumn> by;
    for (const std::string& field : fields)
      by.push_back(columns[match_column(field, names_, database_.place() + ", ordered_by")]);
    return by;
  }

  /// Orders the query by the bytes of these columns, and gives the index for it.
  std::optional<OrderIndex> order_by_index(const std::vector<SqliteColumn>& by, TableQuery& query) {
    query.order.clear();
    for (const SqliteColumn& column : by)
      query.order.push_back(sqlite_quoted(column.name) + " COLLATE BINARY");
    // Of a file in UTF-16 the order would be that of its bytes.
    if (utf16_) return std::nullopt;
    return index_in_order(database_, select_statement(query));
  }

  bool hold_texts_only(const std::vector<SqliteColumn>& by, const std::string& table) {
    return std::all_of(by.begin(), by.end(), [&](const SqliteColumn& column) {
      return holds_texts_only(database_, table, column);
    });
  }

  /// An index that holds all that is read gives its order for nothing; any other costs more than a sort.
  void hope_for_order(const DatabaseSpec& spec, const std::vector<SqliteColumn>& columns, TableQuery& query) {
    for (auto fields = spec.hoped_order; !fields.empty(); fields.pop_back()) {
      const std::vector<SqliteColumn> by = columns_of(fields, columns);
      const auto index = order_by_index(by, query);
      if (!index || !index->covering || !hold_texts_only(by, spec.table)) continue;
      order_evidence_ = evidence_of(index);
      ordered_fields_ = fields.size();
      return;
    }
    query.order.clear();
    order_evidence_ = no_covering_index();
  }

  /// The order of the bytes: of an index where all is text, which is the cheaper, else of what is cast to it.
  void ask_for_order(const DatabaseSpec& spec, const std::vector<SqliteColumn>& columns, TableQuery& query) {
    const std::vector<SqliteColumn> by = columns_of(spec.ordered_by, columns);
    std::optional<OrderIndex> index = order_by_index(by, query);
    if (index && !hold_texts_only(by, spec.table)) index.reset();
    order_evidence_ = evidence_of(index);
    if (index) return;
    query.order.clear();
    // As texts, which is what keys are made of: as a number, 9 would come before 10.
    for (const SqliteColumn& column : by)
      query.order.push_back(fmt::format("CAST({} AS TEXT) COLLATE BINARY", sqlite_quoted(column.name)));
  }

  void open_query(const std::string& query) {
    start(query);
    if (!rows_->reads_only() || rows_->columns() == 0) {
      throw Error(ErrorKind::source,
                  database_.place() + ": the query gives no columns or changes the database")
          .hint("use a SELECT");
    }
    for (int i = 0; i < rows_->columns(); ++i) names_.push_back(rows_->column_name(i));
    for (const std::size_t column : match_columns(read_, names_, database_.place() + ", query"))
      columns_.push_back(static_cast<int>(column));
  }

  const ReadSpec& read_;
  const std::vector<TableName>& targets_;
  SqliteDatabase database_;
  std::optional<SqliteStatement> rows_;  ///< goes before the database
  std::vector<int> columns_;             ///< of the result, for each wanted field
  bool utf16_ = false;                   ///< how the file keeps its texts
};

}  // namespace

std::unique_ptr<RecordStream> open_sqlite_source(const DatabaseSpec& spec, const SourceContext& context) {
  return read_rows(context, [&] { return std::make_unique<SqliteReader>(spec, context); });
}

}  // namespace counterpart
