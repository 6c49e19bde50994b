#include "order/unsorted_run.hpp"

#include <algorithm>
#include <span>

namespace counterpart {
namespace {

constexpr std::size_t kAhead = 8;  ///< so many entries before it is copied, one is asked for
constexpr std::size_t kCacheLine = 64;

}  // namespace

void UnsortedRun::add(const Entry& entry) {
  const KeyPrefix prefix = key_prefix(entry.key);
  ordered_ = ordered_ && (keys_.empty() || keys_.back().prefix < prefix ||
                          (keys_.back().prefix == prefix && entry_at(keys_.back().offset).key <= entry.key));
  keys_.push_back({prefix, static_cast<std::uint32_t>(arena_.size())});
  append_entry(arena_, entry);
}

Entry UnsortedRun::entry_at(std::uint32_t offset) const {
  std::string_view bytes = arena_.view().substr(offset);
  Entry entry;
  take_entry(bytes, entry);
  return entry;
}

SortedRun UnsortedRun::sort() {
  auto run = std::make_unique<MemoryRun>();
  run->reserve(arena_.size());
  if (ordered_) {
    run->add_entries(arena_);
  } else {
    sort_by_prefix(std::span(keys_), [this](const SortKey& a, const SortKey& b) {
      const int compared = entry_at(a.offset).key.compare(entry_at(b.offset).key);
      return compared != 0 ? compared < 0 : a.offset < b.offset;
    });
    gather(*run);
  }
  SortedRun sorted{std::move(run), std::string(entry_at(keys_.front().offset).key),
                   std::string(entry_at(keys_.back().offset).key)};
  arena_.clear();
  keys_.clear();
  ordered_ = true;
  return sorted;
}

/// Entries that are merged lie one behind the other then. Here the arena is small enough for the caches.
void UnsortedRun::gather(MemoryRun& into) const {
  for (std::size_t rank = 0; rank < keys_.size(); ++rank) {
    const char* const soon = arena_.data() + keys_[std::min(rank + kAhead, keys_.size() - 1)].offset;
    __builtin_prefetch(soon);
    __builtin_prefetch(soon + kCacheLine);
    std::string_view rest = arena_.view().substr(keys_[rank].offset);
    const char* const begin = rest.data();
    Entry entry;
    take_entry(rest, entry);
    into.add_entries({begin, static_cast<std::size_t>(rest.data() - begin)});
  }
}

}  // namespace counterpart
