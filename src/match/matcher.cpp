#include "match/matcher.hpp"

#include <utility>

namespace counterpart {
namespace {

constexpr std::uint64_t kTicksBetweenChecks = 1024;

}  // namespace

const std::vector<std::string>& link_field_names() {
  static const std::vector<std::string> names{"probability", "weight", "margin", "explanation"};
  return names;
}

Matcher::Matcher(Pairing pairing, std::uint64_t group_memory_bytes, std::filesystem::path folder,
                 const CancelToken& cancel)
    : pairing_(pairing), cancel_(cancel), buffer_(group_memory_bytes, std::move(folder)) {}

void Matcher::run(SideCursor& left, SideCursor& right, MatchListener& listener) {
  while (!left.at_end() || !right.at_end()) {
    tick();
    if (right.at_end()) {
      pass_unmatched(Side::left, left, listener);
    } else if (left.at_end()) {
      pass_unmatched(Side::right, right, listener);
    } else if (const int compared = left.current().group.compare(right.current().group); compared != 0) {
      compared < 0 ? pass_unmatched(Side::left, left, listener)
                   : pass_unmatched(Side::right, right, listener);
    } else {
      group_ = left.current().group;
      meet(left, right, listener);
    }
  }
}

void Matcher::tick() {
  if (++ticks_ % kTicksBetweenChecks == 0) cancel_.check();
}

void Matcher::pass_unmatched(Side side, SideCursor& cursor, MatchListener& listener) {
  listener.unmatched(side, cursor.current().record);
  ++(side == Side::left ? left_ : right_).unmatched;
  cursor.advance();
}

std::uint64_t Matcher::pass_ambiguous(Side side, SideCursor& cursor, MatchListener& listener) {
  std::uint64_t count = 0;
  for (; cursor.in_group(group_); cursor.advance(), ++count) {
    tick();
    listener.ambiguous(side, cursor.current().record);
  }
  (side == Side::left ? left_ : right_).ambiguous += count;
  return count;
}

void Matcher::meet(SideCursor& left, SideCursor& right, MatchListener& listener) {
  switch (pairing_) {
    case Pairing::one_to_one: return meet_one_to_one(left, right, listener);
    case Pairing::unique: return meet_unique(left, right, listener);
    case Pairing::all: return meet_all(left, right, listener);
  }
}

void Matcher::meet_one_to_one(SideCursor& left, SideCursor& right, MatchListener& listener) {
  std::uint64_t paired = 0;
  for (; left.in_group(group_) && right.in_group(group_); left.advance(), right.advance(), ++paired) {
    tick();
    listener.pair(left.current().record, right.current().record, {});
  }
  pairs_ += paired;
  left_.matched += paired;
  right_.matched += paired;
  const std::uint64_t left_over = pass_ambiguous(Side::left, left, listener);
  const std::uint64_t right_over = pass_ambiguous(Side::right, right, listener);
  count_shape(paired + left_over, paired + right_over);
}

void Matcher::meet_unique(SideCursor& left, SideCursor& right, MatchListener& listener) {
  const std::string first_left(left.current().record);
  const std::string first_right(right.current().record);
  left.advance();
  right.advance();
  if (!left.in_group(group_) && !right.in_group(group_)) {
    listener.pair(first_left, first_right, {});
    ++pairs_;
    ++left_.matched;
    ++right_.matched;
    return count_shape(1, 1);
  }
  listener.ambiguous(Side::left, first_left);
  const std::uint64_t more_left = pass_ambiguous(Side::left, left, listener);
  listener.ambiguous(Side::right, first_right);
  const std::uint64_t more_right = pass_ambiguous(Side::right, right, listener);
  ++left_.ambiguous;
  ++right_.ambiguous;
  count_shape(1 + more_left, 1 + more_right);
}

void Matcher::meet_all(SideCursor& left, SideCursor& right, MatchListener& listener) {
  buffer_.clear();
  for (; right.in_group(group_); right.advance()) {
    tick();
    buffer_.add(right.current().record);
  }
  std::uint64_t lefts = 0;
  for (; left.in_group(group_); left.advance(), ++lefts) {
    const std::string_view record = left.current().record;
    buffer_.for_each([&](std::string_view other) {
      tick();
      listener.pair(record, other, {});
    });
  }
  pairs_ += lefts * buffer_.size();
  left_.matched += lefts;
  right_.matched += buffer_.size();
  count_shape(lefts, buffer_.size());
}

void Matcher::count_shape(std::uint64_t left, std::uint64_t right) {
  if (left == 1) {
    ++(right == 1 ? shapes_.one_to_one : shapes_.one_to_many);
  } else {
    ++(right == 1 ? shapes_.many_to_one : shapes_.many_to_many);
  }
}

}  // namespace counterpart
