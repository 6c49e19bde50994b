#include "source/postgres_source.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "base/utf8.hpp"
#include "db/postgres.hpp"
#include "db/postgres_value.hpp"
#include "db/url.hpp"
#include "record/builder.hpp"
#include "source/columns.hpp"
#include "source/postgres_table.hpp"

namespace counterpart {
namespace {

constexpr std::size_t kBatchRecords = 1000;
constexpr std::size_t kBatchBytes = 256 << 10;

/// Without what a COPY cannot have inside of its parentheses. A semicolon that ends a comment may go too.
std::string without_semicolon(const std::string& query) {
  const std::size_t last = query.find_last_not_of("; \t\r\n");
  return last == std::string::npos ? "" : query.substr(0, last + 1);
}

/// True if the order of this encoding's bytes is that of the same texts in UTF-8.
bool orders_like_utf8(const std::string& encoding) {
  return encoding == "UTF8" || encoding == "SQL_ASCII" || encoding == "LATIN1";
}

class PostgresSource final : public RecordStream {
 public:
  PostgresSource(const DatabaseSpec& spec, const SourceContext& context)
      : read_(context.read),
        progress_(context.progress),
        cancel_(context.cancel),
        builder_(context.read),
        texts_(context.read.fields.size()) {
    progress_.phase = Phase::connecting;
    connection_.emplace(parse_postgres_url(spec.url), spec.password, ErrorKind::source, cancel_);
    connection_->begin("ISOLATION LEVEL REPEATABLE READ READ ONLY");
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
      if (!rows_->next()) {
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
  /// Of the result, for each wanted field.
  struct Column {
    std::size_t index;
    PostgresForm form;
  };

  void open_table(const DatabaseSpec& spec) {
    const PostgresTable table = find_postgres_table(*connection_, spec.table);
    for (const PostgresTable::Column& column : table.columns) names_.push_back(column.name);
    const std::vector<std::size_t> found = match_columns(
        read_, names_, fmt::format("{}, table {}", connection_->place(), printable(spec.table)));
    unique_ids_ = stays_unique(table.columns[found[read_.id]], read_.fields[read_.id].type);
    std::vector<std::string> expressions;
    for (const std::size_t column : found) expressions.push_back(postgres_quoted(names_[column]));
    std::string rest = " FROM " + table.quoted;
    // The line break ends a comment that the condition may hold.
    if (!spec.where.empty()) rest += " WHERE (" + spec.where + "\n)";
    rest += order_clause(spec.ordered_by);
    const auto described = connection_->describe(select(expressions) + rest);
    start(select_texts(expressions, described) + rest, described.size());
  }

  void open_query(const std::string& query) {
    const std::string sql = without_semicolon(query);
    const std::vector<PostgresColumn> described = connection_->describe(sql);
    if (described.empty()) {
      throw Error(ErrorKind::source, connection_->place() + ": the query gives no columns")
          .hint("use a SELECT");
    }
    for (const PostgresColumn& column : described) names_.push_back(column.name);
    const std::vector<std::size_t> found = match_columns(read_, names_, connection_->place() + ", query");
    const auto has_form = [](const PostgresColumn& column) { return postgres_form(column.type).has_value(); };
    if (!std::all_of(described.begin(), described.end(), has_form)) return open_inside(sql, described, found);
    for (const std::size_t column : found)
      columns_.push_back({column, *postgres_form(described[column].type)});
    start(sql, described.size());
  }

  /// Reads the wanted columns of a query out of another one, which casts those that need it. Their names
  /// there are their numbers, as those of the query can repeat.
  void open_inside(const std::string& query, const std::vector<PostgresColumn>& described,
                   const std::vector<std::size_t>& found) {
    std::string names;
    for (std::size_t i = 0; i < described.size(); ++i) names += fmt::format("{}c{}", i == 0 ? "" : ", ", i);
    std::vector<std::string> expressions;
    std::vector<PostgresColumn> wanted;
    for (const std::size_t column : found) {
      expressions.push_back(fmt::format("c{}", column));
      wanted.push_back(described[column]);
    }
    start(select_texts(expressions, wanted) + " FROM (" + query + "\n) AS query (" + names + ")",
          wanted.size());
  }

  static std::string select(const std::vector<std::string>& expressions) {
    std::string sql = "SELECT ";
    for (std::size_t i = 0; i < expressions.size(); ++i) sql += (i == 0 ? "" : ", ") + expressions[i];
    return sql;
  }

  /// The same with casts to text where a type has no form here, as the columns of the result.
  std::string select_texts(std::vector<std::string> expressions,
                           const std::vector<PostgresColumn>& described) {
    for (std::size_t i = 0; i < expressions.size(); ++i) {
      const auto form = postgres_form(described[i].type);
      if (!form) expressions[i] = postgres_as_text(expressions[i], described[i].type);
      columns_.push_back({i, form.value_or(PostgresForm::text)});
    }
    return select(expressions);
  }

  /// The order of the UTF-8 bytes, which in most encodings is that of their own.
  std::string order_clause(const std::vector<std::string>& fields) const {
    const bool plain = orders_like_utf8(connection_->setting("server_encoding"));
    std::string clause;
    for (const std::string& field : fields) {
      const ReadSpec single{.fields = {{.name = field}}};
      const std::size_t column = match_columns(single, names_, connection_->place() + ", ordered_by").front();
      const std::string text = postgres_quoted(names_[column]) + "::pg_catalog.text";
      clause += clause.empty() ? " ORDER BY " : ", ";
      clause += plain ? text + " COLLATE \"C\"" : "pg_catalog.convert_to(" + text + ", 'UTF8')";
    }
    return clause;
  }

  void start(const std::string& sql, std::size_t columns) {
    rows_ = connection_->copy(sql, columns);
    if (!rows_) rows_ = connection_->stream(sql, columns);
  }

  void take_row(RecordBatch& batch) {
    builder_.begin();
    for (std::size_t field = 0; field < columns_.size(); ++field) {
      const Column& column = columns_[field];
      if (rows_->is_null(column.index)) {
        builder_.set(field, Value::null());
        continue;
      }
      const std::string_view bytes = rows_->bytes(column.index);
      report_.bytes += bytes.size();
      const PostgresValue read = read_postgres_value(column.form, bytes, texts_[field]);
      if (read.problem == nullptr) {
        builder_.set(field, read.value);
      } else {
        builder_.refuse(field, read.problem);
      }
    }
    builder_.end({Origin::Kind::row, ++row_, 0}, batch);
  }

  void close() {
    rows_.reset();
    connection_.reset();
    report_.end_reason = "end of rows";
    progress_.phase = Phase::done;
  }

  const ReadSpec& read_;
  SideProgress& progress_;
  CancelToken& cancel_;
  RecordBuilder builder_;
  std::vector<std::string> texts_;  ///< of each field, where its value had to be written
  std::optional<PostgresConnection> connection_;
  std::unique_ptr<PostgresRows> rows_;  ///< goes before the connection
  std::vector<Column> columns_;
  std::vector<std::string> names_;
  bool unique_ids_ = false;
  std::uint64_t row_ = 0;
  SourceReport report_;
};

}  // namespace

std::unique_ptr<RecordStream> open_postgres_source(const DatabaseSpec& spec, const SourceContext& context) {
  return std::make_unique<PostgresSource>(spec, context);
}

}  // namespace counterpart
