#include "job/verdicts.hpp"

#include <fmt/format.h>

#include <utility>

#include "base/size.hpp"
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

}  // namespace

std::vector<linkage::Verdict> read_verdicts(const std::filesystem::path& path, const Job& job,
                                            Persons& persons, std::vector<std::string>& warnings) {
  std::vector<linkage::Verdict> verdicts;
  if (path.empty()) return verdicts;
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
      verdicts.push_back({*left, *right, pair.match});
    }
  }
  warn_of(gone, path, "a record is not there any more", warnings);
  warn_of(changed, path, "a record has changed since they were made", warnings);
  return verdicts;
}

}  // namespace counterpart
