// Values in an arena, found by open addressing. A slot keeps the hash beside the code: a value is looked at
// only where it is nearly always the right one, and not at all when the table grows. The first bits of the
// hash are the place, so that growing reads and writes in order.

#include <algorithm>
#include <bit>
#include <cstring>
#include <limits>

#include "base/digest.hpp"
#include "base/page_allocator.hpp"
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
    std::uint32_t hash = 0;
    Code code = 0;  ///< 0: free
  };
  PagedVector<Slot> slots = PagedVector<Slot>(kFirstSlots);
  int shift = 32 - std::countr_zero(kFirstSlots);
  PagedVector<const char*> places;  ///< by code, from code 1 on: length, then text
  std::vector<PageBlock> chunks;
  char* free = nullptr;
  std::size_t left = 0;
  std::uint64_t arena_bytes = 0;

  /// The code that a value of this hash most likely has; 0 if the first look does not tell.
  Code likely(std::uint32_t hash) const {
    const Slot& slot = slots[hash >> shift];
    return slot.hash == hash ? slot.code : 0;
  }

  std::size_t after(std::size_t slot) const { return (slot + 1) & (slots.size() - 1); }

  const char* keep(std::string_view value) {
    // A length is read as if the longest one stood there.
    const std::size_t needed = value.size() + kMostVarintBytes;
    if (needed > left) {
      left = std::max(kChunkBytes, needed);
      chunks.emplace_back(left);
      free = chunks.back().data();
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
    PagedVector<Slot> before(slots.size() * 2);
    slots.swap(before);
    --shift;
    for (const Slot& slot : before) {
      if (slot.code == 0) continue;
      std::size_t at = slot.hash >> shift;
      while (slots[at].code != 0) at = after(at);
      slots[at] = slot;
    }
  }
};

ValueTable::ValueTable() : body_(std::make_unique<Body>()) {}
ValueTable::~ValueTable() = default;
ValueTable::ValueTable(ValueTable&&) noexcept = default;
ValueTable& ValueTable::operator=(ValueTable&&) noexcept = default;

std::uint32_t ValueTable::hash(std::string_view value) {
  return static_cast<std::uint32_t>(digest64(value) >> 32);
}

void ValueTable::expect(std::uint32_t hash) const {
  __builtin_prefetch(&body_->slots[hash >> body_->shift]);
}

void ValueTable::expect_place(std::uint32_t hash) const {
  if (const Code code = body_->likely(hash); code != 0) __builtin_prefetch(&body_->places[code - 1]);
}

void ValueTable::expect_text(std::uint32_t hash) const {
  if (const Code code = body_->likely(hash); code != 0) __builtin_prefetch(body_->places[code - 1]);
}

Code ValueTable::code(std::string_view value, std::uint32_t hash) {
  Body& body = *body_;
  std::size_t at = hash >> body.shift;
  for (; body.slots[at].code != 0; at = body.after(at)) {
    const Body::Slot& slot = body.slots[at];
    if (slot.hash == hash && text_at(body.places[slot.code - 1]) == value) return slot.code;
  }
  if (body.places.size() >= std::numeric_limits<Code>::max() - 1)
    throw Error(ErrorKind::policy, "a comparison has more than 4294967294 distinct values")
        .hint("leave records out with a query, or drop the comparison");
  body.places.push_back(body.keep(value));
  const auto code = static_cast<Code>(body.places.size());
  body.slots[at] = {hash, code};
  if (body.places.size() * 4 > body.slots.size() * 3 && body.shift > 0) body.grow();
  return code;
}

std::string_view ValueTable::value(Code code) const {
  return text_at(body_->places[code - 1]);
}

void ValueTable::values(const std::vector<Code>& codes, std::vector<std::string_view>& out) const {
  for (const Code code : codes) __builtin_prefetch(&body_->places[code - 1]);
  for (const Code code : codes) __builtin_prefetch(body_->places[code - 1]);
  out.clear();
  for (const Code code : codes) out.push_back(value(code));
}

std::uint32_t ValueTable::size() const {
  return static_cast<std::uint32_t>(body_->places.size());
}

std::uint64_t ValueTable::bytes() const {
  return body_->arena_bytes + body_->places.capacity() * sizeof(const char*) +
         body_->slots.capacity() * sizeof(Body::Slot);
}

std::uint64_t ValueTable::mean_bytes() const {
  constexpr std::uint64_t kSlotsOfValue = 2;  // from 1 1/3 to 2 2/3
  const std::uint64_t places = body_->places.size() * sizeof(const char*);
  return body_->arena_bytes + places * 3 / 2 + body_->places.size() * kSlotsOfValue * sizeof(Body::Slot);
}

void ValueTable::seal() {
  body_->slots = PagedVector<Body::Slot>();
  body_->places.shrink_to_fit();
}

}  // namespace counterpart::linkage
