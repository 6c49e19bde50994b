#include "match/id_table.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

#include "record/varint.hpp"

namespace counterpart {
namespace {

constexpr std::size_t kFirstSlots = 1024;

}  // namespace

IdTable::Outcome IdTable::add(std::string_view id, std::uint64_t id_digest, const Digest128& content) {
  if (entries_ * 2 >= slots_.size()) grow();
  const Found first = find(id, id_digest, nullptr);
  if (!first.there) {
    insert(first.slot, id, id_digest, content);
    return Outcome::first;
  }
  if (first.content == content) return Outcome::repeated;
  // Other contents of an id lie where id and content lead together: a chain of one id would be walked again
  // and again.
  const std::uint64_t both = id_digest ^ content.low;
  const Found other = find(id, both, &content);
  if (other.there) return Outcome::repeated;
  insert(other.slot, id, both, content);
  return Outcome::conflicting;
}

IdTable::Found IdTable::find(std::string_view id, std::uint64_t digest, const Digest128* content) const {
  std::size_t at = digest & (slots_.size() - 1);
  for (; slots_[at].place != 0; at = (at + 1) & (slots_.size() - 1)) {
    if (slots_[at].digest != digest) continue;
    std::string_view entry = std::string_view(arena_).substr(slots_[at].place - 1);
    const std::size_t size = take_varint(entry);
    Found found{at, true, {}};
    std::memcpy(&found.content, entry.data() + size, sizeof found.content);
    if (entry.substr(0, size) == id && (content == nullptr || found.content == *content)) return found;
  }
  return {at, false, {}};
}

void IdTable::insert(std::size_t slot, std::string_view id, std::uint64_t digest, const Digest128& content) {
  slots_[slot] = {digest, arena_.size() + 1};
  ++entries_;
  append_varint(arena_, id.size());
  arena_ += id;
  arena_.append(reinterpret_cast<const char*>(&content), sizeof content);
}

void IdTable::grow() {
  const std::vector<Slot> old =
      std::exchange(slots_, std::vector<Slot>(slots_.empty() ? kFirstSlots : slots_.size() * 2));
  for (const Slot& slot : old) {
    if (slot.place == 0) continue;
    std::size_t at = slot.digest & (slots_.size() - 1);
    while (slots_[at].place != 0) at = (at + 1) & (slots_.size() - 1);
    slots_[at] = slot;
  }
}

void IdTable::clear() {
  arena_.clear();
  std::fill(slots_.begin(), slots_.end(), Slot{});
  entries_ = 0;
}

}  // namespace counterpart
