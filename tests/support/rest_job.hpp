#pragma once
/// Loads job files whose right side is an API, for tests of its keys.

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <string>

#include "job/job.hpp"
#include "support/temporary_directory.hpp"

namespace counterpart::test {

class RestJob : public testing::Test {
 protected:
  /// The right side of a job with these keys (whole lines).
  RestSpec load(const std::string& keys, bool secrets = true) {
    std::ofstream(path_) << kBefore << keys;
    return std::get<RestSpec>(load_job(path_, secrets).right.source);
  }
  /// "LINE:COLUMN: message" of its error, where the first of the keys is line 1; "none" if there is no error.
  std::string failure(const std::string& keys) {
    try {
      load(keys);
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::job_file);
      std::string said = error.what();
      const std::string place = path_.string() + ":";
      if (said.rfind(place, 0) != 0) return said;
      said.erase(0, place.size());
      const std::size_t end = said.find(':');
      const auto above = std::count(kBefore, kBefore + std::char_traits<char>::length(kBefore), '\n');
      return std::to_string(std::stol(said) - above) + said.substr(end);
    }
    return "none";
  }

  const std::filesystem::path& folder() const { return folder_.path(); }

 private:
  static constexpr const char* kBefore = R"toml([left]
source = "csv"
path = "a.csv"
id = "id"
[match]
[[match.on]]
left = "name"
right = "name"
[right]
source = "rest"
id = "id"
)toml";

  TemporaryDirectory folder_;
  std::filesystem::path path_ = folder_.path() / "job.toml";
};

}  // namespace counterpart::test
