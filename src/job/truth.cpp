#include "job/truth.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include "base/size.hpp"
#include "base/utf8.hpp"
#include "job/contradictions.hpp"
#include "job/pair_file.hpp"

namespace counterpart {
namespace {

using linkage::Row;
using linkage::TruePair;

constexpr std::size_t kMostNamed = 5;

/// Finds rows of ids, and keeps the lines of those that are not there.
class RowFinder {
 public:
  RowFinder(const std::filesystem::path& path, Persons& persons) : path_(path), persons_(persons) {}

  std::optional<Row> find(Side side, const std::string& id, std::uint64_t line) {
    const auto row = persons_.find(side, id);
    if (!row) lines_.push_back(line);
    return row;
  }
  void warn(std::vector<std::string>& warnings) const {
    for (std::size_t i = 0; i < std::min(lines_.size(), kMostNamed); ++i)
      warnings.push_back(
          fmt::format("{}:{}: no record has this id; the line is left out", path_.string(), lines_[i]));
    if (lines_.size() > kMostNamed)
      warnings.push_back(fmt::format("{}: {} more lines have ids that no record has", path_.string(),
                                     format_count(lines_.size() - kMostNamed)));
  }

 private:
  const std::filesystem::path& path_;
  Persons& persons_;
  std::vector<std::uint64_t> lines_;
};

/// Every pair of rows of one cluster: across the sides, or within the one.
std::vector<TruePair> pairs_of(const std::vector<NamedMember>& members, const Job& job, bool one_side,
                               const std::filesystem::path& path, RowFinder& finder) {
  struct Cluster {
    std::vector<Row> left;
    std::vector<Row> right;
  };
  std::map<std::string, Cluster> clusters;
  for (const NamedMember& member : members) {
    const bool right = member.side == "right" || member.side == job.right.name;
    const bool left = member.side == "left" || member.side == job.left.name;
    if (!one_side && !left && !right)
      throw Error(ErrorKind::source, fmt::format("{}:{}: side '{}' is neither left nor right", path.string(),
                                                 member.line, printable(member.side, 40)))
          .hint("a cluster file of two sides has the columns side, id and cluster");
    const bool is_right = !one_side && right;
    const auto row = finder.find(is_right ? Side::right : Side::left, member.id, member.line);
    if (!row) continue;
    Cluster& cluster = clusters[member.cluster];
    (is_right ? cluster.right : cluster.left).push_back(*row);
  }
  std::vector<TruePair> pairs;
  for (const auto& [name, cluster] : clusters) {
    for (std::size_t i = 0; i < cluster.left.size(); ++i) {
      const std::vector<Row>& others = one_side ? cluster.left : cluster.right;
      for (std::size_t j = one_side ? i + 1 : 0; j < others.size(); ++j)
        pairs.push_back({cluster.left[i], others[j]});
    }
  }
  return pairs;
}

}  // namespace

std::vector<TruePair> read_truth(const std::filesystem::path& path, const Job& job, Persons& persons,
                                 std::vector<std::string>& warnings) {
  const bool one_side = persons.table().one_side();
  RowFinder finder(path, persons);
  std::vector<TruePair> pairs;
  std::vector<DecidedPair> decided;
  if (const auto members = read_cluster_file(path)) {
    pairs = pairs_of(*members, job, one_side, path, finder);
  } else {
    for (const NamedPair& named : read_pair_file(path, job.left.name, job.right.name)) {
      auto left = finder.find(Side::left, named.left, named.line);
      auto right = finder.find(Side::right, named.right, named.line);
      if (!left || !right) continue;
      if (one_side && *left > *right) std::swap(left, right);
      decided.push_back({*left, *right, named.match, named.line});
    }
  }
  finder.warn(warnings);
  warn_of_contradictions(take_out_contradictions(decided), path, persons, warnings);
  for (const DecidedPair& pair : decided)
    if (pair.match) pairs.push_back({pair.left, pair.right});
  if (one_side) {
    for (TruePair& pair : pairs) {
      if (pair.left > pair.right) std::swap(pair.left, pair.right);
    }
  }
  std::sort(pairs.begin(), pairs.end(), [](const TruePair& one, const TruePair& other) {
    return std::tie(one.left, one.right) < std::tie(other.left, other.right);
  });
  pairs.erase(std::unique(pairs.begin(), pairs.end()), pairs.end());
  if (pairs.empty())
    throw Error(ErrorKind::source, path.string() + ": no line names two records that are one person")
        .hint(
            "a truth has the columns left_id and right_id, or id and cluster, with ids as the sides have "
            "them");
  return pairs;
}

}  // namespace counterpart
