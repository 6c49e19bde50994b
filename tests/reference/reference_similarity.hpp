#pragma once
/// Similarities by their definitions, slow and obviously right, over code points.

#include <algorithm>
#include <functional>
#include <string>
#include <vector>

namespace counterpart::test {

using Points = std::vector<char32_t>;

inline unsigned slow_levenshtein(const Points& a, const Points& b) {
  std::vector<std::vector<unsigned>> d(a.size() + 1, std::vector<unsigned>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) {
    for (std::size_t j = 0; j <= b.size(); ++j) {
      if (i == 0 || j == 0) {
        d[i][j] = static_cast<unsigned>(i + j);
      } else {
        d[i][j] =
            std::min({d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
      }
    }
  }
  return d[a.size()][b.size()];
}

inline unsigned slow_osa(const Points& a, const Points& b) {
  std::vector<std::vector<unsigned>> d(a.size() + 1, std::vector<unsigned>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) {
    for (std::size_t j = 0; j <= b.size(); ++j) {
      if (i == 0 || j == 0) {
        d[i][j] = static_cast<unsigned>(i + j);
        continue;
      }
      d[i][j] =
          std::min({d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
    }
  }
  return d[a.size()][b.size()];
}

/// Cheapest path over all ways to swap two characters of `a`, whatever is edited between them (Damerau 1964,
/// as Boytsov 2011 states the recurrence).
inline unsigned slow_damerau(const Points& a, const Points& b) {
  std::vector<std::vector<unsigned>> d(a.size() + 1, std::vector<unsigned>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) {
    for (std::size_t j = 0; j <= b.size(); ++j) {
      if (i == 0 || j == 0) {
        d[i][j] = static_cast<unsigned>(i + j);
        continue;
      }
      d[i][j] =
          std::min({d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
      for (std::size_t k = 1; k < i; ++k) {
        for (std::size_t l = 1; l < j; ++l) {
          if (a[k - 1] != b[j - 1] || a[i - 1] != b[l - 1]) continue;
          d[i][j] = std::min(d[i][j], d[k - 1][l - 1] + static_cast<unsigned>((i - k - 1) + 1 + (j - l - 1)));
        }
      }
    }
  }
  return d[a.size()][b.size()];
}

inline double slow_jaro(const Points& a, const Points& b) {
  if (a.empty() && b.empty()) return 1;
  const auto half = static_cast<long>(std::max(a.size(), b.size()) / 2);
  const long reach = std::max(half - 1, 0L);
  std::vector<bool> of_a(a.size());
  Points given;
  for (std::size_t j = 0; j < b.size(); ++j) {
    for (std::size_t i = 0; i < a.size(); ++i) {
      if (of_a[i] || a[i] != b[j] || std::abs(static_cast<long>(i) - static_cast<long>(j)) > reach) continue;
      of_a[i] = true;
      given.push_back(b[j]);
      break;
    }
  }
  if (given.empty()) return 0;
  Points taken;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (of_a[i]) taken.push_back(a[i]);
  }
  std::size_t differ = 0;
  for (std::size_t i = 0; i < taken.size(); ++i) differ += taken[i] != given[i] ? 1 : 0;
  const auto m = static_cast<double>(given.size());
  return (m / static_cast<double>(a.size()) + m / static_cast<double>(b.size()) +
          (m - static_cast<double>(differ / 2)) / m) /
         3;
}

inline double slow_jaro_winkler(const Points& a, const Points& b) {
  const double similarity = slow_jaro(a, b);
  if (similarity <= 0.7) return similarity;
  std::size_t shared = 0;
  while (shared < std::min({a.size(), b.size(), std::size_t{4}}) && a[shared] == b[shared]) ++shared;
  return similarity + 0.1 * static_cast<double>(shared) * (1 - similarity);
}

}  // namespace counterpart::test
