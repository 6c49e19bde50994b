#include "sink/mysql_table.hpp"

#include <fmt/format.h>

#include <charconv>
#include <utility>

#include "base/utf8.hpp"
#include "db/mysql.hpp"
#include "db/mysql_bulk.hpp"
#include "record/record.hpp"
#include "sink/load_tally.hpp"
#include "sink/mysql_key.hpp"
#include "sink/mysql_merge.hpp"
#include "sink/mysql_names.hpp"
#include "sink/mysql_nulls.hpp"
#include "sink/mysql_outcome.hpp"
#include "sink/mysql_read_back.hpp"
#include "sink/mysql_runs.hpp"
#include "sink/mysql_target.hpp"
#include "sink/run_log.hpp"

namespace counterpart {
namespace {

using Mode = TableSpec::Mode;

constexpr std::uint64_t kRowsPerTransaction = 50'000;
constexpr int kAttempts = 3;
constexpr std::size_t kLongestName = 64;  ///< of a table, in ASCII letters
constexpr int kLockSeconds = 1;
constexpr MysqlConnection::Limits kCleanUpLimits{2, 2};
constexpr unsigned kDuplicateKey = 1062;
constexpr unsigned kLockWaitTimeout = 1205;
constexpr unsigned kDeadlock = 1213;

class MysqlTable final : public RecordSink {
 public:
  MysqlTable(TableSpec spec, CancelToken& cancel)
      : spec_(std::move(spec)),
        address_(server_address(spec_.url, spec_.tls)),
        cancel_(cancel),
        place_(fmt::format("table {} in mysql {}", printable(spec_.table), address_.text())),
        names_(address_, spec_.table),
        tally_(spec_, place_),
        connection_(std::make_unique<MysqlConnection>(address_, spec_.password, ErrorKind::load_rolled_back,
                                                      cancel_, MysqlConnection::Limits(),
                                                      MysqlConnection::LocalRows::offered)),
        session_(mysql_session(*connection_)) {
    if (!take_load_lock(*connection_, names_, kLockSeconds)) {
      throw Error(ErrorKind::locked, place_ + ": another run loads this table")
          .hint("wait for it to end, then run again")
          .may_retry();
    }
    exists_ = check_mysql_target(*connection_, spec_);
    if (!exists_) check_new_mysql_key(spec_);
    check_mysql_runs(*connection_);
    check_kept_name();
    settle_mysql_runs(*connection_, names_);
    make_staging();
  }

  ~MysqlTable() override {
    if (!published_) abandon();
  }

  void push(const RecordBatch& batch) override {
    cancel_.check();
    for (std::size_t i = 0; i < batch.size(); ++i) {
      unpack(batch.record(i), values_);
      tally_.add(batch.record(i), values_);
      nulls_->check(values_, tally_.rows());
      read_back_->add(values_);
      sent([this] { bulk_->add(values_); });
    }
    if (bulk_->sent() - kept_ < kRowsPerTransaction) return;
    sent([this] { bulk_->settle(); });
    connection_->run("COMMIT");
    connection_->run("START TRANSACTION");
    kept_ = bulk_->sent();
  }

  void prepare() override {
    sent([this] { bulk_->flush(); });
    bulk_.reset();
    connection_->run("COMMIT");
    check_stored();
    tally_.check_allowed(exists_ && spec_.max_shrink ? std::optional(count(names_.target)) : std::nullopt);
    make_mysql_runs(*connection_);
    if (swaps()) {
      LoadRecord record = tally_.record(tally_.rows());
      if (exists_) record.kept_as = spec_.keep_previous;
      add_mysql_run(*connection_, record, true);
    } else {
      merge();
    }
    // Half a publishing helps nobody: from here on the outputs of the run are brought to their end together.
    connection_->outlast_cancellation();
  }

