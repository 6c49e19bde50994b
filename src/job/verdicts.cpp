#include "job/verdicts.hpp"

#include <fmt/format.h>

#include <map>
#include <set>
#include <utility>

#include "base/size.hpp"
#include "job/contradictions.hpp"
#include "job/pair_file.hpp"

namespace counterpart {
namespace {

bool has_changed(Persons& persons, Side side, linkage::Row row, const std::string& digest) {
  return !digest.empty() && persons.digest(side, row) != digest;
}

void warn_of(std::uint64_t count, const std::filesystem::path& path, const char* why,
             std::vector<std::string>& warnings) {
  if (count == 0) return;
  warnings.push_back(fmt::format("{}: {} decision{} left out: {}", path.string(), format_count(count),
                                 count == 1 ? "" : "s", why));
}

/// Records that were declared a match of more than one, where each is to have one counterpart.
void warn_of_several(const std::vector<linkage::Verdict>& verdicts, const std::filesystem::path& path,
                     std::vector<std::string>& warnings) {
  std::map<std::pair<Side, linkage::Row>, std::set<linkage::Row>> counterparts;
  for (const linkage::Verdict& verdict : verdicts) {
    if (!verdict.match) continue;
    counterparts[{Side::left, verdict.left}].insert(verdict.right);
    counterparts[{Side::right, verdict.right}].insert(verdict.left);
  }
  std::uint64_t several = 0;
  for (const auto& [record, others] : counterparts) several += others.size() > 1 ? 1 : 0;
  if (several == 0) return;
  warnings.push_back(fmt::format(
      "{}: {} declared a match of several, though the pairing gives each record one; all of them are linked",
      path.string(), several == 1 ? "1 record is" : format_count(several) + " records are"));
}

}  // namespace

std::vector<linkage::Verdict> read_verdicts(const std::filesystem::path& path, const Job& job,
                                            Persons& persons, std::vector<std::string>& warnings) {
  std::vector<linkage::Verdict> verdicts;
  if (path.empty()) return verdicts;
  std::vector<DecidedPair> decided;
  std::uint64_t gone = 0;
  std::uint64_t changed = 0;
  for (const NamedPair& pair : read_pair_file(path, job.left.name, job.right.name)) {
    auto left = persons.find(Side::left, pair.left);
    auto right = persons.find(Side::right, pair.right);
    if (!left || !right) {
      ++gone;
    } else if (has_changed(persons, Side::left, *left, pair.left_digest) ||
               has_changed(persons, Side::right, *right, pair.right_digest)) {
      ++changed;
    } else {
      // Pairs of one side are of a row and a later one.
      if (persons.table().one_side() && *left > *right) std::swap(left, right);
      decided.push_back({*left, *right, pair.match, pair.line});
    }
  }
  warn_of(gone, path, "a record is not there any more", warnings);
  warn_of(changed, path, "a record has changed since they were made", warnings);
  warn_of_contradictions(take_out_contradictions(decided), path, persons, warnings);
  for (const DecidedPair& pair : decided) verdicts.push_back({pair.left, pair.right, pair.match});
  const bool one_each =
      !persons.table().one_side() && job.linkage->settings.assignment != linkage::Assignment::all;
  if (one_each) warn_of_several(verdicts, path, warnings);
  return verdicts;
}

}  // namespace counterpart
