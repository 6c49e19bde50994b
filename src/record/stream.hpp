#pragma once
/// The two ends of the way of a record: what every source and every sink is.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "record/batch.hpp"

namespace counterpart {

/// What a source says about its own completeness, once it was read to the end.
struct SourceReport {
  std::uint64_t pages = 0;          ///< 0 for sources without pages
  std::uint64_t resumed_pages = 0;  ///< of these: taken from the journal of an interrupted run
  std::uint64_t bytes = 0;          ///< decoded bytes received
  std::uint64_t retries = 0;        ///< requests made again
  std::uint64_t total_drift = 0;    ///< records (or else pages) by which the announced total moved meanwhile
  std::uint64_t limit_waits = 0;    ///< times that a rate limit held requests back
  std::uint64_t limited_ms = 0;     ///< for so long in all
  std::optional<std::uint64_t> expected;  ///< records that the source says it has
  std::string end_reason;                 ///< what proved the end: "total_pages", "end of file", …
  std::vector<std::string> warnings;      ///< one line each, safe to print
};

/// A table as its database knows it.
struct TableName {
  std::string schema;  ///< of MySQL the database, of SQLite "main"
  std::string name;
};

/// Records out of a source, batch by batch, in arrival order. Pulled from one thread; made and destroyed on
/// any.
class RecordStream {
 public:
  RecordStream() = default;
  RecordStream(const RecordStream&) = delete;
  RecordStream& operator=(const RecordStream&) = delete;
  virtual ~RecordStream() = default;

  /// Clears `batch` and fills it with the next records and rejects, at least one of them. False, with an
  /// empty batch, only at the proved end of the data. Throws Error (source or api) when the data cannot be
  /// read to its end.
  virtual bool next(RecordBatch& batch) = 0;

  /// True if the source itself guarantees that no two records share an id (a primary key).
  virtual bool unique_ids() const { return false; }

  /// The names that the records of the source have, as far as it knows them: all columns of a table at once,
  /// those of a JSON record after the first batch.
  virtual std::vector<std::string> field_names() const = 0;

  /// A line for each wanted field that no record so far had, naming what may have been meant. Only sources
  /// whose records bring their own fields have any: the others know at once.
  virtual std::vector<std::string> missing_fields() const { return {}; }

  /// How the source brings its records into order, for people: "sorted by the database"; where an order was
  /// only hoped for and is not there, why. Empty where it has no part in that.
  virtual std::string order_evidence() const { return {}; }

  /// By how many fields of the order that was hoped for the records come ordered, as bytes; 0: in any order.
  virtual std::size_t ordered_fields() const { return 0; }

  virtual SourceReport report() const = 0;
};

/// Rows into a place, all or nothing. Driven from one thread: `push`…, `prepare`, `commit`. Destroyed before
/// `commit`, a sink leaves its target as it was.
class RecordSink {
 public:
  RecordSink() = default;
  RecordSink(const RecordSink&) = delete;
  RecordSink& operator=(const RecordSink&) = delete;
  virtual ~RecordSink() = default;

  /// Takes the rows of the batch; rejects in it are not looked at.
  virtual void push(const RecordBatch& batch) = 0;
  /// Makes all rows durable and verified but not yet visible. What can fail, fails here.
  virtual void prepare() = 0;
  /// Makes them visible at once. A cancellation does not stop it: the outputs of a run are published
  /// together.
  virtual void commit() = 0;
  /// Where the rows are, for people: a path, "table user_active_status in sqlite:warehouse.db".
  virtual std::string place() const = 0;
  /// The table that the rows go to; nothing for a file.
  virtual std::optional<TableName> table() const { return std::nullopt; }
};

}  // namespace counterpart
