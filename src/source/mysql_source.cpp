#include "source/mysql_source.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>

#include "base/utf8.hpp"
#include "db/mysql.hpp"
#include "db/mysql_prepare.hpp"
#include "db/mysql_value.hpp"
#include "db/url.hpp"
#include "source/columns.hpp"
#include "source/key_ranges.hpp"
#include "source/mysql_reads.hpp"
#include "source/mysql_table.hpp"
#include "source/row_source.hpp"
#include "source/split_source.hpp"
#include "source/table_query.hpp"

namespace counterpart {
namespace {

constexpr std::uint64_t kMostUtf8Bytes = 4;
constexpr std::uint64_t kSortedBytes = 1024;  ///< of a text, when the server is not told otherwise
constexpr std::uint64_t kSortSuffix = 16;     ///< more than the length that the server stores behind each key
constexpr std::uint64_t kSortBuffer = 2 << 20;

class MysqlReader final : public RowReader {
 public:
  MysqlReader(const DatabaseSpec& spec, const SourceContext& context, const std::string& range)
      : read_(context.read),
        targets_(context.targets),
        connection_(server_address(spec.url, spec.tls), spec.password, ErrorKind::source, context.cancel) {
    connection_.run("SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
    connection_.run("START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY");
    if (spec.query.empty()) {
      open_table(spec, range);
    } else {
      open_query(spec.query);
    }
  }

  bool next(RecordBuilder& record) override {
    if (!rows_->next()) return false;
    for (std::size_t field = 0; field < columns_.size(); ++field) {
      const std::size_t column = columns_[field];
      if (rows_->is_null(column)) {
        record.set(field, Value::null());
      } else {
        take_value(record, field, rows_->columns()[column], rows_->text(column));
      }
    }
    return true;
  }

 private:
  void open_table(const DatabaseSpec& spec, const std::string& range) {
    const std::vector<MysqlTableColumn> columns = mysql_table_columns(connection_, spec.table);
    for (const MysqlTableColumn& column : columns) names_.push_back(column.name);
    const std::string place = fmt::format("{}, table {}", connection_.place(), printable(spec.table));
    const std::vector<std::size_t> found = match_columns(read_, names_, place);
    unique_ids_ =
        stays_unique(connection_, spec.table, columns[found[read_.id]], read_.fields[read_.id].type);
    TableQuery query{{}, mysql_quoted(spec.table), spec.where, range, {}};
    for (std::size_t i = 0; i < found.size(); ++i) {
      const MysqlTableColumn& column = columns[found[i]];
      query.columns.push_back(mysql_exact(mysql_quoted(column.name), column.type, column.character_set));
      singles_.push_back(column.type == "float");
      columns_.push_back(i);
    }
    if (!spec.ordered_by.empty()) ask_for_order(spec, columns, query);
    if (!spec.hoped_order.empty()) hope_for_order(spec.hoped_order, columns, query);
    start(select_statement(query));
  }

  /// A read-only transaction keeps tables as they are, but not files of the server.
  void start(const std::string& sql) {
    if (!gives_rows_alone(connection_, sql)) {
      throw Error(ErrorKind::source,
                  connection_.place() + ": the statement is not one SELECT whose rows come here alone")
          .hint("use one SELECT, without INTO");
    }
    if (const auto target = target_read(connection_, sql, targets_))
      throw reads_target(connection_.place(), *target);
    rows_.emplace(connection_.stream(sql));
  }

  std::vector<MysqlTableColumn> columns_of(const std::vector<std::string>& fields,
                                           const std::vector<MysqlTableColumn>& columns) const {
    std::vector<MysqlTableColumn> by;
    for (const std::string& field : fields)
      by.push_back(columns[match_column(field, names_, connection_.place() + ", ordered_by")]);
    return by;
  }

  /// Orders the query by these columns, whose order is that of the bytes, and gives the index for it.
  std::optional<OrderIndex> order_by_index(const std::vector<MysqlTableColumn>& by, TableQuery& query) {
    if (!std::all_of(by.begin(), by.end(), orders_by_bytes)) return std::nullopt;
    query.order.clear();
    for (const MysqlTableColumn& column : by) query.order.push_back(mysql_quoted(column.name));
    return index_in_order(connection_, select_statement(query));
  }

  /// An index that holds all that is read gives its order for nothing; any other costs more than a sort.
  void hope_for_order(std::vector<std::string> fields, const std::vector<MysqlTableColumn>& columns,
                      TableQuery& query) {
    const MysqlTableColumn first = columns_of({fields.front()}, columns).front();
    for (; !fields.empty(); fields.pop_back()) {
      const auto index = order_by_index(columns_of(fields, columns), query);
      if (!index || !index->covering) continue;
      order_evidence_ = evidence_of(index);
      ordered_fields_ = fields.size();
      return;
    }
    query.order.clear();
    order_evidence_ = first.collation.empty() || orders_by_bytes(first)
                          ? no_covering_index()
                          : fmt::format("{} has the collation {}, whose order is not that of the bytes",
                                        printable(first.name), first.collation);
  }

  /// The order of the UTF-8 bytes: of an index where it is that, else as binary strings, where no collation
  /// folds letters or ignores trailing spaces.
  void ask_for_order(const DatabaseSpec& spec, const std::vector<MysqlTableColumn>& columns,
                     TableQuery& query) {
    const std::vector<MysqlTableColumn> by = columns_of(spec.ordered_by, columns);
    const std::optional<OrderIndex> index = order_by_index(by, query);
    order_evidence_ = evidence_of(index);
    if (index) return;
    query.order.clear();
    for (const MysqlTableColumn& column : by) {
      const std::string text = "CONVERT(" + mysql_quoted(column.name) + " USING utf8mb4)";
      query.order.push_back("CAST(" + text + " AS BINARY)");
      if (column.most_characters * kMostUtf8Bytes + kSortSuffix > kSortedBytes)
        sort_whole_texts(text, spec.table);
    }
  }

  /// The server orders by the first `max_sort_length` bytes alone; it has to cover the longest text that
  /// there is.
  void sort_whole_texts(const std::string& text, const std::string& table) {
    const std::uint64_t longest =
        mysql_count(connection_.value("SELECT MAX(LENGTH(" + text + ")) FROM " + mysql_quoted(table)));
    sorted_bytes_ = std::max(sorted_bytes_, longest + kSortSuffix);
    connection_.run(fmt::format("SET SESSION max_sort_length = {}, sort_buffer_size = {}", sorted_bytes_,
                                std::max<std::uint64_t>(kSortBuffer, sorted_bytes_ * 32)));
  }

  void open_query(const std::string& query) {
    start(query);
    for (const MysqlColumn& column : rows_->columns()) names_.push_back(column.name);
    columns_ = match_columns(read_, names_, connection_.place() + ", query");
    singles_.resize(columns_.size());
    for (const std::size_t column : columns_) {
      if (rows_->columns()[column].kind != MysqlColumn::Kind::single) continue;
      throw Error(
          ErrorKind::source,
          fmt::format("{}, query: the column '{}' is a FLOAT, of which the server gives six digits only",
                      connection_.place(), printable(names_[column])))
          .hint("add 0e0 to it in the query, which makes a DOUBLE of it, or read the table itself");
    }
  }

  void take_value(RecordBuilder& record, std::size_t field, const MysqlColumn& column,
                  std::string_view text) {
    bytes_ += text.size();
    if (column.kind == MysqlColumn::Kind::text) return record.set(field, Value::string(text));
    const MysqlValue read =
        read_mysql_value(singles_[field] ? MysqlColumn::Kind::single : column.kind, column.length, text);
    if (read.problem == nullptr) {
      record.set(field, read.value);
    } else {
      record.refuse(field, read.problem);
    }
  }

  const ReadSpec& read_;
  const std::vector<TableName>& targets_;
  MysqlConnection connection_;
  std::optional<MysqlRows> rows_;     ///< goes before the connection
  std::vector<std::size_t> columns_;  ///< of the result, for each wanted field
  std::vector<bool> singles_;         ///< which of them are FLOAT in the table
  std::uint64_t sorted_bytes_ = kSortedBytes;
};

/// Equal parts of the numbers that the column holds now. Rows that come later have their range too.
Split split_of(const DatabaseSpec& spec, const SourceContext& context) {
  MysqlConnection connection(server_address(spec.url, spec.tls), spec.password, ErrorKind::source,
                             context.cancel);
  const std::vector<MysqlTableColumn> columns = mysql_table_columns(connection, spec.table);
  std::vector<std::string> names;
  for (const MysqlTableColumn& column : columns) names.push_back(column.name);
  const MysqlTableColumn& column =
      columns[match_column(spec.split_by, names, connection.place() + ", split")];
  if (!is_whole_number(column)) throw not_splittable(connection.place(), column.name, column.type);
  const std::string name = mysql_quoted(column.name);
  const auto rows =
      connection.rows("SELECT MIN(" + name + "), MAX(" + name + ") FROM " + mysql_quoted(spec.table));
  Split split;
  split.ranges = key_ranges(name, rows[0][0], rows[0][1], spec.split);
  split.by = column.name;
  if (split.ranges.size() > 1) {
    split.one_snapshot = false;
    split.warnings.push_back(
        fmt::format("split read {} ranges in as many snapshots: what was changed meanwhile can be in one and "
                    "not in another",
                    split.ranges.size()));
  }
  return split;
}

}  // namespace

std::unique_ptr<RecordStream> open_mysql_source(const DatabaseSpec& spec, const SourceContext& context) {
  const auto connect = [&](const SourceContext& part, const std::string& range) {
    return std::make_unique<MysqlReader>(spec, part, range);
  };
  if (spec.split > 1) return read_split(context, split_of(spec, context), connect);
  return read_rows(context, [&] { return connect(context, ""); });
}

}  // namespace counterpart