  void commit() override {
    try {
      connection_->run(swaps() ? swap_sql() : "COMMIT");
    } catch (const Error& error) {
      if (!connection_->lost()) throw;
      find_out(error.what());
    }
    published_ = true;
    tidy();
    connection_.reset();
  }

  std::string place() const override { return place_; }
  std::optional<TableName> table() const override { return TableName{address_.database, spec_.table}; }

 private:
  /// A target that does not exist yet is published by renaming in all modes.
  bool swaps() const { return !exists_ || spec_.mode == Mode::replace; }

  void check_kept_name() {
    const std::string& name = spec_.keep_previous;
    if (name.size() > kLongestName) {
      throw Error(ErrorKind::load_rolled_back,
                  fmt::format("{}: '{}' is too long for the name of a table", place_, printable(name)))
          .hint("give keep_previous a name of at most 64 letters");
    }
    kept_is_there_ = !name.empty() && mysql_table_exists(*connection_, name);
    if (kept_is_there_ && !mysql_kept(*connection_, names_, name)) throw kept_name_taken(place_, name);
  }

  /// What a killed run left under the same names goes first; nobody else works on it while the lock is held.
  void make_staging() {
    connection_->run("DROP TABLE IF EXISTS " + mysql_quoted(names_.staging) + ", " +
                     mysql_quoted(names_.old));
    try {
      connection_->run(exists_ ? "CREATE TABLE " + mysql_quoted(names_.staging) + " LIKE " +
                                     mysql_quoted(names_.target)
                               : staging_ddl());
      check_mysql_rights(*connection_, spec_, names_, exists_);
      std::vector<std::string> columns;
      for (const Column& column : spec_.columns) columns.push_back(column.name);
      bulk_ = open_mysql_bulk(*connection_, names_.staging, columns);
      nulls_.emplace(*connection_, names_.staging, spec_);
      read_back_.emplace(*connection_, names_.staging, spec_);
      connection_->run("START TRANSACTION");
    } catch (Error& error) {
      abandon();
      throw error.in("staging table for " + printable(spec_.table));
    }
  }

  /// Texts are stored as any UTF-8 and compared by code points, so that no two names are taken for one.
  std::string staging_ddl() const {
    std::string sql = ddl(Dialect::mysql, names_.staging, spec_.columns, spec_.key);
    sql.resize(sql.rfind(';'));
    return sql + " ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE " +
           (spec_.key.empty() ? "utf8mb4_bin" : mysql_key_collation(*connection_));
  }

  /// Two rows of one key meet in the staging table already.
  template <typename Send>
  void sent(Send send) {
    try {
      send();
    } catch (const Error&) {
      if (spec_.key.empty() || bulk_->error_number() != kDuplicateKey) throw;
      throw tally_.key_twice();
    }
  }

  std::uint64_t count(const std::string& table) {
    const std::string text = connection_->value("SELECT COUNT(*) FROM " + mysql_quoted(table)).value_or("");
    std::uint64_t number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
  }

  void check_count(const std::string& stored) const {
    if (stored == std::to_string(tally_.rows())) return;
    throw Error(ErrorKind::load_rolled_back,
                fmt::format("{}: {} rows were sent, but the server counts {}", place_, tally_.rows(), stored))
        .hint("look for triggers or limits on the table that drop rows");
  }

  /// All rows are there, with the texts that were sent.
  void check_stored() {
    const auto found = read_back_->read(*connection_);
    check_count(std::to_string(found ? found->rows : count(names_.staging)));
    if (!found || found->same) return;
    throw Error(ErrorKind::load_rolled_back, place_ + ": the server gives other texts back than were sent")
        .hint("a CHAR column loses spaces at the end: make it VARCHAR, or load into another table");
  }

