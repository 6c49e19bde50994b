#pragma once
/// The records of a probabilistic run by row: as codes to be compared, and as they are to be told of.

#include <array>
#include <atomic>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "job/plan.hpp"
#include "match/linkage/record_store.hpp"
#include "match/side_cursor.hpp"

namespace counterpart {

class Persons {
 public:
  /// `job` and `plan` have to outlive it. With `one_side` all rows are the left side's. Of the records only
  /// the fields that the job's outputs tell are kept, unless `whole` asks for all: for digests, above all.
  Persons(const Job& job, const Plan& plan, bool one_side, bool whole, unsigned threads,
          const CancelToken& cancel);

  /// Takes a side to its end. The two sides may be taken by two threads at once.
  void take(Side side, SideCursor& cursor);
  /// Takes both sides at once, or one after the other with one thread, and gets ready to be looked at.
  void take_both(SideCursor& left, SideCursor& right);
  /// After the last record. Error(policy), with what it would need, if the persons do not fit into the job's
  /// memory.
  void finish();
  /// What the persons that were taken need, until they are ready.
  std::uint64_t needed_bytes() const;
  /// Error(policy) if so many scored pairs cannot be decided in the job's memory.
  void check_pairs(std::size_t pairs) const;

  const linkage::PersonTable& table() const { return table_; }
  std::uint32_t rows(Side side) const { return table_.rows(side); }
  /// A compact record, valid until the next call for its side.
  std::string_view record(Side side, linkage::Row row) { return of(side).store.record(row); }
  /// True if the record is in no block: it was compared with nobody.
  bool keyless(Side side, linkage::Row row) const { return of(side).keyless[row]; }
  std::uint64_t spilled_bytes(Side side) const { return of(side).store.spilled_bytes(); }

  /// The id of a record as text.
  std::string id(Side side, linkage::Row row);
  /// The row of an id, as text, also with the `'` that a CSV output puts before a formula; nothing if the
  /// side does not have it. Like `record`, it ends what the last call for this side gave.
  std::optional<linkage::Row> find(Side side, const std::string& id);
  /// Of the fields that are compared, as the side has them: decisions of people are kept with it.
  std::string digest(Side side, linkage::Row row);

 private:
  struct Rows {
    linkage::RecordStore store;
    std::vector<bool> kept;  ///< by field: what is told of records; the others become null, to save room
    std::vector<bool> keyless = {};
    std::uint64_t all = 0;  ///< those that were not taken among them
    /// By hash, then row; made when an id is looked for. Eight bytes a row, where the ids would take a
    /// multiple.
    std::vector<std::pair<std::uint32_t, linkage::Row>> ids = {};
  };
  Rows& of(Side side) { return side == Side::left || table_.one_side() ? left_ : right_; }
  const Rows& of(Side side) const { return side == Side::left || table_.one_side() ? left_ : right_; }
  void look_at_memory(Side side);
  /// What all of them would need, by those that were taken until it was too much.
  std::uint64_t foreseen_bytes() const;
  void check_memory(std::uint64_t bytes) const;
  std::optional<linkage::Row> find_exactly(Side side, const std::string& id);
  static void keep(const std::vector<Value>& values, std::string_view record, Bytes& shortened, Rows& rows);

  const Job& job_;
  const Plan& plan_;
  const unsigned threads_;
  const CancelToken& cancel_;
  linkage::PersonTable table_;
  // Of each side while both are taken at once.
  std::array<std::atomic<std::uint64_t>, 2> added_bytes_{};
  std::array<std::atomic<std::uint64_t>, 2> added_rows_{};
  std::atomic<bool> too_large_ = false;
  Rows left_;
  Rows right_;
};

}  // namespace counterpart
