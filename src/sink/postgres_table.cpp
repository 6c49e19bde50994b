#include "sink/postgres_table.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <optional>
#include <utility>

#include "base/utf8.hpp"
#include "db/postgres.hpp"
#include "db/postgres_copy_in.hpp"
#include "db/postgres_field.hpp"
#include "record/record.hpp"
#include "sink/load_tally.hpp"
#include "sink/postgres_load.hpp"
#include "sink/postgres_lock.hpp"
#include "sink/postgres_outcome.hpp"
#include "sink/postgres_runs.hpp"
#include "sink/postgres_target.hpp"
#include "sink/run_log.hpp"

namespace counterpart {
namespace {

using Mode = TableSpec::Mode;

constexpr int kLockSeconds = 1;
constexpr int kOldestServer = 12;
constexpr const char* kUniqueViolation = "23505";

class PostgresTable final : public RecordSink {
 public:
  PostgresTable(TableSpec spec, CancelToken& cancel)
      : spec_(std::move(spec)),
        address_(server_address(spec_.url, spec_.tls)),
        cancel_(cancel),
        place_(fmt::format("table {} in postgres {}", printable(spec_.table), address_.text())),
        tally_(spec_, place_),
        connection_(std::make_unique<PostgresConnection>(address_, spec_.password,
                                                         ErrorKind::load_rolled_back, cancel_)),
        server_(postgres_identity(*connection_)) {
    check_version();
    connection_->begin("ISOLATION LEVEL READ COMMITTED");
    const PostgresRelation relation = find_postgres_relation(*connection_, spec_.table);
    connection_->run("ROLLBACK");
    take_lock(relation);
    target_ = check_postgres_target(*connection_, spec_);
    try_postgres_load(*connection_, spec_, target_);
    // From here to the first row the transaction has written nothing, so that it is in nobody's way.
    connection_->run("ROLLBACK");
    take_lock(relation);
    session_ = postgres_session(*connection_);
  }

  void push(const RecordBatch& batch) override {
    cancel_.check();
    if (!copy_) start();
    for (std::size_t i = 0; i < batch.size(); ++i) {
      unpack(batch.record(i), values_);
      tally_.add(batch.record(i), values_);
      encode();
      sent([this] { copy_->add(values_.size(), row_); });
    }
  }

  void prepare() override {
    cancel_.check();
    if (!copy_) start();
    std::uint64_t stored = 0;
    sent([&] { stored = copy_->end(); });
    copy_.reset();
    check_count(stored);
    tally_.check_allowed(replaced_);
    if (merges()) merge();
    // What a constraint puts off to the end of the transaction is looked at now.
    connection_->run("SET CONSTRAINTS ALL IMMEDIATE");
    const std::uint64_t there = count_postgres_rows(*connection_, target_.relation.quoted());
    if (spec_.mode == Mode::replace) check_count(there);
    LoadRecord record = tally_.record(there);
    if (replaced_ && !spec_.keep_previous.empty()) {
      record.kept_as = spec_.keep_previous;
      with_postgres_retries(*connection_, [this] { keep_postgres_table(*connection_, spec_, target_); });
    }
    make_runs();
    add_postgres_run(*connection_, target_.relation, record);
    // Half a publishing helps nobody: from here on the outputs of the run are brought to their end together.
    connection_->outlast_cancellation();
  }

  void commit() override {
    try {
      connection_->commit();
    } catch (const Error& error) {
      if (!connection_->lost()) throw;
      connection_.reset();
      find_out(error.what());
    }
    connection_.reset();
  }

  std::string place() const override { return place_; }
  std::optional<TableName> table() const override {
    return TableName{target_.relation.schema, target_.relation.name};
  }

 private:
  /// Rows of an upsert into a table that is there wait in a staging table; all others go where they belong.
  bool merges() const { return spec_.mode == Mode::upsert && target_.relation.exists(); }

  void check_version() const {
    const std::string version = connection_->setting("server_version");
    if (std::atoi(version.c_str()) >= kOldestServer) return;
    throw Error(ErrorKind::load_rolled_back,
                fmt::format("{}: the server is PostgreSQL {}", place_, printable(version)))
        .hint(fmt::format("tables are loaded into PostgreSQL {} or newer", kOldestServer));
  }

  void take_lock(const PostgresRelation& relation) {
    if (!begin_with_postgres_lock(*connection_, postgres_lock_key(relation), kLockSeconds)) {
      throw Error(ErrorKind::locked, place_ + ": another run loads this table")
          .hint("wait for it to end, then run again")
          .may_retry();
    }
  }

