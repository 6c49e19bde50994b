#include "match/id_table.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

#include "base/digest.hpp"
#include "record/varint.hpp"

namespace counterpart {
namespace {

constexpr std::size_t kFirstSlots = 1024;

}  // namespace

void append_id_entry(Bytes& out, const IdEntry& entry) {
  char* at = out.room(kMostVarintBytes + entry.id.size() + sizeof entry.content);
  at = put(write_varint(at, entry.id.size() << 1 | (entry.keyless ? 1 : 0)), entry.id);
  std::memcpy(at, &entry.content, sizeof entry.content);
  out.close(at + sizeof entry.content);
}

IdEntry take_id_entry(const char*& at) {
  IdEntry entry;
  std::string_view front(at, kMostVarintBytes);
  const std::uint64_t size = take_varint(front);
  entry.keyless = (size & 1) != 0;
  entry.id = {front.data(), size >> 1};
  at = front.data() + entry.id.size();
  std::memcpy(&entry.content, at, sizeof entry.content);
  at += sizeof entry.content;
  return entry;
}

IdTable::Outcome IdTable::add(const char*& at, IdEntry& entry) {
  if (entries_ * 2 >= slots_.size()) grow();
  const char* const place = at;
  entry = take_id_entry(at);
  const std::uint64_t digest = digest64(entry.id);
  const Found first = find(entry.id, digest, nullptr);
  if (!first.there) {
    slots_[first.slot] = {digest, place};
    ++entries_;
    return Outcome::first;
  }
  if (first.content == entry.content) return Outcome::repeated;
  // Other contents of an id lie where id and content lead together: a chain of one id would be walked again
  // and again.
  const std::uint64_t both = digest ^ entry.content;
  const Found other = find(entry.id, both, &entry.content);
  if (other.there) return Outcome::repeated;
  slots_[other.slot] = {both, place};
  ++entries_;
  return Outcome::conflicting;
}

IdTable::Found IdTable::find(std::string_view id, std::uint64_t digest, const std::uint64_t* content) const {
  std::size_t slot = digest & (slots_.size() - 1);
  for (; slots_[slot].entry != nullptr; slot = (slot + 1) & (slots_.size() - 1)) {
    if (slots_[slot].digest != digest) continue;
    const char* at = slots_[slot].entry;
    const IdEntry entry = take_id_entry(at);
    if (entry.id == id && (content == nullptr || entry.content == *content))
      return {slot, true, entry.content};
  }
  return {slot, false, {}};
}

void IdTable::grow() {
  const std::vector<Slot> old =
      std::exchange(slots_, std::vector<Slot>(slots_.empty() ? kFirstSlots : slots_.size() * 2));
  for (const Slot& slot : old) {
    if (slot.entry == nullptr) continue;
    std::size_t at = slot.digest & (slots_.size() - 1);
    while (slots_[at].entry != nullptr) at = (at + 1) & (slots_.size() - 1);
    slots_[at] = slot;
  }
}

void IdTable::clear() {
  std::fill(slots_.begin(), slots_.end(), Slot{});
  entries_ = 0;
}

}  // namespace counterpart
