#pragma once
/// One side while it is added to: columns of codes for comparisons, and of digests for the keys of blocks.
/// Values that come often are made comparable once.

#include <memory>

#include "base/digest.hpp"
#include "match/linkage/levels.hpp"
#include "match/linkage/person_table.hpp"

namespace counterpart::linkage {

class BlockPartMaker;

class SideColumns {
 public:
  /// `spec` has to outlive it.
  SideColumns(const Spec& spec, Side side);
  ~SideColumns();

  /// See PersonTable::add.
  bool add(const std::vector<Value>& values);
  std::uint32_t rows() const { return rows_; }
  std::uint64_t bytes() const;
  /// Gives back what only `add` needs.
  void seal();

  std::vector<ValueTable> tables;                ///< by comparison
  std::vector<std::vector<Code>> compared;       ///< by comparison, by row
  std::vector<std::vector<std::uint64_t>> keys;  ///< by rule, by row: digest of the key, 0 without one

 private:
  /// What became of a value, found by the digest of the raw value. One value forgets another.
  struct Memo {
    Digest128 digest;
    std::uint64_t made = 0;
  };
  struct Compared {
    std::vector<std::size_t> fields;
    ValueMaker maker;
    std::vector<Memo> memos;
  };
  struct Part {
    std::size_t field;
    std::unique_ptr<BlockPartMaker> maker;
    std::vector<Memo> memos;
    std::uint64_t made = 0;  ///< of the row being added: digest of the part, 0 if it is null or empty
  };

  std::size_t part_of(const BlockPart& part, std::size_t field);
  void look_at(const std::vector<Value>& values);
  Code compared_code(std::size_t comparison, const std::vector<Value>& values);
  void make_part(Part& part, const std::vector<Value>& values);

  std::vector<Compared> compared_;
  std::vector<Part> parts_;                      ///< distinct ones of all rules
  std::vector<std::vector<std::size_t>> rules_;  ///< by rule: its parts
  std::vector<std::size_t> fields_;              ///< those that are used
  std::vector<Digest128> digests_;               ///< by field, of the row being added
  std::vector<Value> taken_;
  std::string text_;
  std::uint32_t rows_ = 0;
};

}  // namespace counterpart::linkage