  /// Begins to write. What was looked at before the sources were read, can have changed since then.
  void start() {
    connection_->run("SET LOCAL client_min_messages = error");
    connection_->rows(
        "SELECT set_config('synchronous_commit', 'on', true) WHERE current_setting('synchronous_commit') = "
        "'off'");
    const bool existed = target_.relation.exists();
    if (existed) {
      with_postgres_retries(*connection_, [this] {
        lock_postgres_table(*connection_, spec_, target_);
        target_ = check_postgres_target(*connection_, spec_);
        if (spec_.mode == Mode::replace && target_.relation.exists())
          replaced_ = empty_postgres_table(*connection_, spec_, target_);
      });
    } else {
      make_postgres_table(*connection_, spec_);
    }
    if (merges()) make_postgres_staging(*connection_, target_);
    copy_ = connection_->copy_in(postgres_copy_sql(target_, merges()));
  }

  void encode() {
    row_.clear();
    for (std::size_t i = 0; i < values_.size(); ++i) {
      const PostgresTarget::Field& field = target_.fields[i];
      const char* const problem = field.cuts(values_[i])
                                      ? "is too long for its column, which would cut the spaces at its end"
                                      : append_postgres_field(row_, field.form, values_[i]);
      if (problem == nullptr) continue;
      throw Error(ErrorKind::load_rolled_back, fmt::format("{}: row {}: the value of '{}' {}", place_,
                                                           tally_.rows(), printable(field.name), problem))
          .hint(hint_for(values_[i]));
    }
  }

  /// What can be done about a value that a column cannot have.
  static const char* hint_for(const Value& value) {
    const bool nul = value.type() == Type::string && value.as_string().find('\0') != std::string_view::npos;
    return nul ? "take the character out of the record in its source: no type of PostgreSQL holds it"
               : "give the column of the table another type, or change or leave out the value in the source";
  }

  /// Two rows of one key meet where the rows are sent to.
  template <typename Send>
  void sent(Send send) {
    try {
      send();
    } catch (const Error&) {
      const bool by_key_alone = merges() || (!spec_.key.empty() && !target_.relation.exists());
      if (!by_key_alone || connection_->sql_state() != kUniqueViolation) throw;
      throw tally_.key_twice();
    }
  }

  void merge() {
    with_postgres_retries(*connection_,
                          [this] { check_count(merge_postgres_staging(*connection_, target_)); });
  }

  /// In a transaction of its own: made in this one, it would keep the other outputs of the run waiting, and
  /// this one waits for them.
  void make_runs() {
    if (has_postgres_runs(*connection_, target_.relation)) return;
    PostgresConnection other(address_, spec_.password, ErrorKind::load_rolled_back, cancel_);
    other.begin("ISOLATION LEVEL READ COMMITTED");
    make_postgres_runs(other, target_.relation);
    other.commit();
  }

  void check_count(std::uint64_t stored) const {
    if (stored == tally_.rows()) return;
    throw Error(ErrorKind::load_rolled_back,
                fmt::format("{}: {} rows were sent, but the server counts {}", place_, tally_.rows(), stored))
        .hint("look for triggers or rules on the table that add or drop rows");
  }

  /// The reply to COMMIT is lost. Comes back if the rows are there for all.
  void find_out(const std::string& reason) {
    CancelToken after;  // the run can no longer be cancelled
    const CommitFate fate =
        fate_of_commit({address_, spec_.password, target_.relation, spec_.run.id, server_, session_}, after);
    if (fate == CommitFate::committed) return;
    if (fate == CommitFate::rolled_back) {
      throw Error(
          ErrorKind::load_rolled_back,
          fmt::format("{}: the connection was lost before the rows were committed ({})", place_, reason))
          .hint("the table is as it was; run again")
          .may_retry();
    }
    throw Error(ErrorKind::load_unknown,
                fmt::format("{}: the connection was lost while the rows were committed ({})", place_, reason))
        .hint(status_hint(spec_.run));
  }

  TableSpec spec_;
  ServerAddress address_;
  CancelToken& cancel_;
  std::string place_;
  LoadTally tally_;
  std::unique_ptr<PostgresConnection> connection_;
  std::string server_;
  PostgresSession session_;
  PostgresTarget target_;
  std::unique_ptr<PostgresCopyIn> copy_;  ///< once rows are sent
  std::vector<Value> values_;
  std::string row_;
  std::optional<std::uint64_t> replaced_;  ///< rows of the table that is replaced
};

}  // namespace

std::unique_ptr<RecordSink> open_postgres_table(TableSpec spec, CancelToken& cancel) {
  return std::make_unique<PostgresTable>(std::move(spec), cancel);
}

}  // namespace counterpart
