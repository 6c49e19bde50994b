// Keys are dealt into partitions by their first bits, so that each partition's table fits into a cache.

#include "match/linkage/block_codes.hpp"

#include <algorithm>
#include <bit>

namespace counterpart::linkage {
namespace {

constexpr std::size_t kPartitionRows = 4096;
constexpr std::size_t kMostPartitions = 2048;

/// A key with its row, in three words.
class Entry {
 public:
  Entry() = default;
  Entry(std::uint64_t key, Row row, bool right)
      : low_(static_cast<std::uint32_t>(key)),
        high_(static_cast<std::uint32_t>(key >> 32) | (right ? kRight : 0)),
        row_(row) {}
  std::uint64_t key() const { return std::uint64_t{high_ & ~kRight} << 32 | low_; }
  bool right() const { return (high_ & kRight) != 0; }
  Row row() const { return row_; }

 private:
  static constexpr std::uint32_t kRight = 1U << 31;  // keys have no bit there
  std::uint32_t low_ = 0;
  std::uint32_t high_ = 0;
  Row row_ = 0;
};

/// Numbers the keys of a partition after those of the one before.
class Partition {
 public:
  void begin(bool one_side, BlockCodes& codes) {
    one_side_ = one_side;
    codes_ = &codes;
    next_ = 1;
  }

  void number(const Entry* entries, std::size_t count) {
    slots_.assign(std::bit_ceil(count * 2 + 1), Slot{});
    keys_.clear();
    of_entry_.resize(count);
    for (std::size_t i = 0; i < count; ++i) {
      of_entry_[i] = find(entries[i].key());
      Counts& counts = keys_[of_entry_[i]];
      ++(entries[i].right() ? counts.right : counts.left);
    }
    for (Counts& counts : keys_)
      if (one_side_ ? counts.left > 1 : counts.left > 0 && counts.right > 0) counts.code = next_++;
    for (std::size_t i = 0; i < count; ++i)
      (entries[i].right() ? codes_->right : codes_->left)[entries[i].row()] = keys_[of_entry_[i]].code;
  }

 private:
  struct Slot {
    std::uint64_t key = 0;
    std::uint32_t number = 0;
  };
  struct Counts {
    std::uint32_t left = 0;
    std::uint32_t right = 0;
    Code code = 0;
  };

  std::uint32_t find(std::uint64_t key) {
    std::size_t at = key & (slots_.size() - 1);
    while (slots_[at].key != 0 && slots_[at].key != key) at = (at + 1) & (slots_.size() - 1);
    if (slots_[at].key == 0) {
      slots_[at] = {key, static_cast<std::uint32_t>(keys_.size())};
      keys_.emplace_back();
    }
    return slots_[at].number;
  }

  bool one_side_ = false;
  BlockCodes* codes_ = nullptr;
  Code next_ = 1;
  std::vector<Slot> slots_;
  std::vector<Counts> keys_;
  std::vector<std::uint32_t> of_entry_;
};

}  // namespace

static_assert(sizeof(Entry) == KeyNumbering::kRowBytes);

struct KeyNumbering::Body {
  PagedVector<Entry> entries;
  Partition partition;
};

KeyNumbering::KeyNumbering() : body_(std::make_unique<Body>()) {}
KeyNumbering::~KeyNumbering() = default;
KeyNumbering::KeyNumbering(KeyNumbering&&) noexcept = default;

BlockCodes KeyNumbering::number(const RuleKeys& left, const RuleKeys& right, bool one_side) {
  const std::size_t partitions =
      std::min(kMostPartitions, std::bit_ceil((left.size() + right.size()) / kPartitionRows + 2));
  const int shift = kDigestBits - std::countr_zero(partitions);
  std::vector<std::size_t> ends(partitions + 1);
  for (const auto* side : {&left, &right})
    side->for_each([&](std::size_t, std::uint64_t key) { ++ends[(key >> shift) + 1]; });
  for (std::size_t i = 0; i < partitions; ++i) ends[i + 1] += ends[i];
  PagedVector<Entry>& entries = body_->entries;
  if (entries.size() < ends.back()) {
    entries = PagedVector<Entry>();
    entries.resize(ends.back());
  }
  std::vector<std::size_t> next(ends.begin(), ends.end() - 1);
  for (const auto* side : {&left, &right})
    side->for_each([&](std::size_t row, std::uint64_t key) {
      entries[next[key >> shift]++] = Entry(key, static_cast<Row>(row), side == &right);
    });
  BlockCodes codes{std::vector<Code>(left.size()), std::vector<Code>(right.size())};
  body_->partition.begin(one_side, codes);
  for (std::size_t i = 0; i < partitions; ++i)
    body_->partition.number(entries.data() + ends[i], ends[i + 1] - ends[i]);
  return codes;
}

}  // namespace counterpart::linkage
