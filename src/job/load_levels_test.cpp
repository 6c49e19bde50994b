#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "job/job.hpp"
#include "support/temporary_directory.hpp"

namespace counterpart {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

constexpr const char* kBefore = R"([left]
source = "csv"
path   = "left.csv"
id     = "id"
[right]
source = "csv"
path   = "right.csv"
id     = "id"
[match]
method = "probabilistic"
[[match.block]]
on = ["surname"]
[[match.compare]]
)";

class LoadLevels : public testing::Test {
 protected:
  LinkageJob::Compare load(const std::string& compare) {
    std::ofstream(path_) << kBefore << compare;
    return load_job(path_).linkage->comparisons.front();
  }
  /// What is wrong and its place, and the hint.
  std::string failure(const std::string& compare) {
    try {
      load(compare);
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::job_file);
      return std::string(error.what()).substr(path_.string().size()) + "\n" + error.hint();
    }
    return "no failure";
  }

  test::TemporaryDirectory folder_;
  std::filesystem::path path_ = folder_.path() / "job.toml";
};

TEST_F(LoadLevels, HaveSharesOfOneTogether) {
  EXPECT_THAT(failure("field = \"x\"\nlevels = [{ exact = true, m = 0.7 },\n{ jaro = 0.9, m = 0.4 }]\n"),
              HasSubstr(":16:19: the 'm' of the levels sum to 1.1, and all levels have 1 together"));
  EXPECT_THAT(failure("field = \"x\"\nlevels = [{ exact = true, u = 0.7 },\n{ else = true, u = 0.4 }]\n"),
              HasSubstr(":16:20: the 'u' of the levels sum to 1.1"));
  load("field = \"x\"\nlevels = [{ exact = true, m = 0.7, u = 0.1 }, { else = true, m = 0.3, u = 0.9 }]\n");
  load(
      "field = \"x\"\nlevels = [{ exact = true, m = 0.333333 }, { jaro = 0.9, m = 0.333333 }, { else = true, "
      "m = "
      "0.3333345 }]\n");
}

TEST_F(LoadLevels, ArePartsThatThereAre) {
  EXPECT_THAT(failure("field = \"x\"\nlevels = [{ exact = true, part = 1 }]\n"),
              HasSubstr(":15:34: 'part' is beyond the one field that is compared, which is part 0"));
  EXPECT_THAT(failure("fields = [\"x\", \"y\"]\nlevels = [{ all = [{ exact = true, right_part = 2 }] }]\n"),
              HasSubstr("'right_part' is beyond the 2 parts that are compared: they count from 0"));
  load("fields = [\"x\", \"y\"]\nlevels = [{ exact = true, left_part = 0, right_part = 1 }]\n");
  load("field = \"x\"\nvalue = \"email\"\nlevels = [{ exact = true, part = 1 }]\n");
  EXPECT_THAT(failure("field = \"x\"\nvalue = \"postcode\"\nlevels = [{ exact = true, part = 2 }]\n"),
              HasSubstr("beyond the 2 parts"));
}

TEST_F(LoadLevels, CanAllBeReached) {
  EXPECT_THAT(
      failure("field = \"x\"\nlevels = [{ jaro_winkler = 0.8 },\n { jaro_winkler = 0.9 }]\n"),
      AllOf(HasSubstr(":16:2: the level 'Jaro-Winkler ≥ 0.9' is never reached: 'Jaro-Winkler ≥ 0.8' above it "
                      "takes all of it"),
            HasSubstr("levels stand best first")));
  EXPECT_THAT(failure("field = \"x\"\nlevels = [{ damerau = 1 }, { exact = true }]\n"),
              HasSubstr("'exact' is never reached"));
  EXPECT_THAT(failure("field = \"x\"\nlevels = [{ exact = true }, { exact = true, label = \"again\" }]\n"),
              HasSubstr("'again' is never reached: 'exact' above it"));
  load(
      "field = \"x\"\nlevels = [{ exact = true }, { jaro_winkler = 0.9 }, { damerau = 1 }, { jaro_winkler = "
      "0.8 }]\n");
}

TEST_F(LoadLevels, AreToldOfWordsThatAreMisspelt) {
  EXPECT_THAT(failure("field = \"x\"\nlevels = [{ jaro_winkle = 0.9 }]\n"),
              AllOf(HasSubstr(":15:13: unknown key 'jaro_winkle'"), HasSubstr("did you mean 'jaro_winkler'?"),
                    HasSubstr("known keys here: exact, levenshtein")));
  EXPECT_THAT(failure("field = \"x\"\nlevels = [{ all = [{ dais = 3 }] }]\n"),
              HasSubstr("did you mean 'days'?"));
  EXPECT_THAT(failure("field = \"x\"\nlevels = [{ m = 0.5 }]\n"), HasSubstr("a level needs a condition"));
  EXPECT_THAT(failure("field = \"x\"\nlevels = [{ exact = true, labl = \"l\" }]\n"),
              HasSubstr("did you mean 'label'?"));
}

}  // namespace
}  // namespace counterpart
