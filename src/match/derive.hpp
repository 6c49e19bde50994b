#pragma once
/// From a pair of records to a row of output columns.

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "match/matcher.hpp"
#include "record/batch.hpp"
#include "record/column.hpp"

namespace counterpart {

/// A field of one side's records, or of the link between them.
struct FieldRef {
  Side side = Side::left;
  std::size_t field = 0;
  bool of_link = false;
};

/// The value of a field as it is.
struct FromField {
  FieldRef of;
};
/// True if as_of − date ≤ `days`, null for a null date; a date after as_of is active, and counted.
struct ActiveWithin {
  FieldRef of;
  std::int32_t days = 0;
};
/// The same value in every row.
struct Literal {
  Type type = Type::null;
  std::int64_t number = 0;
  double real = 0;
  std::string text;
};
/// The first value that is not null.
struct Coalesce {
  std::vector<FieldRef> of;
};

struct DerivedColumn {
  Column column;
  std::variant<FromField, ActiveWithin, Literal, Coalesce> rule;
};

class Deriver {
 public:
  /// `as_of` in days since 1970-01-01. `columns` has to outlive the deriver.
  Deriver(const std::vector<DerivedColumn>& columns, std::int32_t as_of) : columns_(columns), as_of_(as_of) {}

  /// Appends the row of a pair and its link (see MatchListener) to `rows`, each value fitted to its column.
  /// Throws ErrorKind::policy, naming the column, when one does not fit.
  void derive(std::string_view left, std::string_view right, std::string_view link, RecordBatch& rows);

  /// Dates after as_of that `derive` met on a side.
  std::uint64_t future_dates(Side side) const { return side == Side::left ? left_future_ : right_future_; }

 private:
  Value value_of(FieldRef ref) const {
    if (ref.of_link) return link_[ref.field];
    return (ref.side == Side::left ? left_ : right_)[ref.field];
  }
  Value active(const ActiveWithin& rule);
  Value evaluate(const DerivedColumn& column);

  const std::vector<DerivedColumn>& columns_;
  std::int32_t as_of_;
  std::vector<Value> left_;
  std::vector<Value> right_;
  std::vector<Value> link_;
  std::string storage_;
  std::uint64_t left_future_ = 0;
  std::uint64_t right_future_ = 0;
};

}  // namespace counterpart
