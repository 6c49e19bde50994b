#include "text/jaro_lanes.hpp"

#include <algorithm>
#include <cstdint>
#include <type_traits>

#include "text/winkler.hpp"

// Each processor family runs the same source: vectors of 32 bytes become two of 16 where there are none.
#if defined(__x86_64__)
#define COUNTERPART_HAS_AVX2 1
#endif

namespace counterpart {
namespace {

constexpr std::size_t kVectorBytes = 32;
constexpr unsigned char kAsciiBits = 0x7F;

/// What is counted of each lane, and where the counting has got to.
template <typename Word>
struct Lanes {
  static constexpr std::size_t kCount = kVectorBytes / sizeof(Word);
  using Signed = std::make_signed_t<Word>;
  typedef Word Vector __attribute__((vector_size(kVectorBytes)));
  typedef Signed Mask __attribute__((vector_size(kVectorBytes)));

  /// By character of the other texts: where it stands in the one text, as bits.
  alignas(kVectorBytes) Vector rows[kMostLaneText];
  Mask hits[kMostLaneText];
  Vector window;   ///< places in reach of the character at hand
  Vector taken{};  ///< places that were matched
  Mask bound;      ///< characters before which the window still grows
  Mask matches{};
  Mask out_of_order{};
  Mask shared{};
  double sizes[kCount];
  std::size_t longest = 0;
};

/// Writes the rows of all lanes. False if a text is not ASCII.
template <typename Word>
[[gnu::always_inline]] inline bool fill(Lanes<Word>& lanes, const LaneText& text,
                                        const std::string_view* others, std::size_t count) {
  constexpr std::size_t kLanes = Lanes<Word>::kCount;
  for (std::size_t lane = 0; lane < count; ++lane)
    lanes.longest = std::max(lanes.longest, others[lane].size());
  std::fill(lanes.rows, lanes.rows + lanes.longest, typename Lanes<Word>::Vector{});
  auto* const cells = reinterpret_cast<Word*>(lanes.rows);
  unsigned char seen = 0;
  for (std::size_t lane = 0; lane < kLanes; ++lane) {
    const std::string_view other = lane < count ? others[lane] : std::string_view();
    Word* cell = cells + lane;
    for (const char character : other) {
      const auto c = static_cast<unsigned char>(character);
      seen |= c;
      *cell = static_cast<Word>(text.places[c & kAsciiBits]);
      cell += kLanes;
    }
    const std::size_t bound = jaro_reach(text.size, other.size());
    lanes.bound[lane] = static_cast<typename Lanes<Word>::Signed>(bound);
    lanes.window[lane] = bound + 1 >= sizeof(Word) * 8 ? static_cast<Word>(~Word{0})
                                                       : static_cast<Word>((Word{1} << (bound + 1)) - 1);
    lanes.sizes[lane] = static_cast<double>(other.size());
  }
  return seen <= kAsciiBits;
}

/// Each character takes the first free equal one in reach. Leaves `matches`, `taken` and `hits`.
template <typename Word>
[[gnu::always_inline]] inline void match(Lanes<Word>& lanes) {
  using Vector = typename Lanes<Word>::Vector;
  using Mask = typename Lanes<Word>::Mask;
  Mask at{};
  for (std::size_t j = 0; j < lanes.longest; ++j) {
    Vector free = lanes.rows[j] & lanes.window & ~lanes.taken;
    free &= -free;
    lanes.taken |= free;
    lanes.hits[j] = reinterpret_cast<Mask>(free != 0);
    lanes.matches -= lanes.hits[j];
    const Mask grows = reinterpret_cast<Mask>(lanes.bound > at);
    at += 1;
    lanes.window = (lanes.window + lanes.window) | (reinterpret_cast<Vector>(grows) & 1);
  }
}

/// Matched characters of both texts in their order: where a hit is not of the next that was taken, they
/// differ. Uses up `taken`.
template <typename Word>
[[gnu::always_inline]] inline void count_out_of_order(Lanes<Word>& lanes) {
  using Vector = typename Lanes<Word>::Vector;
  using Mask = typename Lanes<Word>::Mask;
  for (std::size_t j = 0; j < lanes.longest; ++j) {
    const Vector next = lanes.taken & -lanes.taken & reinterpret_cast<Vector>(lanes.hits[j]);
    lanes.out_of_order -= reinterpret_cast<Mask>((lanes.rows[j] & next) == 0) & lanes.hits[j];
    lanes.taken ^= next;
  }
}

template <typename Word>
[[gnu::always_inline]] inline void count_shared_prefix(Lanes<Word>& lanes, std::size_t size) {
  using Vector = typename Lanes<Word>::Vector;
  using Mask = typename Lanes<Word>::Mask;
  Mask same = ~Mask{};
  Vector place = Vector{} + 1;
  for (std::size_t j = 0; j < std::min({kMostPrefix, size, lanes.longest}); ++j) {
    same &= reinterpret_cast<Mask>((lanes.rows[j] & place) != 0);
    place += place;
    lanes.shared -= same;
  }
}

template <typename Word>
[[gnu::always_inline]] inline bool compare(const LaneText& text, const std::string_view* others,
                                           std::size_t count, double* out) {
  Lanes<Word> lanes;
  const bool ascii = fill(lanes, text, others, count);
  match(lanes);
  count_out_of_order(lanes);
  count_shared_prefix(lanes, text.size);
  const auto size = static_cast<double>(text.size);
  for (std::size_t lane = 0; lane < count; ++lane) {
    const auto matches = static_cast<double>(lanes.matches[lane]);
    const typename Lanes<Word>::Signed swaps = lanes.out_of_order[lane] / 2;
    const double similarity =
        matches == 0 ? 0 : jaro_from_counts(size, lanes.sizes[lane], matches, static_cast<double>(swaps));
    out[lane] = winkler(similarity, static_cast<double>(lanes.shared[lane]));
  }
  return ascii;
}

[[gnu::always_inline]] inline bool compare_by_size(const LaneText& text, const std::string_view* others,
                                                   std::size_t count, double* out) {
  switch (jaro_lanes(text.size)) {
    case kVectorBytes / sizeof(std::uint8_t): return compare<std::uint8_t>(text, others, count, out);
    case kVectorBytes / sizeof(std::uint16_t): return compare<std::uint16_t>(text, others, count, out);
    case kVectorBytes / sizeof(std::uint32_t): return compare<std::uint32_t>(text, others, count, out);
    default: return compare<std::uint64_t>(text, others, count, out);
  }
}

#if defined(COUNTERPART_HAS_AVX2)
[[gnu::target("avx2")]] bool compare_avx2(const LaneText& text, const std::string_view* others,
                                          std::size_t count, double* out) {
  return compare_by_size(text, others, count, out);
}
#endif

using Compare = bool (*)(const LaneText&, const std::string_view*, std::size_t, double*);

Compare best_compare() {
#if defined(COUNTERPART_HAS_AVX2)
  if (__builtin_cpu_supports("avx2")) return compare_avx2;
#endif
  return jaro_winkler_in_portable_lanes;
}

}  // namespace

std::size_t jaro_lanes(std::size_t text_size) {
  std::size_t bytes = 1;
  while (bytes * 8 < text_size) bytes *= 2;
  return kVectorBytes / bytes;
}

bool jaro_winkler_in_portable_lanes(const LaneText& text, const std::string_view* others, std::size_t count,
                                    double* out) {
  return compare_by_size(text, others, count, out);
}

bool jaro_winkler_in_lanes(const LaneText& text, const std::string_view* others, std::size_t count,
                           double* out) {
  static const Compare compare = best_compare();
  return compare(text, others, count, out);
}

}  // namespace counterpart
