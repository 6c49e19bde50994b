#include "sink/mysql_table.hpp"

#include <fmt/format.h>

#include <optional>
#include <utility>

#include "base/digest.hpp"
#include "base/utf8.hpp"
#include "db/mysql.hpp"
#include "db/mysql_insert.hpp"
#include "record/record.hpp"
#include "sink/mysql_target.hpp"

namespace counterpart {
namespace {

constexpr std::size_t kLongestName = 64;
constexpr std::uint64_t kRowsPerTransaction = 50'000;
constexpr int kAttempts = 3;
constexpr MysqlConnection::Limits kCleanUpLimits{2, 2};
constexpr unsigned kLockWaitTimeout = 1205;
constexpr unsigned kDeadlock = 1213;

/// `prefix` and the name, or a digest of it where both together are too long for the server. Always the same
/// for the same name.
std::string derived_name(const std::string& prefix, const std::string& name) {
  if (prefix.size() + name.size() <= kLongestName) return prefix + name;
  RunningDigest digest;
  digest.add(name);
  return prefix + digest.hex();
}

class MysqlTable final : public RecordSink {
 public:
  MysqlTable(TableSpec spec, CancelToken& cancel)
      : spec_(std::move(spec)),
        address_(parse_mysql_url(spec_.url)),
        cancel_(cancel),
        place_(fmt::format("table {} in mysql {}", printable(spec_.table), address_.text())),
        lock_(derived_name("counterpart.", address_.database + "." + spec_.table)),
        staging_(derived_name("counterpart_new_", spec_.table)),
        old_(derived_name("counterpart_old_", spec_.table)) {
    connection_.emplace(address_, spec_.password, ErrorKind::load_rolled_back, cancel_);
    if (!take_lock(*connection_)) {
      throw Error(ErrorKind::locked, place_ + ": another run loads this table")
          .hint("wait for it to end, then run again")
          .may_retry();
    }
    exists_ = check_mysql_target(*connection_, spec_);
    make_staging();
  }

  ~MysqlTable() override {
    if (!published_) abandon();
  }

  void push(const RecordBatch& batch) override {
    cancel_.check();
    for (std::size_t i = 0; i < batch.size(); ++i) {
      unpack(batch.record(i), values_);
      insert_->add(values_);
      ++pushed_;
    }
    if (insert_->sent() - kept_ < kRowsPerTransaction) return;
    connection_->run("COMMIT");
    connection_->run("START TRANSACTION");
    kept_ = insert_->sent();
  }

  void prepare() override {
    insert_->flush();
    insert_.reset();
    connection_->run("COMMIT");
    check_count(connection_->value("SELECT COUNT(*) FROM " + mysql_quoted(staging_)).value_or(""));
    if (appends()) append_rows();
    // Half a publishing helps nobody: from here on the outputs of the run are brought to their end together.
    connection_->outlast_cancellation();
  }

  void commit() override {
    if (appends()) {
      publish("COMMIT");
      published_ = true;
      drop_quietly(staging_);
    } else {
      const std::string move_in = mysql_quoted(staging_) + " TO " + mysql_quoted(spec_.table);
      const std::string move_out =
          exists_ ? mysql_quoted(spec_.table) + " TO " + mysql_quoted(old_) + ", " : "";
      publish("RENAME TABLE " + move_out + move_in);
      published_ = true;
      if (exists_) drop_quietly(old_);
    }
    connection_.reset();
  }

  std::string place() const override { return place_; }

 private:
  /// A target that does not exist yet is published by renaming in both modes.
  bool appends() const { return exists_ && spec_.mode == TableSpec::Mode::append; }

  /// Waits a second: the session of a run that just ended can still be on its way out of the server.
  bool take_lock(MysqlConnection& connection) const {
    return connection.value("SELECT GET_LOCK(" + connection.literal(lock_) + ", 1)").value_or("0") == "1";
  }

