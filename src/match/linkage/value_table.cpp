// Values in an arena, found by open addressing. A slot keeps half of the hash beside the code, so that a
// value is looked at only where it is nearly always the right one.

#include <algorithm>
#include <cstring>
#include <limits>

#include "base/digest.hpp"
#include "counterpart/error.hpp"
#include "match/linkage/person_table.hpp"
#include "record/varint.hpp"

namespace counterpart::linkage {
namespace {

constexpr std::size_t kChunkBytes = std::size_t{1} << 18;
constexpr std::size_t kFirstSlots = 64;

std::string_view text_at(const char* place) {
  std::string_view bytes(place, kMostVarintBytes);
  const std::uint64_t length = take_varint(bytes);
  return {bytes.data(), length};
}

}  // namespace

struct ValueTable::Body {
  struct Slot {
    std::uint32_t tag = 0;
    Code code = 0;  ///< 0: free
  };
  std::vector<Slot> slots = std::vector<Slot>(kFirstSlots);
  std::vector<const char*> places;  ///< by code, from code 1 on: length, then text
  std::vector<std::unique_ptr<char[]>> chunks;
  char* free = nullptr;
  std::size_t left = 0;
  std::uint64_t arena_bytes = 0;

  static std::uint32_t tag(std::uint64_t hash) { return static_cast<std::uint32_t>(hash >> 32); }

  const char* keep(std::string_view value) {
    // A length is read as if the longest one stood there.
    const std::size_t needed = value.size() + kMostVarintBytes;
    if (needed > left) {
      left = std::max(kChunkBytes, needed);
      chunks.emplace_back(new char[left]);
      free = chunks.back().get();
      arena_bytes += left;
    }
    char* const place = free;
    char* const text = write_varint(place, value.size());
    std::memcpy(text, value.data(), value.size());
    const auto used = static_cast<std::size_t>(text + value.size() - place);
    free += used;
    left -= used;
    return place;
  }

  void grow() {
    std::vector<Slot> larger(slots.size() * 2);
    slots.swap(larger);
    larger = {};
    for (std::size_t i = 0; i < places.size(); ++i) {
      const std::uint64_t hash = digest64(text_at(places[i]));
      std::size_t at = hash & (slots.size() - 1);
      while (slots[at].code != 0) at = (at + 1) & (slots.size() - 1);
      slots[at] = {tag(hash), static_cast<Code>(i + 1)};
    }
  }
};

ValueTable::ValueTable() : body_(std::make_unique<Body>()) {}
ValueTable::~ValueTable() = default;
ValueTable::ValueTable(ValueTable&&) noexcept = default;
ValueTable& ValueTable::operator=(ValueTable&&) noexcept = default;

Code ValueTable::code(std::string_view value) {
  Body& body = *body_;
  const std::uint64_t hash = digest64(value);
  const std::uint32_t tag = Body::tag(hash);
  std::size_t at = hash & (body.slots.size() - 1);
  for (; body.slots[at].code != 0; at = (at + 1) & (body.slots.size() - 1)) {
    const Body::Slot& slot = body.slots[at];
    if (slot.tag == tag && text_at(body.places[slot.code - 1]) == value) return slot.code;
  }
  if (body.places.size() >= std::numeric_limits<Code>::max() - 1)
    throw Error(ErrorKind::policy, "a comparison has more than 4294967294 distinct values")
        .hint("leave records out with a query, or drop the comparison");
  body.places.push_back(body.keep(value));
  const auto code = static_cast<Code>(body.places.size());
  body.slots[at] = {tag, code};
  if (body.places.size() * 4 > body.slots.size() * 3) body.grow();
  return code;
}

std::string_view ValueTable::value(Code code) const {
  return text_at(body_->places[code - 1]);
}

std::uint32_t ValueTable::size() const {
  return static_cast<std::uint32_t>(body_->places.size());
}

std::uint64_t ValueTable::bytes() const {
  return body_->arena_bytes + body_->places.capacity() * sizeof(const char*) +
         body_->slots.capacity() * sizeof(Body::Slot);
}

void ValueTable::seal() {
  body_->slots = {};
  body_->places.shrink_to_fit();
}

}  // namespace counterpart::linkage
