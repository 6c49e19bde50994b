#include "order/run.hpp"

#include <utility>

#include "record/varint.hpp"

namespace counterpart {
namespace {

void append_entry(Bytes& out, const Entry& entry) {
  char* at = out.room(most_bytes(entry));
  at = write_varint(at, entry.key.size());
  at = write_varint(at, entry.payload.size());
  at = write_varint(at, entry.head);
  out.close(put(put(at, entry.key), entry.payload));
}

/// Takes an entry from the front of `bytes`.
Entry take_entry(std::string_view& bytes) {
  const std::size_t key = take_varint(bytes);
  const std::size_t payload = take_varint(bytes);
  const std::size_t head = take_varint(bytes);
  const Entry entry{{bytes.data(), key}, {bytes.data() + key, payload}, head};
  bytes.remove_prefix(key + payload);
  return entry;
}

class MemoryCursor final : public EntryStream {
 public:
  explicit MemoryCursor(std::unique_ptr<MemoryRun> run) : run_(std::move(run)) {}

  bool next(Entry& entry) override {
    if (rank_ == run_->size()) {
      run_ = std::make_unique<MemoryRun>();  // its memory is not needed any more
      rank_ = 0;
      return false;
    }
    run_->prefetch(rank_ + kAhead);
    entry = run_->entry(rank_++);
    return true;
  }

 private:
  static constexpr std::size_t kAhead = 8;  // sorted entries lie anywhere in the arena

  std::unique_ptr<MemoryRun> run_;
  std::size_t rank_ = 0;
};

}  // namespace

class SpilledCursor final : public EntryStream {
 public:
  explicit SpilledCursor(std::unique_ptr<SpilledRun> run) : run_(std::move(run)) {}

  bool next(Entry& entry) override {
    if (rest_.empty()) {
      if (place_ == run_->file_.size()) return false;
      place_ = run_->file_.read(place_, block_);
      rest_ = block_;
    }
    entry = take_entry(rest_);
    return true;
  }

 private:
  std::unique_ptr<SpilledRun> run_;
  std::uint64_t place_ = 0;
  Bytes block_;
  std::string_view rest_;
};

std::size_t most_bytes(const Entry& entry) {
  return 3 * kMostVarintBytes + entry.key.size() + entry.payload.size();
}

void MemoryRun::add(const Entry& entry) {
  ordered_ = ordered_ && (offsets_.empty() || entry_at(offsets_.back()).key <= entry.key);
  offsets_.push_back(static_cast<std::uint32_t>(arena_.size()));
  append_entry(arena_, entry);
}

void MemoryRun::write(Bytes& out) const {
  for (std::size_t rank = 0; rank < size(); ++rank) append_entry(out, entry(rank));
}

void MemoryRun::add_all(std::string_view bytes) {
  while (!bytes.empty()) add(take_entry(bytes));
}

Entry MemoryRun::entry_at(std::uint32_t offset) const {
  std::string_view bytes{arena_.data() + offset, arena_.size() - offset};
  return take_entry(bytes);
}

void MemoryRun::sort(std::vector<SortKey>& scratch) {
  if (!ordered_) {
    scratch.clear();
    for (const std::uint32_t offset : offsets_) scratch.push_back({key_prefix(entry_at(offset).key), offset});
    sort_by_prefix(std::span(scratch), [this](const SortKey& a, const SortKey& b) {
      const int compared = entry_at(a.offset).key.compare(entry_at(b.offset).key);
      return compared != 0 ? compared < 0 : a.offset < b.offset;
    });
    for (std::size_t rank = 0; rank < scratch.size(); ++rank) offsets_[rank] = scratch[rank].offset;
    ordered_ = true;
  }
  offsets_.shrink_to_fit();
}

void SpilledRun::add(const Entry& entry) {
  if (file_.size() == 0 && block_.empty()) first_key_ = entry.key;
  last_ = block_.size();
  append_entry(block_, entry);
  if (block_.size() >= block_bytes_) write_block();
}

void SpilledRun::write_block() {
  if (block_.empty()) return;
  std::string_view last = block_.view().substr(last_);
  last_key_ = take_entry(last).key;
  file_.append(block_);
  block_.clear();
}

void SpilledRun::finish() {
  write_block();
  block_ = Bytes();
}

std::unique_ptr<EntryStream> read_run(std::unique_ptr<MemoryRun> run) {
  return std::make_unique<MemoryCursor>(std::move(run));
}

std::unique_ptr<EntryStream> read_run(std::unique_ptr<SpilledRun> run) {
  return std::make_unique<SpilledCursor>(std::move(run));
}

}  // namespace counterpart
