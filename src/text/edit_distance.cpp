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
std::uint32_t bit_parallel(Characters a, Characters b, std::uint32_t most) {
  const auto places = place_masks(a, b);
  const std::uint64_t last = 1ULL << (a.size() - 1);
  std::uint64_t up = ~0ULL;
  std::uint64_t down = 0;
  std::uint64_t diagonal = 0;
  std::uint64_t places_before = 0;
  std::size_t distance = a.size();
  std::size_t columns_left = b.size();
  for (const auto c : b) {
    const std::uint64_t here = places[static_cast<char32_t>(c)];
    std::uint64_t swapped = 0;
    if constexpr (kTranspositions) swapped = (((~diagonal) & here) << 1) & places_before;
    diagonal = (((here & up) + up) ^ up) | here | down | swapped;
    std::uint64_t right = down | ~(diagonal | up);
    std::uint64_t left = diagonal & up;
    distance += static_cast<std::size_t>((right & last) != 0);
    distance -= static_cast<std::size_t>((left & last) != 0);
    if (distance > --columns_left + most) return most + 1;  // a column lowers it by one at most
    right = (right << 1) | 1;
    left <<= 1;
    up = left | ~(diagonal | right);
    down = right & diagonal;
    places_before = here;
  }
  return static_cast<std::uint32_t>(distance);
}

/// The table of distances row by row, of which three are kept, and of each row the cells that are no more
/// than `most` columns off the diagonal: beyond them the distance is larger.
template <bool kTranspositions, typename Characters>
std::uint32_t row_by_row(Characters a, Characters b, std::uint32_t most) {
  const std::size_t band = std::min<std::size_t>(most, b.size());
  const auto far = static_cast<std::uint32_t>(a.size() + b.size());
  std::vector<std::uint32_t> before(a.size() + 1, far);
  std::vector<std::uint32_t> last(a.size() + 1, far);
  std::vector<std::uint32_t> row(a.size() + 1, far);
  for (std::size_t i = 0; i <= std::min(a.size(), band); ++i) last[i] = static_cast<std::uint32_t>(i);
  for (std::size_t j = 1; j <= b.size(); ++j) {
    const std::size_t first = j > band ? j - band : 1;
    row[first - 1] = first == 1 ? static_cast<std::uint32_t>(j) : far;
    std::uint32_t least = row[first - 1];
    for (std::size_t i = first; i <= std::min(a.size(), j + band); ++i) {
      const std::uint32_t substituted = last[i - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      row[i] = std::min({last[i] + 1, row[i - 1] + 1, substituted});
      if (kTranspositions && i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        row[i] = std::min(row[i], before[i - 2] + 1);
      least = std::min(least, row[i]);
    }
    if (least > most) return most + 1;
    std::swap(before, last);
    std::swap(last, row);
  }
  return std::min(last[a.size()], most == kAnyDistance ? most : most + 1);
}

/// Of texts that differ at both ends: one edit apart are two single characters, or two that are swapped.
template <bool kTranspositions, typename Characters>
bool is_one_edit(Characters a, Characters b) {
  if (a.size() != b.size()) return false;
  return a.size() == 1 || (kTranspositions && a.size() == 2 && a[0] == b[1] && a[1] == b[0]);
}

template <bool kTranspositions>
std::uint32_t distance(std::string_view left, std::string_view right, std::uint32_t most) {
  return on_characters(left, right, [most](auto whole_a, auto whole_b) {
    const auto [a, b] = differing(whole_a, whole_b);
    const std::size_t fewest = b.size() - a.size();
    if (fewest > most) return most + 1;
    if (a.empty()) return static_cast<std::uint32_t>(fewest);
    if (most <= 1) return most == 1 && is_one_edit<kTranspositions>(a, b) ? 1 : most + 1;
    return a.size() <= kWord ? bit_parallel<kTranspositions>(a, b, most)
                             : row_by_row<kTranspositions>(a, b, most);
  });
}

/// The last row in which each character stood; 0 if in none.
class LastRows {
 public:
  std::size_t& operator[](char32_t c) { return c < ascii_.size() ? ascii_[c] : others_[c]; }

 private:
  std::array<std::size_t, 128> ascii_{};
  std::unordered_map<char32_t, std::size_t> others_;
};

/// Lowrance and Wagner's recurrence (1975) in two rows (Zhao and Sahni 2019): a swap with edits between its
/// two characters pays only if there are edits on one side alone, so that a row and a column of distances
/// from before the swap are all that is remembered.
template <typename Characters>
std::uint32_t unrestricted(Characters a, Characters b) {
  const auto far = static_cast<std::uint32_t>(a.size() + b.size() + 1);
  const std::size_t width = b.size() + 1;
  std::vector<std::uint32_t> cells(3 * width, far);
  std::uint32_t* last = cells.data();
  std::uint32_t* row = last + width;
  std::uint32_t* const before_row = row + width;  // by column: one up, two left of the last pair equal there
  for (std::size_t j = 0; j < width; ++j) row[j] = static_cast<std::uint32_t>(j);
  LastRows last_rows;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::swap(last, row);
    std::size_t equal_column = 0;
    std::uint32_t before_column = far;  // two up, one left of the last pair equal in this row
    std::uint32_t two_up = row[0];      // and one left of the cell at hand
    row[0] = static_cast<std::uint32_t>(i);
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const bool same = a[i - 1] == b[j - 1];
      std::uint32_t least = std::min({last[j - 1] + (same ? 0 : 1), row[j - 1] + 1, last[j] + 1});
      if (same) {
        equal_column = j;
        before_row[j] = j > 1 ? last[j - 2] : far;
        before_column = two_up;
      } else if (const std::size_t equal_row = last_rows[static_cast<char32_t>(b[j - 1])];
                 equal_row > 0 && equal_column > 0) {
        if (j - equal_column == 1) {
          least = std::min(least, before_row[j] + static_cast<std::uint32_t>(i - equal_row));
        } else if (i - equal_row == 1) {
          least = std::min(least, before_column + static_cast<std::uint32_t>(j - equal_column));
        }
      }
      two_up = row[j];
      row[j] = least;
    }
    last_rows[static_cast<char32_t>(a[i - 1])] = i;
  }
  return row[b.size()];
}

}  // namespace

std::uint32_t levenshtein(std::string_view a, std::string_view b, std::uint32_t most) {
  return distance<false>(a, b, most);
}

std::uint32_t osa(std::string_view a, std::string_view b, std::uint32_t most) {
  return distance<true>(a, b, most);
}

std::uint32_t damerau_levenshtein(std::string_view a, std::string_view b) {
  return on_characters(a, b, [](auto whole_a, auto whole_b) {
    const auto [left, right] = differing(whole_a, whole_b);
    return left.empty() ? static_cast<std::uint32_t>(right.size()) : unrestricted(left, right);
  });
}

}  // namespace counterpart
