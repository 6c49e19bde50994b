#pragma once
/// One side while it is added to: columns of codes for comparisons, and the keys of blocks.
/// Values that come often are made comparable once.

#include <memory>
#include <optional>

#include "match/linkage/block_keys.hpp"
#include "match/linkage/block_part.hpp"
#include "match/linkage/levels.hpp"
#include "match/linkage/person_table.hpp"

namespace counterpart::linkage {

class alignas(64) SideColumns {
 public:
  /// `spec` has to outlive it.
  SideColumns(const Spec& spec, Side side);
  ~SideColumns();

  /// See PersonTable::add.
  bool add(const std::vector<Value>& values);
  std::uint32_t rows() const { return rows_; }
  std::uint64_t bytes() const;
  /// What grows with the rows, in the mean between two growths.
  std::uint64_t mean_bytes() const;
  /// What is remembered for speed.
  std::uint64_t remembered_bytes() const;
  /// After the last `add`: gives back what only that needs.
  void seal();

  std::vector<ValueTable> tables;           ///< by comparison
  std::vector<std::vector<Code>> compared;  ///< by comparison, by row
  std::optional<BlockKeys> keys;            ///< there until it is taken away

 private:
  /// One thing that is made of some fields: the value of a comparison, or a part of a key.
  struct Made {
    std::unique_ptr<ValueMaker> value;
    std::size_t comparison = 0;
    std::unique_ptr<BlockPartMaker> part;
  };
  /// What is made of the same fields, one comparison's value at most. It remembers what became of values: the
  /// digest of the raw values, then a word for each thing made. Where nearly all values differ, it does not.
  struct Source {
    std::vector<std::size_t> fields;
    std::vector<Made> made;
    std::size_t first = 0;  ///< place in `words_` of the first thing made
    std::vector<std::uint64_t> memory;
    std::size_t remembered = 0;
    std::uint32_t looks = 0;
    std::uint32_t hits = 0;
    std::uint64_t digest = 0;  ///< of the row being added, and its place in `memory`
    std::size_t place = 0;
  };
  /// A value whose place in the table is being fetched, for a row and for what its source remembers.
  struct Waiting {
    std::string text;
    std::uint32_t hash = 0;
    Row row = 0;
    std::size_t comparison = 0;
    Source* source = nullptr;
    std::uint64_t digest = 0;          ///< of the raw values
    std::size_t place = 0;             ///< in the source's memory
    std::vector<std::uint64_t> words;  ///< to be put there; empty: nothing is remembered
    std::size_t word = 0;              ///< of these, the code
  };

  Source& source_of(const std::vector<std::size_t>& fields);
  void add_part(const BlockPart& part, std::size_t field);
  std::size_t place_of(const BlockPart& part, std::size_t field);
  void expect(Source& source);
  void look_at(Source& source, const std::vector<Value>& values);
  void adapt(Source& source);
  bool make(Source& source, const std::vector<Value>& values, std::uint64_t* words);
  Waiting& wait_for_code(Source& source, std::size_t comparison);
  void give_code(Waiting& waiting);
  void give_codes();

  std::vector<Source> sources_;
  std::vector<std::uint64_t> words_;    ///< of the row being added: codes, and digests of parts
  std::vector<std::size_t> fields_;     ///< those that are used
  std::vector<std::uint64_t> digests_;  ///< by field, of the row being added
  std::vector<Waiting> waiting_;
  std::size_t next_waiting_ = 0;
  std::vector<Value> taken_;
  std::string text_;
  std::uint32_t rows_ = 0;
};

}  // namespace counterpart::linkage
