#include "sink/sqlite_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "base/nearest.hpp"
#include "base/utf8.hpp"
#include "db/sqlite.hpp"
#include "db/url.hpp"
#include "record/record.hpp"
#include "sink/identifier.hpp"
#include "sink/locked_file.hpp"

namespace counterpart {
namespace {

constexpr int kLockWaitMs = 10'000;

/// A column of a table that is there already.
struct TargetColumn {
  std::string name;
  bool keeps_texts = true;
};

/// True if a column of this declared type stores every text as it is: TEXT or BLOB affinity by the rules of
/// https://www.sqlite.org/datatype3.html section 3.1, or ANY in a strict table. The others make numbers of
/// texts that look like one.
bool keeps_texts(std::string type, bool strict) {
  for (char& c : type) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
  const auto has = [&type](const char* part) { return type.find(part) != std::string::npos; };
  if (strict && type == "ANY") return true;
  if (has("INT")) return false;
  return type.empty() || has("CHAR") || has("CLOB") || has("TEXT") || has("BLOB");
}

bool can_be_text(const ColumnType& type) {
  using Kind = ColumnType::Kind;
  return type.kind == Kind::varchar || type.kind == Kind::text || type.kind == Kind::any;
}

class SqliteTable final : public RecordSink {
 public:
  SqliteTable(const TableSpec& spec, CancelToken& cancel)
      : table_(spec.table),
        columns_(spec.columns.size()),
        cancel_(cancel),
        file_(parse_sqlite_url(spec.url)) {
    database_.emplace(parse_sqlite_url(spec.url), SqliteDatabase::Mode::read_write, ErrorKind::output,
                      cancel);
    if (!database_->try_run("BEGIN IMMEDIATE")) {
      throw Error(ErrorKind::locked, database_->place() + ": another program is writing to this file")
          .hint("wait for it to end, then run again")
          .may_retry();
    }
    database_->set_kind(ErrorKind::load_rolled_back);
    make_or_check(spec);
    if (spec.mode == TableSpec::Mode::replace) database_->run("DELETE FROM " + sqlite_quoted(table_));
    before_ = count();
    prepare_insert(spec.columns);
  }

  void push(const RecordBatch& batch) override {
    cancel_.check();
    for (std::size_t i = 0; i < batch.size(); ++i) {
      unpack(batch.record(i), values_);
      for (std::size_t column = 0; column < columns_; ++column)
        insert_->bind(static_cast<int>(column), values_[column]);
      insert_->step();
      insert_->reset();
      ++pushed_;
    }
  }

  void prepare() override {
    cancel_.check();
    const std::int64_t added = count() - before_;
    if (added != pushed_) {
      throw Error(ErrorKind::load_rolled_back,
                  fmt::format("{}: {} rows were sent, but the table holds {} more", place(), pushed_, added))
          .hint("look for triggers on the table that add or remove rows");
    }
    database_->wait_for_locks(kLockWaitMs);
    database_->flush();
  }

  void commit() override {
    insert_.reset();
    database_->run("COMMIT");
    file_.keep();
    database_.reset();
  }

  std::string place() const override { return fmt::format("table {} in {}", printable(table_), place_); }

 private:
  void make_or_check(const TableSpec& spec) {
    place_ = database_->place();
    SqliteStatement type = database_->prepare(
        "SELECT type FROM sqlite_master WHERE name = ? COLLATE NOCASE AND type IN ('table', 'view')");
    type.bind(0, Value::string(table_));
    if (!type.step()) {
      database_->run(ddl(Dialect::sqlite, table_, spec.columns));
      return;
    }
    if (to_text(type.value(0)) != "table")
      throw Error(ErrorKind::load_rolled_back, place() + ": is a view").hint("name a table instead");
    check_columns(spec.columns);
  }

  std::vector<TargetColumn> target_columns() {
    SqliteStatement columns = database_->prepare(
        "SELECT name, type, (SELECT MAX(strict) FROM pragma_table_list(?1) WHERE schema = 'main') FROM "
        "pragma_table_info(?1)");
    columns.bind(0, Value::string(table_));
    std::vector<TargetColumn> known;
    while (columns.step()) {
      known.push_back({to_text(columns.value(0)),
                       keeps_texts(to_text(columns.value(1)), to_text(columns.value(2)) == "1")});
    }
    return known;
  }

  void check_columns(const std::vector<Column>& wanted) {
    const std::vector<TargetColumn> known = target_columns();
    for (const Column& column : wanted) {
      const auto target = std::find_if(known.begin(), known.end(), [&](const TargetColumn& candidate) {
        return same_name(candidate.name, column.name);
      });
      if (target == known.end()) refuse_unknown(column.name, known);
      if (target->keeps_texts || !can_be_text(column.type)) continue;
      throw Error(ErrorKind::load_rolled_back,
                  fmt::format("{}: column '{}' is no text column there: SQLite would store '01234' as 1234",
                              place(), printable(column.name)))
          .hint("declare the table's column as TEXT, or give the job's column the type that the table has");
    }
  }

  [[noreturn]] void refuse_unknown(const std::string& name, const std::vector<TargetColumn>& known) const {
    std::vector<std::string> names;
    for (const TargetColumn& column : known) names.push_back(column.name);
    throw Error(ErrorKind::load_rolled_back, fmt::format("{}: has no column '{}'{}", place(), printable(name),
                                                         printable(did_you_mean(name, names))))
        .hint("rename the column in the job file, add it to the table, or load into another table");
  }

  void prepare_insert(const std::vector<Column>& columns) {
    std::string names;
    std::string marks;
    for (const Column& column : columns) {
      names += (names.empty() ? "" : ", ") + sqlite_quoted(column.name);
      marks += marks.empty() ? "?" : ", ?";
    }
    insert_.emplace(database_->prepare(
        fmt::format("INSERT INTO {} ({}) VALUES ({})", sqlite_quoted(table_), names, marks)));
  }

  std::int64_t count() { return database_->number("SELECT COUNT(*) FROM " + sqlite_quoted(table_)); }

  std::string table_;
  std::string place_;
  std::size_t columns_;
  CancelToken& cancel_;
  LockedFile file_;  ///< goes after the database
  std::optional<SqliteDatabase> database_;
  std::optional<SqliteStatement> insert_;
  std::vector<Value> values_;
  std::int64_t before_ = 0;
  std::int64_t pushed_ = 0;
};

}  // namespace

std::unique_ptr<RecordSink> open_sqlite_table(const TableSpec& spec, CancelToken& cancel) {
  return std::make_unique<SqliteTable>(spec, cancel);
}

}  // namespace counterpart
