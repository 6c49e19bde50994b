#pragma once
/// A side as codes: each distinct value of a comparison is stored once for both sides, a person is a row of
/// small numbers.

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "match/linkage/model.hpp"
#include "match/matcher.hpp"
#include "record/value.hpp"

namespace counterpart::linkage {

/// 0 is null.
using Code = std::uint32_t;
/// Rows count from 0 in the order of the ids (see docs/matching.md, "Groups and pairs").
using Row = std::uint32_t;

/// Distinct values in order of arrival, from code 1 on.
class ValueTable {
 public:
  ValueTable();
  ~ValueTable();
  ValueTable(ValueTable&&) noexcept;
  ValueTable& operator=(ValueTable&&) noexcept;

  /// The code of `value`, a new one if it was not met. Error(policy) beyond 2^32 − 2 values.
  Code code(std::string_view value) { return code(value, hash(value)); }
  /// The same in steps, so that memory is fetched while other things are done: a value's hash, words that it
  /// will be asked for, each when what the one before fetches has had time to come, the code.
  static std::uint32_t hash(std::string_view value);
  void expect(std::uint32_t hash) const;
  void expect_place(std::uint32_t hash) const;
  void expect_text(std::uint32_t hash) const;
  Code code(std::string_view value, std::uint32_t hash);
  /// The value of a code that `code` gave; it stays where it is.
  std::string_view value(Code code) const;
  /// The values of many codes, faster.
  void values(const std::vector<Code>& codes, std::vector<std::string_view>& out) const;
  std::uint32_t size() const;  ///< codes given, null not among them
  std::uint64_t bytes() const;
  /// The same in the mean between two growths.
  std::uint64_t mean_bytes() const;
  /// Gives back what only `code` needs, which is not called any more.
  void seal();

 private:
  struct Body;
  std::unique_ptr<Body> body_;
};

/// Parts of one comparison's value, joined by kPartSeparator; an absent part is empty.
inline constexpr char kPartSeparator = '\x1f';

/// Both sides of a linkage, or one side twice when it is deduplicated. First all records are added, then it
/// is finished, then it is looked at.
class PersonTable {
 public:
  /// `spec` has to outlive the table. With `one_side`, rows are added to the left alone, and pairs are of
  /// rows i < j of it.
  PersonTable(const Spec& spec, bool one_side);
  ~PersonTable();

  /// Adds a record's values, in the order of the fields that the side reads. Records come in the order of
  /// their ids. True if it has the key of some rule: the others are keyless. The two sides can be added to by
  /// two threads at once.
  bool add(Side side, const std::vector<Value>& values);
  /// Once, after the last record. The same codes for any number of threads (0: as many as the machine has).
  void finish(unsigned threads = 0);

  const Spec& spec() const { return *spec_; }
  bool one_side() const { return one_side_; }
  std::uint32_t rows(Side side) const;
  /// By comparison; of one code for the whole value of a comparison, all parts of it.
  const std::vector<Code>& compared(Side side, std::size_t comparison) const;
  /// By rule; codes of the two sides are of one numbering. 0 also where no other record has the key.
  const std::vector<Code>& blocked(Side side, std::size_t rule) const;
  /// Values of a comparison; see kPartSeparator.
  const ValueTable& values(std::size_t comparison) const;
  /// How often each code of a comparison stands on a side, by code, null among them.
  const std::vector<std::uint32_t>& frequencies(Side side, std::size_t comparison) const;
  /// Bytes that it holds.
  std::uint64_t bytes() const;
  /// Of these, what a side has been added to takes before it is finished. For the thread that adds to it.
  std::uint64_t added_bytes(Side side) const;
  /// What both sides will take with `rows` rows together, roughly, by what this one takes. For the same
  /// thread.
  std::uint64_t foreseen_bytes(Side side, std::uint64_t rows) const;
  /// What `finish` takes beside them for a while, with so many rows on both sides together.
  std::uint64_t finishing_bytes(std::uint64_t rows, unsigned threads) const;

 private:
  struct Body;
  const Spec* spec_;
  bool one_side_;
  std::unique_ptr<Body> body_;
};

}  // namespace counterpart::linkage
