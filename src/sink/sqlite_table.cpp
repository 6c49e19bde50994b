#include "sink/sqlite_table.hpp"

#include <fmt/format.h>

#include <optional>
#include <utility>

#include "base/utf8.hpp"
#include "db/sqlite.hpp"
#include "db/url.hpp"
#include "record/record.hpp"
#include "sink/load_tally.hpp"
#include "sink/locked_file.hpp"
#include "sink/run_log.hpp"
#include "sink/sqlite_keys.hpp"
#include "sink/sqlite_runs.hpp"
#include "sink/sqlite_target.hpp"

namespace counterpart {
namespace {

constexpr int kLockWaitMs = 10'000;

class SqliteTable final : public RecordSink {
 public:
  SqliteTable(TableSpec spec, CancelToken& cancel)
      : spec_(std::move(spec)),
        cancel_(cancel),
        path_(parse_sqlite_url(spec_.url)),
        place_(fmt::format("table {} in sqlite:{}", printable(spec_.table), printable(path_.string()))),
        tally_(spec_, place_),
        file_(path_) {
    database_.emplace(path_, SqliteDatabase::Mode::read_write, ErrorKind::output, cancel);
    begin();
    database_->set_kind(ErrorKind::load_rolled_back, ErrorKind::locked);
    make_or_check();
    if (spec_.mode == TableSpec::Mode::replace && exists_) make_room();
    before_ = count();
    if (spec_.mode == TableSpec::Mode::upsert) keys_.emplace(*database_, spec_);
    as_text_ = sqlite_text_columns(*database_, spec_);
    texts_.resize(spec_.columns.size());
    insert_.emplace(database_->prepare(insert_sql()));
  }

  void push(const RecordBatch& batch) override {
    cancel_.check();
    for (std::size_t i = 0; i < batch.size(); ++i) {
      unpack(batch.record(i), values_);
      tally_.add(batch.record(i), values_);
      make_texts();
      if (keys_ && !keys_->add(values_)) throw tally_.key_twice();
      for (std::size_t column = 0; column < spec_.columns.size(); ++column)
        insert_->bind(static_cast<int>(column), values_[column]);
      insert_->step();
      insert_->reset();
    }
  }

  void prepare() override {
    cancel_.check();
    const std::uint64_t stored = keys_ ? keys_->found() : count() - before_;
    if (stored != tally_.rows()) {
      throw Error(
          ErrorKind::load_rolled_back,
          fmt::format("{}: {} rows were sent, but the table holds {} of them", place_, tally_.rows(), stored))
          .hint("look for triggers on the table that add or remove rows");
    }
    tally_.check_allowed(replaced_);
    LoadRecord record = tally_.record(count());
    if (exists_) record.kept_as = spec_.keep_previous;
    add_sqlite_run(*database_, record);
    database_->wait_for_locks(kLockWaitMs);
    database_->flush();
  }

  void commit() override {
    insert_.reset();
    keys_.reset();
    try {
      database_->run("COMMIT");
    } catch (const Error&) {
      if (!is_loaded_all_the_same()) throw;
    }
    file_.keep();
    database_.reset();
  }

  std::string place() const override { return place_; }
  std::optional<TableName> table() const override { return TableName{"main", spec_.table}; }

 private:
  /// Other runs were kept out before; what writes here now is a program that is done soon, or is not.
  void begin() {
    database_->wait_for_locks(kLockWaitMs);
    if (!database_->try_run("BEGIN IMMEDIATE")) {
      throw Error(ErrorKind::locked, database_->place() + ": another program is writing to this file")
          .hint("wait for it to end, then run again")
          .may_retry();
    }
    // A reader is waited for when it is in the way at the end, not each time that the cache is full.
    database_->wait_for_locks(0);
  }

  /// Of the floats that the table would make texts of, with fewer digits.
  void make_texts() {
    for (std::size_t column = 0; column < spec_.columns.size(); ++column) {
      Value& value = values_[column];
      if (!as_text_[column] || value.type() != Type::float64) continue;
      texts_[column] = to_text(value);
      value = Value::string(texts_[column]);
    }
  }

  void make_or_check() {
    exists_ = sqlite_table_exists(*database_, spec_.table);
    if (exists_) {
      check_sqlite_target(*database_, spec_, place_);
    } else {
      database_->run(ddl(Dialect::sqlite, spec_.table, spec_.columns, spec_.key));
    }
    open_sqlite_runs(*database_);
  }

  /// Takes the rows of a table that is replaced away, or to the table that keeps them.
  void make_room() {
    replaced_ = count();
    const std::string table = sqlite_quoted(spec_.table);
    if (!spec_.keep_previous.empty()) {
      // The rows move, not the table: its indexes, triggers and views stay with its name.
      const std::string kept = sqlite_quoted(spec_.keep_previous);
      if (sqlite_table_exists(*database_, spec_.keep_previous)) {
        if (!sqlite_kept(*database_, spec_.table, spec_.keep_previous))
          throw kept_name_taken(place_, spec_.keep_previous);
        database_->run("DROP TABLE " + kept);
      }
      database_->run(fmt::format("CREATE TABLE {} AS SELECT * FROM {}", kept, table));
    }
    database_->run("DELETE FROM " + table);
  }

  std::string insert_sql() const {
    std::string names;
    std::string marks;
    for (const Column& column : spec_.columns) {
      names += (names.empty() ? "" : ", ") + sqlite_quoted(column.name);
      marks += marks.empty() ? "?" : ", ?";
    }
    return fmt::format("INSERT INTO {} ({}) VALUES ({}){}", sqlite_quoted(spec_.table), names, marks,
                       sqlite_upsert_clause(spec_));
  }

  std::uint64_t count() {
    return static_cast<std::uint64_t>(
        database_->number("SELECT COUNT(*) FROM " + sqlite_quoted(spec_.table)));
  }

  /// A COMMIT that fails on the disk's last error can have been one all the same: the file opened anew tells.
  bool is_loaded_all_the_same() {
    database_.reset();
    try {
      CancelToken fresh;
      SqliteDatabase again(path_, SqliteDatabase::Mode::read_write, ErrorKind::load_unknown, fresh);
      again.wait_for_locks(kLockWaitMs);
      return sqlite_run(again, spec_.table, spec_.run.id).has_value();
    } catch (const Error& error) {
      file_.keep();
      throw Error(
          ErrorKind::load_unknown,
          fmt::format("{}: nobody can tell whether the rows were committed ({})", place_, error.what()))
          .hint(status_hint(spec_.run));
    }
  }

  TableSpec spec_;
  CancelToken& cancel_;
  std::filesystem::path path_;
  std::string place_;
  LoadTally tally_;
  LockedFile file_;  ///< goes after the database
  std::optional<SqliteDatabase> database_;
  std::optional<SqliteKeys> keys_;  ///< of `upsert`
  std::optional<SqliteStatement> insert_;
  std::vector<Value> values_;
  std::vector<bool> as_text_;       ///< of each column, whether the table would make a text of a float
  std::vector<std::string> texts_;  ///< of floats in such columns
  bool exists_ = false;
  std::uint64_t before_ = 0;
  std::optional<std::uint64_t> replaced_;  ///< rows of the table that is replaced
};

}  // namespace

std::unique_ptr<RecordSink> open_sqlite_table(TableSpec spec, CancelToken& cancel) {
  return std::make_unique<SqliteTable>(std::move(spec), cancel);
}

}  // namespace counterpart
