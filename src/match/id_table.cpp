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
  Outcome outcome = Outcome::first;
  std::size_t at = id_digest & (slots_.size() - 1);
  for (; slots_[at].place != 0; at = (at + 1) & (slots_.size() - 1)) {
    if (slots_[at].digest != id_digest) continue;
    std::string_view entry = std::string_view(arena_).substr(slots_[at].place - 1);
    const std::size_t size = take_varint(entry);
    if (entry.substr(0, size) != id) continue;
    Digest128 other;
    std::memcpy(&other, entry.data() + size, sizeof other);
    if (other == content) return Outcome::repeated;
    outcome = Outcome::conflicting;
  }
  slots_[at] = {id_digest, arena_.size() + 1};
  ++entries_;
  append_varint(arena_, id.size());
  arena_ += id;
  arena_.append(reinterpret_cast<const char*>(&content), sizeof content);
  return outcome;
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