  /// What a killed run left under the same names goes first; nobody else works on it while the lock is held.
  void make_staging() {
    connection_->run("DROP TABLE IF EXISTS " + mysql_quoted(staging_) + ", " + mysql_quoted(old_));
    try {
      connection_->run(exists_
                           ? "CREATE TABLE " + mysql_quoted(staging_) + " LIKE " + mysql_quoted(spec_.table)
                           : staging_ddl());
      std::vector<std::string> names;
      for (const Column& column : spec_.columns) names.push_back(column.name);
      insert_.emplace(*connection_, staging_, names);
      connection_->run("START TRANSACTION");
    } catch (Error& error) {
      insert_.reset();
      drop_quietly(staging_);
      throw error.in("staging table for " + printable(spec_.table));
    }
  }

  /// Texts are stored as any UTF-8 and compared by code points, so that no two names are taken for one.
  std::string staging_ddl() const {
    std::string sql = ddl(Dialect::mysql, staging_, spec_.columns);
    sql.resize(sql.rfind(';'));
    return sql + " ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin";
  }

  void check_count(const std::string& count) const {
    if (count == std::to_string(pushed_)) return;
    throw Error(ErrorKind::load_rolled_back,
                fmt::format("{}: {} rows were sent, but the server counts {}", place_, pushed_, count))
        .hint("look for triggers or limits on the table that drop rows");
  }

  /// Puts the rows into the target, in a transaction that `commit` ends. A deadlock is tried again as a
  /// whole.
  void append_rows() {
    std::string names;
    for (const Column& column : spec_.columns)
      names += (names.empty() ? "" : ", ") + mysql_quoted(column.name);
    const std::string sql = fmt::format("INSERT INTO {} ({}) SELECT {} FROM {}", mysql_quoted(spec_.table),
                                        names, names, mysql_quoted(staging_));
    for (int attempt = 1;; ++attempt) {
      connection_->run("START TRANSACTION");
      try {
        connection_->run(sql);
        break;
      } catch (const Error&) {
        const unsigned number = connection_->error_number();
        if ((number != kDeadlock && number != kLockWaitTimeout) || attempt == kAttempts) throw;
        connection_->run("ROLLBACK");
      }
    }
    const std::uint64_t added = connection_->changed_rows();
    refuse_warnings(*connection_);
    check_count(std::to_string(added));
  }

  /// The statement after which the rows are there for all. If the connection goes while it runs, nobody can
  /// tell from here.
  void publish(const std::string& sql) {
    try {
      connection_->run(sql);
    } catch (const Error& error) {
      if (!connection_->lost()) throw;
      published_ = true;
      throw Error(ErrorKind::load_unknown,
                  fmt::format("{}: the connection was lost while the rows were made visible ({})", place_,
                              error.what()))
          .hint(fmt::format("look at the table: it holds either the old rows or {} new ones; then drop {} if "
                            "it is still there",
                            pushed_, staging_));
    }
  }

  void drop_quietly(const std::string& table) noexcept {
    try {
      connection_->run("DROP TABLE IF EXISTS " + mysql_quoted(table));
    } catch (const std::exception&) {
      // The rows are published; the next run drops what is left.
    }
  }

  void abandon() noexcept {
    try {
      insert_.reset();
      connection_.reset();
      // The connection can be the very thing that failed, so a new one cleans up, as soon as the old one has
      // let the lock go.
      CancelToken fresh;
      MysqlConnection connection(address_, spec_.password, ErrorKind::load_rolled_back, fresh,
                                 kCleanUpLimits);
      connection.run("SET SESSION lock_wait_timeout = 1");
      if (take_lock(connection)) connection.run("DROP TABLE IF EXISTS " + mysql_quoted(staging_));
    } catch (const std::exception&) {
      // The next run drops what is left.
    }
  }

  TableSpec spec_;
  ServerAddress address_;
  CancelToken& cancel_;
  std::string place_;
  std::string lock_;
  std::string staging_;
  std::string old_;
  std::optional<MysqlConnection> connection_;
  std::optional<MysqlInsert> insert_;
  std::vector<Value> values_;
  bool exists_ = false;
  bool published_ = false;
  std::uint64_t pushed_ = 0;
  std::uint64_t kept_ = 0;
};

}  // namespace

std::unique_ptr<RecordSink> open_mysql_table(TableSpec spec, CancelToken& cancel) {
  return std::make_unique<MysqlTable>(std::move(spec), cancel);
}

}  // namespace counterpart
