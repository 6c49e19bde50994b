#include "match/side_cursor.hpp"

#include <utility>

#include "counterpart/error.hpp"

namespace counterpart {

SideCursor::SideCursor(std::unique_ptr<EntryStream> stream, bool unique_ids)
    : stream_(std::move(stream)), unique_ids_(unique_ids) {
  advance();
}

void SideCursor::advance() {
  const Entry* entry = nullptr;
  do {
    entry = stream_->next();
    if (entry == nullptr) {
      at_end_ = true;
      stream_.reset();  // and what it held in memory
      return;
    }
  } while (is_repeat(*entry));
  current_ = KeyedRecord::from(*entry);
}

bool SideCursor::is_repeat(const Entry& entry) {
  const int compared = entry.key.compare(last_key_.view());
  if (compared < 0) throw Error(ErrorKind::internal, "records reached the match out of order");
  const bool same_id = compared == 0 && !last_key_.empty();
  if (!same_id) last_key_.assign(entry.key);
  if (unique_ids_) return false;
  if (!same_id) {
    if (!contents_.empty()) contents_.clear();
    last_payload_.assign(entry.payload);
    return false;
  }
  if (contents_.empty()) contents_.insert(digest128(last_payload_));
  const bool repeat = !contents_.insert(digest128(entry.payload)).second;
  duplicates_ += repeat ? 1 : 0;
  return repeat;
}

}  // namespace counterpart
