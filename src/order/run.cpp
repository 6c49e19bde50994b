#include "order/run.hpp"

#include <utility>

namespace counterpart {
namespace {

class MemoryCursor final : public EntryStream {
 public:
  explicit MemoryCursor(std::unique_ptr<MemoryRun> run) : run_(std::move(run)), rest_(run_->entries()) {}

  const Entry* next() override {
    if (rest_.empty()) {
      run_.reset();  // its memory is not needed any more
      return nullptr;
    }
    take_entry(rest_, entry_);
    return &entry_;
  }

 private:
  std::unique_ptr<MemoryRun> run_;
  std::string_view rest_;
  Entry entry_;
};

}  // namespace

class SpilledCursor final : public EntryStream {
 public:
  explicit SpilledCursor(std::unique_ptr<SpilledRun> run) : run_(std::move(run)) {}

  const Entry* next() override {
    if (rest_.empty()) {
      if (place_ == run_->file_.size()) return nullptr;
      place_ = run_->file_.read(place_, block_);
      rest_ = block_;
    }
    take_entry(rest_, entry_);
    return &entry_;
  }

 private:
  std::unique_ptr<SpilledRun> run_;
  std::uint64_t place_ = 0;
  Bytes block_;
  std::string_view rest_;
  Entry entry_;
};

void SpilledRun::add(const Entry& entry) {
  if (file_.size() == 0 && block_.empty()) first_key_ = entry.key;
  last_ = block_.size();
  append_entry(block_, entry);
  if (block_.size() >= block_bytes_) write_block();
}

void SpilledRun::write_block() {
  if (block_.empty()) return;
  std::string_view last = block_.view().substr(last_);
  Entry entry;
  take_entry(last, entry);
  last_key_ = entry.key;
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