  /// Puts the rows and the run's row into their tables, in a transaction that `commit` ends. A deadlock is
  /// tried again as a whole.
  void merge() {
    for (int attempt = 1;; ++attempt) {
      connection_->run("START TRANSACTION");
      try {
        check_count(spec_.mode == Mode::upsert ? upsert_staging(*connection_, spec_, names_)
                                               : append_staging(*connection_, spec_, names_));
        add_mysql_run(*connection_, tally_.record(count(names_.target)), false);
        return;
      } catch (const Error&) {
        const unsigned number = connection_->error_number();
        if ((number != kDeadlock && number != kLockWaitTimeout) || attempt == kAttempts) throw;
        connection_->run("ROLLBACK");
      }
    }
  }

  /// One statement: a reader sees the old table or the new one, and a kept one never goes before its
  /// successor is there.
  std::string swap_sql() const {
    const std::string target = mysql_quoted(names_.target);
    const std::string kept = mysql_quoted(spec_.keep_previous.empty() ? names_.old : spec_.keep_previous);
    std::string sql = "RENAME TABLE ";
    if (exists_ && kept_is_there_) sql += kept + " TO " + mysql_quoted(names_.old) + ", ";
    if (exists_) sql += target + " TO " + kept + ", ";
    return sql + mysql_quoted(names_.staging) + " TO " + target;
  }

  /// The reply to the publishing statement is lost. Comes back if the rows are there for all.
  void find_out(const std::string& reason) {
    connection_.reset();
    const Fate fate =
        fate_of({address_, spec_.password, names_, spec_.run.id, session_}, after_, connection_);
    if (fate == Fate::published) return;
    if (fate == Fate::not_published) {
      throw Error(
          ErrorKind::load_rolled_back,
          fmt::format("{}: the connection was lost before the rows were made visible ({})", place_, reason))
          .hint("the table is as it was; run again")
          .may_retry();
    }
    published_ = true;  // perhaps: what is left over is what tells
    throw Error(
        ErrorKind::load_unknown,
        fmt::format("{}: the connection was lost while the rows were made visible ({})", place_, reason))
        .hint(status_hint(spec_.run));
  }

  /// The rows are published; what is left undone here, the next run does.
  void tidy() noexcept {
    try {
      if (!connection_) return;
      if (swaps()) publish_mysql_run(*connection_, names_, spec_.run.id);
      connection_->run("DROP TABLE IF EXISTS " + mysql_quoted(names_.staging) + ", " +
                       mysql_quoted(names_.old));
    } catch (const std::exception&) {
    }
  }

  void abandon() noexcept {
    try {
      bulk_.reset();
      connection_.reset();
      // The connection can be the very thing that failed, so a new one cleans up, as soon as the old one has
      // let the lock go.
      CancelToken fresh;
      MysqlConnection connection(address_, spec_.password, ErrorKind::load_rolled_back, fresh,
                                 kCleanUpLimits);
      connection.run("SET SESSION lock_wait_timeout = 1");
      if (!take_load_lock(connection, names_, kLockSeconds)) return;
      settle_mysql_runs(connection, names_);
      connection.run("DROP TABLE IF EXISTS " + mysql_quoted(names_.staging));
    } catch (const std::exception&) {
      // The next run drops what is left.
    }
  }

  TableSpec spec_;
  ServerAddress address_;
  CancelToken& cancel_;
  CancelToken after_;  ///< of a connection that is made after the run can no longer be cancelled
  std::string place_;
  MysqlNames names_;
  LoadTally tally_;
  std::unique_ptr<MysqlConnection> connection_;
  MysqlSession session_;
  std::unique_ptr<MysqlBulk> bulk_;
  std::optional<MysqlNulls> nulls_;
  std::optional<MysqlReadBack> read_back_;
  std::vector<Value> values_;
  bool exists_ = false;
  bool kept_is_there_ = false;
  bool published_ = false;
  std::uint64_t kept_ = 0;
};

}  // namespace

std::unique_ptr<RecordSink> open_mysql_table(TableSpec spec, CancelToken& cancel) {
  return std::make_unique<MysqlTable>(std::move(spec), cancel);
}

}  // namespace counterpart
