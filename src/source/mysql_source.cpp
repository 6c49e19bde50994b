#include "source/mysql_source.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <limits>
#include <optional>

#include "base/calendar.hpp"
#include "base/utf8.hpp"
#include "db/mysql.hpp"
#include "db/url.hpp"
#include "source/columns.hpp"
#include "source/key_ranges.hpp"
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

Value integer(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc{} && end == text.data() + text.size() ? Value::int64(number)
                                                                  : Value::string(text);
}

Value floating(std::string_view text) {
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc{} && end == text.data() + text.size() ? Value::float64(number)
                                                                  : Value::string(text);
}

/// A bit field, most significant byte first: one bit is a boolean. Nothing for a number above int64.
std::optional<Value> bits(std::string_view bytes, unsigned long length) {
  std::uint64_t number = 0;
  for (const char c : bytes) number = number << 8 | static_cast<unsigned char>(c);
  if (number > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) return std::nullopt;
  return length == 1 ? Value::boolean(number != 0) : Value::int64(static_cast<std::int64_t>(number));
}

class MysqlReader final : public RowReader {
 public:
  MysqlReader(const DatabaseSpec& spec, const SourceContext& context, const std::string& range)
      : read_(context.read),
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
      query.columns.push_back(mysql_quoted(names_[found[i]]));
      columns_.push_back(i);
    }
    query.order = order_of(spec.ordered_by, columns, spec.table);
    rows_.emplace(connection_.stream(select_statement(query)));
  }

  /// The order of the UTF-8 bytes: as binary strings no collation folds letters or ignores trailing spaces.
  std::vector<std::string> order_of(const std::vector<std::string>& fields,
                                    const std::vector<MysqlTableColumn>& columns, const std::string& table) {
    std::vector<std::string> order;
    for (const std::string& field : fields) {
      const std::size_t column = match_column(field, names_, connection_.place() + ", ordered_by");
      const std::string text = "CONVERT(" + mysql_quoted(names_[column]) + " USING utf8mb4)";
      order.push_back("CAST(" + text + " AS BINARY)");
      if (columns[column].most_characters * kMostUtf8Bytes + kSortSuffix > kSortedBytes)
        sort_whole_texts(text, table);
    }
    return order;
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
    rows_.emplace(connection_.stream(query));
    for (const MysqlColumn& column : rows_->columns()) names_.push_back(column.name);
    columns_ = match_columns(read_, names_, connection_.place() + ", query");
  }

  void take_value(RecordBuilder& record, std::size_t field, const MysqlColumn& column,
                  std::string_view text) {
    bytes_ += text.size();
    switch (column.kind) {
      case MysqlColumn::Kind::text: return record.set(field, Value::string(text));
      case MysqlColumn::Kind::integer: return record.set(field, integer(text));
      case MysqlColumn::Kind::floating: return record.set(field, floating(text));
      case MysqlColumn::Kind::bits:
        if (const auto number = bits(text, column.length)) return record.set(field, *number);
        return record.refuse(field, "the bit field does not fit a whole number");
      case MysqlColumn::Kind::date:
        if (const auto days = parse_date(text)) return record.set(field, Value::date(*days));
        return record.refuse(field, "not a valid date");
      case MysqlColumn::Kind::timestamp:
        if (const auto micros = parse_timestamp(text)) return record.set(field, Value::timestamp(*micros));
        return record.refuse(field, "not a valid timestamp");
    }
  }

  const ReadSpec& read_;
  MysqlConnection connection_;
  std::optional<MysqlRows> rows_;     ///< goes before the connection
  std::vector<std::size_t> columns_;  ///< of the result, for each wanted field
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
