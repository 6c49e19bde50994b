#include "source/mysql_source.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>

#include "base/nearest.hpp"
#include "base/utf8.hpp"
#include "db/mysql.hpp"
#include "db/mysql_value.hpp"
#include "db/url.hpp"
#include "record/builder.hpp"
#include "source/columns.hpp"

namespace counterpart {
namespace {

constexpr std::size_t kBatchRecords = 1000;
constexpr std::size_t kBatchBytes = 256 << 10;
constexpr std::uint64_t kMostUtf8Bytes = 4;
constexpr std::uint64_t kSortedBytes = 1024;  ///< of a text, when the server is not told otherwise
constexpr std::uint64_t kSortSuffix = 16;     ///< more than the length that the server stores behind each key
constexpr std::uint64_t kSortBuffer = 2 << 20;

struct TableColumn {
  std::string name;
  std::string type;  ///< "int", "varchar", … as information_schema says
  std::uint64_t most_characters = 0;
  std::string character_set;  ///< "" of what is no text
};

std::uint64_t whole(const std::optional<std::string>& text) {
  std::uint64_t number = 0;
  if (text) std::from_chars(text->data(), text->data() + text->size(), number);
  return number;
}

std::vector<std::string> names_of_tables(MysqlConnection& connection) {
  const auto rows =
      connection.rows("SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE()");
  std::vector<std::string> names;
  names.reserve(rows.size());
  for (const auto& row : rows) names.push_back(row[0].value_or(""));
  return names;
}

std::vector<TableColumn> table_columns(MysqlConnection& connection, const std::string& table) {
  const auto rows = connection.rows(
      "SELECT column_name, data_type, COALESCE(character_maximum_length, 0), COALESCE(character_set_name, "
      "'') FROM information_schema.columns "
      "WHERE table_schema = DATABASE() AND table_name = " +
      connection.literal(table) + " ORDER BY ordinal_position");
  std::vector<TableColumn> columns;
  columns.reserve(rows.size());
  for (const auto& row : rows)
    columns.push_back({row[0].value_or(""), row[1].value_or(""), whole(row[2]), row[3].value_or("")});
  if (!columns.empty()) return columns;
  throw Error(ErrorKind::source,
              fmt::format("{}: no table '{}' that this user may read{}", connection.place(), printable(table),
                          printable(did_you_mean(table, names_of_tables(connection)))))
      .hint("check the name of the table, the database in the URL and the rights of the user");
}

bool is_whole_number(const std::string& type) {
  return type.ends_with("int");
}

bool is_text(const std::string& type) {
  return type == "char" || type == "varchar" || type == "enum" || type == "uuid";
}

/// True if a unique key over the whole of this column alone exists and the values stay different in the
/// wanted type.
bool ids_are_unique(MysqlConnection& connection, const std::string& table, const TableColumn& id,
                    Type wanted) {
  const bool kept = is_whole_number(id.type)
                        ? wanted == Type::null || wanted == Type::int64 || wanted == Type::string
                        : is_text(id.type) && (wanted == Type::null || wanted == Type::string);
  if (!kept) return false;
  const std::string name = connection.literal(table);
  const auto count = connection.value(
      "SELECT COUNT(*) FROM (SELECT index_name FROM information_schema.statistics WHERE table_schema = "
      "DATABASE() AND table_name = " +
      name + " AND non_unique = 0 GROUP BY index_name HAVING COUNT(*) = 1 AND MAX(column_name) = " +
      connection.literal(id.name) + " AND MAX(nullable) <> 'YES' AND MAX(sub_part) IS NULL) AS whole_keys");
  return count && *count != "0";
}

class MysqlSource final : public RecordStream {
 public:
  MysqlSource(const DatabaseSpec& spec, const SourceContext& context)
      : read_(context.read), progress_(context.progress), cancel_(context.cancel), builder_(context.read) {
    progress_.phase = Phase::connecting;
    connection_.emplace(parse_mysql_url(spec.url), spec.password, ErrorKind::source, cancel_);
    connection_->run("SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
    connection_->run("START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY");
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
  void open_table(const DatabaseSpec& spec) {
    const std::vector<TableColumn> columns = table_columns(*connection_, spec.table);
    for (const TableColumn& column : columns) names_.push_back(column.name);
    const std::string place = fmt::format("{}, table {}", connection_->place(), printable(spec.table));
    const std::vector<std::size_t> found = match_columns(read_, names_, place);
    unique_ids_ =
        ids_are_unique(*connection_, spec.table, columns[found[read_.id]], read_.fields[read_.id].type);
    std::string sql = "SELECT ";
    for (std::size_t i = 0; i < found.size(); ++i) {
      const TableColumn& column = columns[found[i]];
      sql += (i == 0 ? "" : ", ") + mysql_exact(mysql_quoted(column.name), column.type, column.character_set);
      singles_.push_back(column.type == "float");
      columns_.push_back(i);
    }
    sql += " FROM " + mysql_quoted(spec.table);
    // The line break ends a comment that the condition may hold.
    if (!spec.where.empty()) sql += " WHERE (" + spec.where + "\n)";
    sql += order_clause(spec.ordered_by, columns, spec.table);
    rows_.emplace(connection_->stream(sql));
  }

  /// The order of the UTF-8 bytes: as binary strings no collation folds letters or ignores trailing spaces.
  std::string order_clause(const std::vector<std::string>& fields, const std::vector<TableColumn>& columns,
                           const std::string& table) {
    std::string clause;
    for (const std::string& field : fields) {
      const ReadSpec single{.fields = {{.name = field}}};
      const std::size_t column = match_columns(single, names_, connection_->place() + ", ordered_by").front();
      const std::string text = "CONVERT(" + mysql_quoted(names_[column]) + " USING utf8mb4)";
      clause += (clause.empty() ? " ORDER BY CAST(" : ", CAST(") + text + " AS BINARY)";
      if (columns[column].most_characters * kMostUtf8Bytes + kSortSuffix > kSortedBytes)
        sort_whole_texts(text, table);
    }
    return clause;
  }

  /// The server orders by the first `max_sort_length` bytes alone; it has to cover the longest text that
  /// there is.
  void sort_whole_texts(const std::string& text, const std::string& table) {
    const std::uint64_t longest =
        whole(connection_->value("SELECT MAX(LENGTH(" + text + ")) FROM " + mysql_quoted(table)));
    sorted_bytes_ = std::max(sorted_bytes_, longest + kSortSuffix);
    connection_->run(fmt::format("SET SESSION max_sort_length = {}, sort_buffer_size = {}", sorted_bytes_,
                                 std::max<std::uint64_t>(kSortBuffer, sorted_bytes_ * 32)));
  }

  void open_query(const std::string& query) {
    rows_.emplace(connection_->stream(query));
    for (const MysqlColumn& column : rows_->columns()) names_.push_back(column.name);
    columns_ = match_columns(read_, names_, connection_->place() + ", query");
    singles_.resize(columns_.size());
    for (const std::size_t column : columns_) {
      if (rows_->columns()[column].kind != MysqlColumn::Kind::single) continue;
      throw Error(
          ErrorKind::source,
          fmt::format("{}, query: the column '{}' is a FLOAT, of which the server gives six digits only",
                      connection_->place(), printable(names_[column])))
          .hint("add 0e0 to it in the query, which makes a DOUBLE of it, or read the table itself");
    }
  }

  void take_row(RecordBatch& batch) {
    builder_.begin();
    for (std::size_t field = 0; field < columns_.size(); ++field) {
      const std::size_t column = columns_[field];
      if (rows_->is_null(column)) {
        builder_.set(field, Value::null());
      } else {
        take_value(field, rows_->columns()[column], rows_->text(column));
      }
    }
    builder_.end({Origin::Kind::row, ++row_, 0}, batch);
  }

  void take_value(std::size_t field, const MysqlColumn& column, std::string_view text) {
    report_.bytes += text.size();
    const MysqlValue read =
        read_mysql_value(singles_[field] ? MysqlColumn::Kind::single : column.kind, column.length, text);
    if (read.problem == nullptr) {
      builder_.set(field, read.value);
    } else {
      builder_.refuse(field, read.problem);
    }
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
  std::optional<MysqlConnection> connection_;
  std::optional<MysqlRows> rows_;     ///< goes before the connection
  std::vector<std::size_t> columns_;  ///< of the result, for each wanted field
  std::vector<bool> singles_;         ///< which of them are FLOAT in the table
  std::vector<std::string> names_;
  bool unique_ids_ = false;
  std::uint64_t sorted_bytes_ = kSortedBytes;
  std::uint64_t row_ = 0;
  SourceReport report_;
};

}  // namespace

std::unique_ptr<RecordStream> open_mysql_source(const DatabaseSpec& spec, const SourceContext& context) {
  return std::make_unique<MysqlSource>(spec, context);
}

}  // namespace counterpart
