#include "order/run.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

#include "base/digest.hpp"
#include "order/prefix.hpp"
#include "record/varint.hpp"

namespace counterpart {
namespace {

void append_entry(std::string& out, const Entry& entry) {
  append_varint(out, entry.key.size());
  append_varint(out, entry.payload.size());
  out += entry.key;
  out += entry.payload;
}

Entry take_entry(std::string_view& bytes) {
  const std::size_t key = take_varint(bytes);
  const std::size_t payload = take_varint(bytes);
  const Entry entry{bytes.substr(0, key), bytes.substr(key, payload)};
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
    if (rest_.empty() && !read_block()) return false;
    entry = take_entry(rest_);
    return true;
  }

 private:
  bool read_block() {
    if (offset_ == run_->file_.size()) return false;
    BlockHeader header{};
    run_->file_.read(offset_, reinterpret_cast<char*>(&header), sizeof header);
    block_.resize(header.bytes);
    run_->file_.read(offset_ + sizeof header, block_.data(), block_.size());
    if (digest64(block_) != header.checksum) throw damaged_spill();
    offset_ += sizeof header + block_.size();
    rest_ = block_;
    return true;
  }

  std::unique_ptr<SpilledRun> run_;
  std::uint64_t offset_ = 0;
  std::string block_;
  std::string_view rest_;
};

Error damaged_spill() {
  return Error(ErrorKind::output, "temporary file: a spilled block reads back other than it was written")
      .hint("the disk under TMPDIR is not to be trusted; nothing was published");
}

void MemoryRun::add(const Entry& entry) {
  if (ordered_) {
    ordered_ = offsets_.empty() || last_key_.compare(entry.key) <= 0;
    last_key_ = entry.key;
  }
  offsets_.push_back(static_cast<std::uint32_t>(arena_.size()));
  append_entry(arena_, entry);
}

Entry MemoryRun::entry(std::size_t rank) const {
  std::string_view bytes = std::string_view(arena_).substr(offsets_[rank]);
  return take_entry(bytes);
}

void MemoryRun::sort() {
  if (ordered_) return;
  struct Sortable {
    KeyPrefix prefix;
    std::uint32_t offset;
  };
  std::vector<Sortable> order;
  order.reserve(offsets_.size());
  for (std::size_t rank = 0; rank < offsets_.size(); ++rank)
    order.push_back({key_prefix(entry(rank).key), offsets_[rank]});
  const auto key_at = [this](std::uint32_t offset) {
    std::string_view bytes = std::string_view(arena_).substr(offset);
    return take_entry(bytes).key;
  };
  std::sort(order.begin(), order.end(), [&](const Sortable& a, const Sortable& b) {
    if (a.prefix != b.prefix) return a.prefix < b.prefix;
    const int compared = key_at(a.offset).compare(key_at(b.offset));
    return compared != 0 ? compared < 0 : a.offset < b.offset;
  });
  for (std::size_t rank = 0; rank < order.size(); ++rank) offsets_[rank] = order[rank].offset;
  ordered_ = true;
}

void SpilledRun::add(const Entry& entry) {
  append_entry(block_, entry);
  if (block_.size() >= kBlockBytes) write_block();
}

void SpilledRun::write_block() {
  if (block_.empty()) return;
  const BlockHeader header{block_.size(), digest64(block_)};
  file_.append({reinterpret_cast<const char*>(&header), sizeof header});
  file_.append(block_);
  block_.clear();
}

std::unique_ptr<EntryStream> read_run(std::unique_ptr<MemoryRun> run) {
  return std::make_unique<MemoryCursor>(std::move(run));
}

std::unique_ptr<EntryStream> read_run(std::unique_ptr<SpilledRun> run) {
  return std::make_unique<SpilledCursor>(std::move(run));
}

}  // namespace counterpart
