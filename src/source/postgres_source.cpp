#include "source/postgres_source.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/utf8.hpp"
#include "db/postgres.hpp"
#include "db/postgres_value.hpp"
#include "db/url.hpp"
#include "source/columns.hpp"
#include "source/key_ranges.hpp"
#include "source/postgres_table.hpp"
#include "source/row_source.hpp"
#include "source/split_source.hpp"
#include "source/table_query.hpp"

namespace counterpart {
namespace {

constexpr const char* kSnapshot = "ISOLATION LEVEL REPEATABLE READ READ ONLY";

/// Without what a COPY cannot have inside of its parentheses. A semicolon that ends a comment may go too.
std::string without_semicolon(const std::string& query) {
  const std::size_t last = query.find_last_not_of("; \t\r\n");
  return last == std::string::npos ? "" : query.substr(0, last + 1);
}

/// True if the order of this encoding's bytes is that of the same texts in UTF-8.
bool orders_like_utf8(const std::string& encoding) {
  return encoding == "UTF8" || encoding == "SQL_ASCII" || encoding == "LATIN1";
}

class PostgresReader final : public RowReader {
 public:
  /// With a snapshot that another session exported, or one of its own.
  PostgresReader(const DatabaseSpec& spec, const SourceContext& context, const std::string& range,
                 const std::string& snapshot)
      : read_(context.read),
        targets_(context.targets),
        connection_(server_address(spec.url, spec.tls), spec.password, ErrorKind::source, context.cancel),
        texts_(context.read.fields.size()) {
    connection_.begin(kSnapshot);
    if (!snapshot.empty()) connection_.run("SET TRANSACTION SNAPSHOT '" + snapshot + "'");
    if (spec.query.empty()) {
      open_table(spec, range);
    } else {
      open_query(spec.query);
    }
  }

  bool next(RecordBuilder& record) override {
    if (!rows_->next()) return false;
    for (std::size_t field = 0; field < columns_.size(); ++field) {
      const Column& column = columns_[field];
      if (rows_->is_null(column.index)) {
        record.set(field, Value::null());
        continue;
      }
      const std::string_view bytes = rows_->bytes(column.index);
      bytes_ += bytes.size();
      if (column.form == PostgresForm::text) {
        record.set(field, Value::string(bytes));
        continue;
      }
      const PostgresValue read = read_postgres_value(column.form, bytes, texts_[field]);
      if (read.problem == nullptr) {
        record.set(field, read.value);
      } else {
        record.refuse(field, read.problem);
      }
    }
    return true;
  }

 private:
  /// Of the result, for each wanted field.
  struct Column {
    std::size_t index;
    PostgresForm form;
  };

  void open_table(const DatabaseSpec& spec, const std::string& range) {
    const PostgresTable table = find_postgres_table(connection_, spec.table);
    for (const PostgresTable::Column& column : table.columns) names_.push_back(column.name);
    const std::vector<std::size_t> found =
        match_columns(read_, names_, fmt::format("{}, table {}", connection_.place(), printable(spec.table)));
    unique_ids_ = stays_unique(table.columns[found[read_.id]], read_.fields[read_.id].type);
    TableQuery query{{}, table.quoted, spec.where, range, order_of(spec.ordered_by)};
    for (const std::size_t column : found) query.columns.push_back(postgres_quoted(names_[column]));
    const auto described = describe(select_statement(query));
    take_as_texts(query, described);
    if (!query.order.empty()) {
      // It is asked for in a way that an index in the collation "C" serves.
      order_evidence_ = evidence_of(index_in_order(connection_, select_statement(query)));
    } else if (!spec.hoped_order.empty()) {
      hope_for_order(spec.hoped_order, query);
    }
    start(select_statement(query), described.size());
  }

  std::vector<PostgresColumn> describe(const std::string& sql) {
    std::vector<PostgresColumn> described = connection_.describe(sql);
    if (const auto target = target_read(connection_, targets_))
      throw reads_target(connection_.place(), *target);
    return described;
  }

  /// An index that holds all that is read gives its order for nothing; any other costs more than a sort.
  void hope_for_order(std::vector<std::string> fields, TableQuery& query) {
    for (; !fields.empty(); fields.pop_back()) {
      query.order = order_of(fields);
      const auto index = index_in_order(connection_, select_statement(query));
      if (!index || !index->covering) continue;
      order_evidence_ = evidence_of(index);
      ordered_fields_ = fields.size();
      return;
    }
    query.order.clear();
    order_evidence_ = no_covering_index();
  }

