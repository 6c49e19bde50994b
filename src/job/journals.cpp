#include "job/journals.hpp"

#include <string>

#include "http/url.hpp"
#include "job/run.hpp"
#include "source/rest/page_journal.hpp"

namespace counterpart {
namespace {

std::filesystem::path folder_of(const Job& job, const JobSide& side, const RunOptions& options) {
  const auto* rest = std::get_if<RestSpec>(&side.source);
  if (!options.resume || rest == nullptr || !rest->replay.empty()) return {};
  std::string name = http::percent_encode(side.name);
  if (name.starts_with('.')) name.replace(0, 1, "%2E");
  std::filesystem::path folder = output_folder(job, options);
  if (folder.empty()) folder = ".";
  return folder / (job.path.filename().string() + ".journal") / name;
}

}  // namespace

Journals::Journals(const Job& job, const RunOptions& options)
    : left_(folder_of(job, job.left, options)), right_(folder_of(job, job.right, options)) {}

void Journals::remove() const {
  for (const std::filesystem::path& folder : {left_, right_}) {
    if (!folder.empty()) remove_journal(folder);
  }
}

}  // namespace counterpart
