#include "job/contradictions.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>
#include <utility>

#include "base/size.hpp"
#include "base/utf8.hpp"

namespace counterpart {
namespace {

constexpr std::size_t kMostNamed = 5;
constexpr std::size_t kMostOfAnId = 40;

auto rows_of(const DecidedPair& pair) {
  return std::pair(pair.left, pair.right);
}

}  // namespace

std::vector<Contradiction> take_out_contradictions(std::vector<DecidedPair>& pairs) {
  std::vector<DecidedPair> sorted = pairs;
  std::stable_sort(sorted.begin(), sorted.end(), [](const DecidedPair& one, const DecidedPair& other) {
    return rows_of(one) < rows_of(other);
  });
  std::vector<Contradiction> found;  // by rows, at first
  for (std::size_t i = 1; i < sorted.size(); ++i) {
    const DecidedPair& before = sorted[i - 1];
    const DecidedPair& one = sorted[i];
    if (rows_of(one) != rows_of(before) || one.match == before.match) continue;
    const bool known = !found.empty() && std::pair(found.back().left, found.back().right) == rows_of(one);
    if (!known) found.push_back({one.left, one.right, one.match, one.line, before.line});
  }
  std::erase_if(pairs, [&](const DecidedPair& pair) {
    const auto at = std::lower_bound(
        found.begin(), found.end(), rows_of(pair),
        [](const Contradiction& one, const auto& rows) { return std::pair(one.left, one.right) < rows; });
    return at != found.end() && std::pair(at->left, at->right) == rows_of(pair);
  });
  std::sort(found.begin(), found.end(),
            [](const Contradiction& one, const Contradiction& other) { return one.line < other.line; });
  return found;
}

std::string contradiction_text(const Contradiction& found, Persons& persons) {
  return fmt::format("{} and {} are {} here, and {} in line {}",
                     printable(persons.id(Side::left, found.left), kMostOfAnId),
                     printable(persons.id(Side::right, found.right), kMostOfAnId),
                     found.match ? "a match" : "none", found.match ? "none" : "a match", found.other_line);
}

void warn_of_contradictions(const std::vector<Contradiction>& found, const std::filesystem::path& path,
                            Persons& persons, std::vector<std::string>& warnings) {
  for (std::size_t i = 0; i < std::min(found.size(), kMostNamed); ++i)
    warnings.push_back(fmt::format("{}:{}: {}; the pair is left out", path.string(), found[i].line,
                                   contradiction_text(found[i], persons)));
  if (found.size() > kMostNamed)
    warnings.push_back(fmt::format("{}: {} more pairs are a match in one line and none in another",
                                   path.string(), format_count(found.size() - kMostNamed)));
}

}  // namespace counterpart
