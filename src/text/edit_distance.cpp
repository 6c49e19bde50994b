#include <algorithm>
#include <array>
#include <unordered_map>
#include <utility>
#include <vector>

#include "text/characters.hpp"
#include "text/similarity.hpp"

namespace counterpart {
namespace {

constexpr std::size_t kWord = 64;

/// Both texts without what they begin and end with alike, which changes no distance; the shorter one first.
template <typename Characters>
std::pair<Characters, Characters> differing(Characters a, Characters b) {
  while (!a.empty() && !b.empty() && a.front() == b.front()) {
    a.remove_prefix(1);
    b.remove_prefix(1);
  }
  while (!a.empty() && !b.empty() && a.back() == b.back()) {
    a.remove_suffix(1);
    b.remove_suffix(1);
  }
  if (a.size() > b.size()) std::swap(a, b);
  return {a, b};
}

/// A column of the table of distances as differences of neighbours, one bit each (Myers 1999; with
/// transpositions Hyyrö 2003). `a` has 1 to 64 characters.
template <bool kTranspositions, typename Characters>
std::uint32_t bit_parallel(Characters a, Characters b) {
  const PlaceMasks places(a);
  const std::uint64_t last = 1ULL << (a.size() - 1);
  std::uint64_t up = ~0ULL;
  std::uint64_t down = 0;
  std::uint64_t diagonal = 0;
  std::uint64_t places_before = 0;
  auto distance = static_cast<std::uint32_t>(a.size());
  for (const auto c : b) {
    const std::uint64_t here = places[static_cast<char32_t>(c)];
    std::uint64_t swapped = 0;
    if constexpr (kTranspositions) swapped = (((~diagonal) & here) << 1) & places_before;
    diagonal = (((here & up) + up) ^ up) | here | down | swapped;
    std::uint64_t right = down | ~(diagonal | up);
    std::uint64_t left = diagonal & up;
    if ((right & last) != 0) ++distance;
    if ((left & last) != 0) --distance;
    right = (right << 1) | 1;
    left <<= 1;
    up = left | ~(diagonal | right);
    down = right & diagonal;
    places_before = here;
  }
  return distance;
}

/// The table of distances row by row, of which three are kept.
template <bool kTranspositions, typename Characters>
std::uint32_t row_by_row(Characters a, Characters b) {
  std::vector<std::uint32_t> before(a.size() + 1);
  std::vector<std::uint32_t> last(a.size() + 1);
  std::vector<std::uint32_t> row(a.size() + 1);
  for (std::size_t i = 0; i <= a.size(); ++i) last[i] = static_cast<std::uint32_t>(i);
  for (std::size_t j = 1; j <= b.size(); ++j) {
    row[0] = static_cast<std::uint32_t>(j);
    for (std::size_t i = 1; i <= a.size(); ++i) {
      const std::uint32_t substituted = last[i - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      row[i] = std::min({last[i] + 1, row[i - 1] + 1, substituted});
      if (kTranspositions && i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        row[i] = std::min(row[i], before[i - 2] + 1);
    }
    std::swap(before, last);
    std::swap(last, row);
  }
  return last[a.size()];
}

template <bool kTranspositions>
std::uint32_t distance(std::string_view left, std::string_view right) {
  return on_characters(left, right, [](auto whole_a, auto whole_b) {
    const auto [a, b] = differing(whole_a, whole_b);
    if (a.empty()) return static_cast<std::uint32_t>(b.size());
    return a.size() <= kWord ? bit_parallel<kTranspositions>(a, b) : row_by_row<kTranspositions>(a, b);
  });
}

/// Lowrance and Wagner 1975: the whole table, and for each character the last row in which it stood.
template <typename Characters>
std::uint32_t unrestricted(Characters a, Characters b) {
  const std::size_t width = b.size() + 2;
  const auto most = static_cast<std::uint32_t>(a.size() + b.size());
  std::vector<std::uint32_t> table((a.size() + 2) * width);
  const auto at = [&](std::size_t i, std::size_t j) -> std::uint32_t& { return table[i * width + j]; };
  at(0, 0) = most;
  for (std::size_t i = 0; i <= a.size(); ++i) {
    at(i + 1, 0) = most;
    at(i + 1, 1) = static_cast<std::uint32_t>(i);
  }
  for (std::size_t j = 0; j <= b.size(); ++j) {
    at(0, j + 1) = most;
    at(1, j + 1) = static_cast<std::uint32_t>(j);
  }
  std::unordered_map<char32_t, std::size_t> last_row;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t last_column = 0;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const auto known = last_row.find(static_cast<char32_t>(b[j - 1]));
      const std::size_t row = known == last_row.end() ? 0 : known->second;
      const std::size_t column = last_column;
      const bool same = a[i - 1] == b[j - 1];
      if (same) last_column = j;
      const auto between = static_cast<std::uint32_t>((i - row - 1) + 1 + (j - column - 1));
      at(i + 1, j + 1) = std::min(
          {at(i, j) + (same ? 0 : 1), at(i + 1, j) + 1, at(i, j + 1) + 1, at(row, column) + between});
    }
    last_row[static_cast<char32_t>(a[i - 1])] = i;
  }
  return at(a.size() + 1, b.size() + 1);
}

}  // namespace

std::uint32_t levenshtein(std::string_view a, std::string_view b) {
  return distance<false>(a, b);
}

std::uint32_t osa(std::string_view a, std::string_view b) {
  return distance<true>(a, b);
}

std::uint32_t damerau_levenshtein(std::string_view a, std::string_view b) {
  return on_characters(a, b, [](auto whole_a, auto whole_b) {
    const auto [left, right] = differing(whole_a, whole_b);
    return left.empty() ? static_cast<std::uint32_t>(right.size()) : unrestricted(left, right);
  });
}

}  // namespace counterpart
