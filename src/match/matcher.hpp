#pragma once
/// Two ordered sides meet group by group. The semantics are those of docs/matching.md.

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/cancel.hpp"
#include "counterpart/summary.hpp"
#include "match/group_buffer.hpp"
#include "match/side_cursor.hpp"

namespace counterpart {

enum class Pairing {
  one_to_one,  ///< the first min(m, n) of each side in order; the rest is ambiguous
  unique,      ///< only if m = n = 1; every record of another group is ambiguous
  all,         ///< every combination
};

enum class Side { left, right };

/// Hears where each record ends. Pairs come ordered by key, then left id, then right id. Views are valid
/// during the call.
class MatchListener {
 public:
  MatchListener() = default;
  MatchListener(const MatchListener&) = delete;
  MatchListener& operator=(const MatchListener&) = delete;
  virtual ~MatchListener() = default;

  /// Two compact records that match. `link` is a compact record of what is known of the pair, in the order of
  /// `link_field_names`; empty where keys are equal and there is nothing to know.
  virtual void pair(std::string_view left, std::string_view right, std::string_view link) = 0;
  /// Two compact records that may match.
  virtual void possible(std::string_view /*left*/, std::string_view /*right*/, std::string_view /*link*/) {}
  /// Rows for people to decide on, if they are wanted.
  virtual bool wants_review() const { return false; }
  virtual void review(std::string_view /*row*/) {}
  virtual void unmatched(Side side, std::string_view record) = 0;
  virtual void ambiguous(Side side, std::string_view record) = 0;
};

/// Fields of a link: probability, weight, margin, explanation.
const std::vector<std::string>& link_field_names();

class Matcher {
 public:
  /// `group_memory_bytes` bounds what the pairing "all" keeps of a group; more spills into `folder`.
  Matcher(Pairing pairing, std::uint64_t group_memory_bytes, std::filesystem::path folder,
          const CancelToken& cancel);

  /// Walks both sides to their end. Once.
  void run(SideCursor& left, SideCursor& right, MatchListener& listener);

  std::uint64_t pairs() const { return pairs_; }
  const KeyShapes& shapes() const { return shapes_; }
  struct Counts {
    std::uint64_t matched = 0;
    std::uint64_t ambiguous = 0;
    std::uint64_t unmatched = 0;
  };
  const Counts& counts(Side side) const { return side == Side::left ? left_ : right_; }

 private:
  void meet(SideCursor& left, SideCursor& right, MatchListener& listener);
  void meet_one_to_one(SideCursor& left, SideCursor& right, MatchListener& listener);
  void meet_unique(SideCursor& left, SideCursor& right, MatchListener& listener);
  void meet_all(SideCursor& left, SideCursor& right, MatchListener& listener);
  void pass_unmatched(Side side, SideCursor& cursor, MatchListener& listener);
  std::uint64_t pass_ambiguous(Side side, SideCursor& cursor, MatchListener& listener);
  void count_shape(std::uint64_t left, std::uint64_t right);
  void tick();

  Pairing pairing_;
  const CancelToken& cancel_;
  GroupBuffer buffer_;
  std::string group_;
  std::uint64_t pairs_ = 0;
  std::uint64_t ticks_ = 0;
  KeyShapes shapes_;
  Counts left_;
  Counts right_;
};

}  // namespace counterpart