  void open_query(const std::string& query) {
    const std::string sql = without_semicolon(query);
    const std::vector<PostgresColumn> described = describe(sql);
    if (described.empty()) {
      throw Error(ErrorKind::source, connection_.place() + ": the query gives no columns")
          .hint("use a SELECT");
    }
    for (const PostgresColumn& column : described) names_.push_back(column.name);
    const std::vector<std::size_t> found = match_columns(read_, names_, connection_.place() + ", query");
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
    std::vector<std::string> numbered;
    for (std::size_t i = 0; i < described.size(); ++i) numbered.push_back(fmt::format("c{}", i));
    std::vector<std::string> expressions;
    std::vector<PostgresColumn> wanted;
    for (const std::size_t column : found) {
      expressions.push_back(numbered[column]);
      wanted.push_back(described[column]);
    }
    TableQuery outer{expressions, "(" + query + "\n) AS query (" + listed(numbered) + ")", "", "", {}};
    take_as_texts(outer, wanted);
    start(select_statement(outer), wanted.size());
  }

  /// Casts the columns whose types have no form here to text.
  void take_as_texts(TableQuery& query, const std::vector<PostgresColumn>& described) {
    for (std::size_t i = 0; i < query.columns.size(); ++i) {
      const auto form = postgres_form(described[i].type);
      if (!form) query.columns[i] = postgres_as_text(query.columns[i], described[i].type);
      columns_.push_back({i, form.value_or(PostgresForm::text)});
    }
  }

  /// The order of the UTF-8 bytes, which in most encodings is that of their own.
  std::vector<std::string> order_of(const std::vector<std::string>& fields) const {
    const bool plain = orders_like_utf8(connection_.setting("server_encoding"));
    std::vector<std::string> order;
    for (const std::string& field : fields) {
      const std::size_t column = match_column(field, names_, connection_.place() + ", ordered_by");
      const std::string text = postgres_quoted(names_[column]) + "::pg_catalog.text";
      order.push_back(plain ? text + " COLLATE \"C\"" : "pg_catalog.convert_to(" + text + ", 'UTF8')");
    }
    return order;
  }

  void start(const std::string& sql, std::size_t columns) {
    rows_ = connection_.copy(sql, columns);
    if (!rows_) rows_ = connection_.stream(sql, columns);
  }

  const ReadSpec& read_;
  const std::vector<TableName>& targets_;
  PostgresConnection connection_;
  std::unique_ptr<PostgresRows> rows_;  ///< goes before the connection
  std::vector<std::string> texts_;      ///< of each field, where its value had to be written
  std::vector<Column> columns_;
};

/// Equal parts of the numbers that the column holds in the snapshot of this connection.
Split split_of(const DatabaseSpec& spec, PostgresConnection& connection) {
  const PostgresTable table = find_postgres_table(connection, spec.table);
  std::vector<std::string> names;
  for (const PostgresTable::Column& column : table.columns) names.push_back(column.name);
  const std::size_t column = match_column(spec.split_by, names, connection.place() + ", split");
  const std::string name = postgres_quoted(names[column]);
  if (!is_whole_number(table.columns[column])) {
    const auto type = connection.rows("SELECT pg_catalog.format_type($1::pg_catalog.oid, NULL)",
                                      {std::to_string(table.columns[column].type)});
    throw not_splittable(connection.place(), names[column], type[0][0].value_or("unknown"));
  }
  const auto rows = connection.rows("SELECT pg_catalog.min(" + name + "), pg_catalog.max(" + name +
                                    ") FROM " + table.quoted);
  return {key_ranges(name, rows[0][0], rows[0][1], spec.split), names[column], true, {}};
}

}  // namespace

std::unique_ptr<RecordStream> open_postgres_source(const DatabaseSpec& spec, const SourceContext& context) {
  if (spec.split < 2)
    return read_rows(context, [&] { return std::make_unique<PostgresReader>(spec, context, "", ""); });
  // Holds the snapshot until all parts have it.
  PostgresConnection holder(server_address(spec.url, spec.tls), spec.password, ErrorKind::source,
                            context.cancel);
  holder.begin(kSnapshot);
  const std::string snapshot = holder.rows("SELECT pg_catalog.pg_export_snapshot()").at(0).at(0).value_or("");
  return read_split(context, split_of(spec, holder),
                    [&](const SourceContext& part, const std::string& range) {
                      return std::make_unique<PostgresReader>(spec, part, range, snapshot);
                    });
}

}  // namespace counterpart
