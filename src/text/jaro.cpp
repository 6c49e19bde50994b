#include <algorithm>
#include <bit>
#include <string>
#include <vector>

#include "text/characters.hpp"
#include "text/jaro_lanes.hpp"
#include "text/similarity.hpp"
#include "text/winkler.hpp"

namespace counterpart {
namespace {

constexpr std::size_t kWord = 64;
// Below that, one after the other is as fast.
constexpr std::size_t kFewestLanes = 3;

double from_counts(std::size_t a, std::size_t b, std::size_t matches, std::size_t out_of_order) {
  if (matches == 0) return a == 0 && b == 0 ? 1 : 0;
  const std::size_t swaps = out_of_order / 2;
  return jaro_from_counts(static_cast<double>(a), static_cast<double>(b), static_cast<double>(matches),
                          static_cast<double>(swaps));
}

/// Each character of `b` takes the first free equal one of `a` in its reach. Both have at most 64 characters.
template <typename Masks, typename Characters>
double jaro_in_words(const Masks& places, std::size_t a_size, Characters b) {
  const std::size_t bound = jaro_reach(a_size, b.size());
  std::uint64_t taken = 0;
  std::uint64_t given = 0;
  std::uint64_t window = bound >= kWord - 1 ? ~0ULL : (1ULL << (bound + 1)) - 1;
  for (std::size_t j = 0; j < b.size(); ++j) {
    const std::uint64_t free = places[static_cast<char32_t>(b[j])] & window & ~taken;
    taken |= free & (~free + 1);
    given |= static_cast<std::uint64_t>(free != 0) << j;
    window = j < bound ? (window << 1) | 1 : window << 1;
  }
  const auto matches = static_cast<std::size_t>(std::popcount(given));
  std::size_t out_of_order = 0;
  for (std::uint64_t left = taken, right = given; right != 0; left &= left - 1, right &= right - 1) {
    const auto j = static_cast<std::size_t>(std::countr_zero(right));
    if ((places[static_cast<char32_t>(b[j])] & left & (~left + 1)) == 0) ++out_of_order;
  }
  return from_counts(a_size, b.size(), matches, out_of_order);
}

template <typename Characters>
double jaro_of_long_texts(Characters a, Characters b) {
  const std::size_t bound = jaro_reach(a.size(), b.size());
  std::vector<bool> taken(a.size());
  std::vector<std::size_t> given;
  for (std::size_t j = 0; j < b.size(); ++j) {
    const std::size_t end = std::min(a.size(), j + bound + 1);
    for (std::size_t i = j > bound ? j - bound : 0; i < end; ++i) {
      if (taken[i] || a[i] != b[j]) continue;
      taken[i] = true;
      given.push_back(j);
      break;
    }
  }
  std::size_t out_of_order = 0;
  std::size_t next = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (taken[i] && a[i] != b[given[next++]]) ++out_of_order;
  }
  return from_counts(a.size(), b.size(), given.size(), out_of_order);
}

template <typename Characters>
double jaro_of(Characters a, Characters b) {
  if (a.size() > kWord || b.size() > kWord) return jaro_of_long_texts(a, b);
  return jaro_in_words(place_masks(a, b), a.size(), b);
}

bool fits_a_lane(std::string_view text) {
  return text.size() <= kMostLaneText;
}

template <typename Characters>
double with_prefix(double similarity, Characters a, Characters b) {
  const std::size_t most = std::min({a.size(), b.size(), kMostPrefix});
  std::size_t shared = 0;
  while (shared < most && a[shared] == b[shared]) ++shared;
  return winkler(similarity, static_cast<double>(shared));
}

}  // namespace

double jaro(std::string_view a, std::string_view b) {
  return on_characters(a, b, [](auto left, auto right) { return jaro_of(left, right); });
}

double jaro_winkler(std::string_view a, std::string_view b) {
  return on_characters(a, b,
                       [](auto left, auto right) { return with_prefix(jaro_of(left, right), left, right); });
}

struct JaroWinklerAgainst::Body {
  std::string text;
  bool short_ascii = false;
  PlaceMasks places;

  void set(std::string_view its) {
    if (short_ascii) places.forget(text);
    text = its;
    short_ascii = text.size() <= kWord && is_ascii(text);
    if (short_ascii) places.add(std::string_view(text));
  }
};

JaroWinklerAgainst::JaroWinklerAgainst(std::string_view text) : body_(std::make_unique<Body>()) {
  body_->set(text);
}

JaroWinklerAgainst::~JaroWinklerAgainst() = default;
JaroWinklerAgainst::JaroWinklerAgainst(JaroWinklerAgainst&&) noexcept = default;
JaroWinklerAgainst& JaroWinklerAgainst::operator=(JaroWinklerAgainst&&) noexcept = default;

void JaroWinklerAgainst::set(std::string_view text) {
  body_->set(text);
}

double JaroWinklerAgainst::similarity(std::string_view other) const {
  const std::string_view text = body_->text;
  if (!body_->short_ascii || other.size() > kWord || !is_ascii(other)) return jaro_winkler(text, other);
  return with_prefix(jaro_in_words(body_->places, text.size(), other), text, other);
}

void JaroWinklerAgainst::similarities(const std::vector<std::string_view>& others, double* out) const {
  const bool in_lanes = body_->short_ascii && !body_->text.empty();
  const std::size_t lanes = in_lanes ? jaro_lanes(body_->text.size()) : 1;
  for (std::size_t first = 0; first < others.size(); first += lanes) {
    const std::size_t count = std::min(lanes, others.size() - first);
    const std::string_view* const some = others.data() + first;
    if (count >= kFewestLanes && std::all_of(some, some + count, fits_a_lane) &&
        jaro_winkler_in_lanes({body_->places, body_->text.size()}, some, count, out + first))
      continue;
    for (std::size_t i = 0; i < count; ++i) out[first + i] = similarity(some[i]);
  }
}

}  // namespace counterpart
