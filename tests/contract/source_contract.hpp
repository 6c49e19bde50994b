#pragma once
/// What every source promises, as one suite that each source is put through. A source declares its quirks and
/// a world that makes it from a small table; its test file says
///   INSTANTIATE_TEST_SUITE_P(Csv, SourceContract, testing::Values(SourceCase{csv_quirks(),
///   make_csv_world}));
/// and its test program lists contract/source_contract.cpp, which holds the tests.

#include <gtest/gtest.h>

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "source/source.hpp"

namespace counterpart::test {

/// A cell as the source stores it: nothing is a field that the record does not have. Dates are texts. Texts
/// are literals.
using Cell = std::optional<Value>;

/// What the source is to hold. The types are what a typed source stores the columns as: int64, string or
/// date.
struct SourceTable {
  struct Column {
    std::string name;
    Type type = Type::string;
  };
  std::vector<Column> columns;
  std::vector<std::vector<Cell>> rows;
  std::string primary_key;  ///< a column that the source is told to be unique, if it knows such things
};

/// In what the sources differ.
struct SourceQuirks {
  ErrorKind error_kind = ErrorKind::source;
  /// Where the i-th row (from 0) of a table of `rows` rows comes from.
  std::function<Origin(std::size_t index)> origin;
  bool in_order = true;             ///< records come in the order of the table
  bool has_missing_fields = false;  ///< a record can lack a field
  bool has_nulls = true;            ///< null and the empty text differ
  bool typed = true;                ///< a number without a declared type arrives as a number
  bool stores_bad_dates = true;     ///< '0000-00-00' can be in a date column
  bool knows_primary_keys = false;  ///< unique_ids() follows the primary key
  bool knows_fields_before = true;  ///< a field that no record has is an error at open
};

/// What a source needs around it: a folder, a server. Lives longer than the stream.
class SourceWorld {
 public:
  virtual ~SourceWorld() = default;
  virtual std::unique_ptr<RecordStream> open(const SourceTable& table, const SourceContext& context) = 0;
};

struct SourceCase {
  SourceQuirks quirks;
  std::function<std::unique_ptr<SourceWorld>()> make_world;
};

class SourceContract : public testing::TestWithParam<SourceCase> {
 protected:
  const SourceQuirks& quirks() const { return GetParam().quirks; }
  std::unique_ptr<RecordStream> open(const SourceTable& table, const ReadSpec& read);

  struct Outcome {
    std::vector<std::vector<std::string>>
        rows;  ///< "type:text" of each field, strings as themselves, null as "NULL"
    std::vector<Reject> rejects;
  };
  /// Reads to the end.
  static Outcome drain(RecordStream& stream);
  /// Rows to be compared: as they are, or sorted if the source has no order.
  std::vector<std::vector<std::string>> arranged(std::vector<std::vector<std::string>> rows) const;

  SideProgress progress_;
  CancelToken cancel_;
  std::unique_ptr<SourceWorld> world_;
};

}  // namespace counterpart::test
