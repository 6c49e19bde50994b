#pragma once
/// The text of one part of a blocking rule's key.

#include <string>

#include "match/linkage/blocking.hpp"
#include "record/value.hpp"

namespace counterpart::linkage {

/// Not thread-safe: each thread has its own.
class BlockPartMaker {
 public:
  explicit BlockPartMaker(const BlockPart& part);

  /// Replaces `out` by the part's text; empty if the value is null or nothing is left of it.
  void make(const Value& value, std::string& out);
  /// Whether it makes the same of every value as that part does. Fields are not looked at.
  bool is_of(const BlockPart& part) const;

 private:
  BlockPart part_;
  Normalizer normalizer_;
  std::string text_;
};

}  // namespace counterpart::linkage
