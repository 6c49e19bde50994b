#include "order/run.hpp"

#include <utility>

#include "record/varint.hpp"

namespace counterpart {
namespace {

class MemoryCursor final : public EntryStream {
 public:
  explicit MemoryCursor(std::unique_ptr<MemoryRun> run) : run_(std::move(run)), rest_(run_->entries()) {}

  bool next(Entry& entry) override {
    if (rest_.empty()) {
      run_.reset();  // its memory is not needed any more
      return false;
    }
    entry = take_entry(rest_);
    return true;
  }

 private:
  std::unique_ptr<MemoryRun> run_;
  std::string_view rest_;
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

void append_entry(Bytes& out, const Entry& entry) {
  char* at = out.room(most_bytes(entry));
  at = write_varint(at, entry.key.size());
  at = write_varint(at, entry.payload.size());
  at = write_varint(at, entry.head);
  out.close(put(put(at, entry.key), entry.payload));
}

Entry take_entry(std::string_view& bytes) {
  const std::size_t key = take_varint(bytes);
  const std::size_t payload = take_varint(bytes);
  const std::size_t head = take_varint(bytes);
  const Entry entry{{bytes.data(), key}, {bytes.data() + key, payload}, head};
  bytes.remove_prefix(key + payload);
  return entry;
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
