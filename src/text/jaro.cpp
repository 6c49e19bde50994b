#include <algorithm>
#include <bit>
#include <string>
#include <vector>

#include "text/characters.hpp"
#include "text/similarity.hpp"

namespace counterpart {
namespace {

constexpr std::size_t kWord = 64;
constexpr std::size_t kMostPrefix = 4;
constexpr double kPrefixWeight = 0.1;
constexpr double kBoostAbove = 0.7;

/// How far apart two characters of texts of these lengths may stand to be taken for the same.
std::size_t reach(std::size_t a, std::size_t b) {
  const std::size_t half = std::max(a, b) / 2;
  return half == 0 ? 0 : half - 1;
}

double from_counts(std::size_t a, std::size_t b, std::size_t matches, std::size_t out_of_order) {
  if (matches == 0) return a == 0 && b == 0 ? 1 : 0;
  const auto m = static_cast<double>(matches);
  return (m / static_cast<double>(a) + m / static_cast<double>(b) +
          (m - static_cast<double>(out_of_order / 2)) / m) /
         3;
}

/// Each character of `b` takes the first free equal one of `a` in its reach. Both have at most 64 characters.
template <typename Characters>
double jaro_in_words(const PlaceMasks& places, std::size_t a_size, Characters b) {
  const std::size_t bound = reach(a_size, b.size());
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
  const std::size_t bound = reach(a.size(), b.size());
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
  return jaro_in_words(PlaceMasks(a), a.size(), b);
}

template <typename Characters>
double with_prefix(double similarity, Characters a, Characters b) {
  if (similarity <= kBoostAbove) return similarity;
  const std::size_t most = std::min({a.size(), b.size(), kMostPrefix});
  std::size_t shared = 0;
  while (shared < most && a[shared] == b[shared]) ++shared;
  return similarity + kPrefixWeight * static_cast<double>(shared) * (1 - similarity);
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
};

JaroWinklerAgainst::JaroWinklerAgainst(std::string_view text) : body_(std::make_unique<Body>()) {
  body_->text = text;
  body_->short_ascii = text.size() <= kWord && is_ascii(text);
  if (body_->short_ascii) body_->places = PlaceMasks(text);
}

JaroWinklerAgainst::~JaroWinklerAgainst() = default;
JaroWinklerAgainst::JaroWinklerAgainst(JaroWinklerAgainst&&) noexcept = default;
JaroWinklerAgainst& JaroWinklerAgainst::operator=(JaroWinklerAgainst&&) noexcept = default;

double JaroWinklerAgainst::similarity(std::string_view other) const {
  const std::string_view text = body_->text;
  if (!body_->short_ascii || other.size() > kWord || !is_ascii(other)) return jaro_winkler(text, other);
  return with_prefix(jaro_in_words(body_->places, text.size(), other), text, other);
}

void JaroWinklerAgainst::similarities(const std::vector<std::string_view>& others, double* out) const {
  for (const std::string_view other : others) *out++ = similarity(other);
}

}  // namespace counterpart
