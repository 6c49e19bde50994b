#include "order/run.hpp"

#include <utility>

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
