#pragma once
/// Rows of a database as a stream of records: batches, counts, progress and the end are here, for every
/// database alike; a database is one RowReader.

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "record/builder.hpp"
#include "source/source.hpp"

namespace counterpart {

/// The rows of one statement, which runs in a snapshot of its own. Destroyed, it lets go of the database.
class RowReader {
 public:
  RowReader() = default;
  RowReader(const RowReader&) = delete;
  RowReader& operator=(const RowReader&) = delete;
  virtual ~RowReader() = default;

  /// Moves to the next row and sets the wanted fields, whose texts live until the next call. False only at
  /// the end that the database declared. Error(source).
  virtual bool next(RecordBuilder& record) = 0;

  /// All columns of the table or of the query.
  const std::vector<std::string>& names() const { return names_; }
  /// As RecordStream::unique_ids.
  bool unique_ids() const { return unique_ids_; }
  /// As RecordStream::order_evidence.
  const std::string& order_evidence() const { return order_evidence_; }
  /// As RecordStream::ordered_fields.
  std::size_t ordered_fields() const { return ordered_fields_; }
  /// Bytes of the values so far.
  std::uint64_t bytes() const { return bytes_; }

 protected:
  std::vector<std::string> names_;
  bool unique_ids_ = false;
  std::string order_evidence_;
  std::size_t ordered_fields_ = 0;
  std::uint64_t bytes_ = 0;
};

/// Calls `connect` at once, and reads what it gives to the end. `range` is the number of a part, from 1, that
/// messages have to name; 0 for a whole.
std::unique_ptr<RecordStream> read_rows(const SourceContext& context,
                                        const std::function<std::unique_ptr<RowReader>()>& connect,
                                        unsigned range = 0);

}  // namespace counterpart
