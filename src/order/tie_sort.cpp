#include "order/tie_sort.hpp"

#include <string>
#include <utility>

namespace counterpart {
namespace {

struct OwnedEntry {
  std::string key;
  std::string payload;
  std::size_t head = 0;

  void assign(const Entry& entry) {
    key = entry.key;
    payload = entry.payload;
    head = entry.head;
  }
  Entry view() const { return {key, payload, head}; }
};

class TieSort final : public EntryStream {
 public:
  TieSort(std::unique_ptr<EntryStream> source, std::function<std::size_t(std::string_view)> prefix_length,
          SortLimits limits, std::uint64_t& spilled_bytes)
      : source_(std::move(source)),
        prefix_length_(std::move(prefix_length)),
        limits_(std::move(limits)),
        spilled_bytes_(spilled_bytes) {
    pull();
  }

  const Entry* next() override {
    if (group_) {
      if (const Entry* entry = group_->next()) return entry;
      group_.reset();
    }
    if (!more_) return nullptr;
    std::swap(current_, upcoming_);
    pull();
    if (!more_ || !ties(upcoming_.key)) {
      alone_ = current_.view();
      return &alone_;
    }
    sort_group();
    return group_->next();
  }

 private:
  void pull() {
    const Entry* entry = source_->next();
    more_ = entry != nullptr;
    if (more_) upcoming_.assign(*entry);
  }

  bool ties(std::string_view key) const {
    return std::string_view(current_.key).substr(0, prefix_length_(current_.key)) ==
           key.substr(0, prefix_length_(key));
  }

  void sort_group() {
    ExternalSort sort(limits_);
    sort.add(current_.view());
    while (more_ && ties(upcoming_.key)) {
      sort.add(upcoming_.view());
      pull();
    }
    group_ = sort.finish();
    spilled_bytes_ += sort.spilled_bytes();
  }

  std::unique_ptr<EntryStream> source_;
  std::function<std::size_t(std::string_view)> prefix_length_;
  SortLimits limits_;
  std::uint64_t& spilled_bytes_;
  OwnedEntry current_;
  OwnedEntry upcoming_;
  bool more_ = false;
  Entry alone_;  ///< of no group
  std::unique_ptr<EntryStream> group_;
};

}  // namespace

std::unique_ptr<EntryStream> sort_ties(std::unique_ptr<EntryStream> source,
                                       std::function<std::size_t(std::string_view)> prefix_length,
                                       SortLimits limits, std::uint64_t& spilled_bytes) {
  return std::make_unique<TieSort>(std::move(source), std::move(prefix_length), std::move(limits),
                                   spilled_bytes);
}

}  // namespace counterpart
