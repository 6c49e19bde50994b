#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "job/job.hpp"
#include "job/plan.hpp"
#include "support/temporary_directory.hpp"

namespace counterpart {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr const char* kSides = R"([left]
source = "csv"
path   = "left.csv"
id     = "id"

[right]
source = "csv"
path   = "right.csv"
id     = "id"

[match]
method = "probabilistic"
)";

class LoadLinkage : public testing::Test {
 protected:
  Job load(const std::string& match) {
    std::ofstream(path_) << kSides << match;
    return load_job(path_);
  }
  /// The message of what is wrong, without the path.
  std::string failure(const std::string& match) {
    try {
      make_plan(load(match), 0);
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::job_file);
      return std::string(error.what()).substr(path_.string().size());
    }
    return "no failure";
  }

  test::TemporaryDirectory folder_;
  std::filesystem::path path_ = folder_.path() / "job.toml";
};

constexpr const char* kBlock = "[[match.block]]\non = [\"surname\"]\n";
constexpr const char* kCompare = "[[match.compare]]\nfield = \"surname\"\nkind = \"name\"\n";

TEST_F(LoadLinkage, TakesBlocksOfFieldsPiecesCodesAndSwaps) {
  const Job job = load(std::string(kCompare) + R"([[match.block]]
on     = ["surname", { field = "born", kind = "date", length = 4 }]
strict = true
[[match.block]]
on = [{ left = "surname", right = "last", code = "soundex", normalize = "name" }]
[[match.block]]
name = "swapped"
on = [{ left = "surname", right = "first" }, { left = "forename", right = "last" }]
)");
  const auto& blocks = job.linkage->blocks;
  ASSERT_EQ(blocks.size(), 3u);
  EXPECT_EQ(blocks[0].name, "surname, born[1…4]");
  EXPECT_TRUE(blocks[0].strict);
  EXPECT_TRUE(blocks[0].parts[1].part.date);
  EXPECT_EQ(blocks[0].parts[1].part.length, 4u);
  EXPECT_EQ(blocks[1].name, "soundex of surname = last");
  EXPECT_EQ(blocks[1].parts[0].part.steps, *normalization_steps("name"));
  EXPECT_EQ(blocks[2].name, "swapped");
  EXPECT_EQ(blocks[2].parts[1].right, "last");
}

TEST_F(LoadLinkage, TakesReadyMadeComparisonsAndLevelsOfTheJobsOwn) {
  const Job job = load(std::string(kBlock) + kCompare + R"([[match.compare]]
fields = ["forename", "surname"]
kind   = "forename-surname"
nulls  = "disagree"
term_frequency = 0.5
[[match.compare]]
left   = "born"
right  = "birthday"
value  = "date"
levels = [{ exact = true, m = 0.9 }, { damerau = 1 }, { all = [{ days = 31 }, { prefix = 4 }], label = "near" }, { else = true, u = 0.99 }]
)");
  const auto& comparisons = job.linkage->comparisons;
  ASSERT_EQ(comparisons.size(), 3u);
  EXPECT_EQ(comparisons[0].comparison.term_frequency, 1);
  EXPECT_EQ(comparisons[1].comparison.name, "name");
  EXPECT_EQ(comparisons[1].comparison.nulls, linkage::NullPolicy::disagree);
  EXPECT_EQ(comparisons[1].comparison.term_frequency, 0.5);
  const linkage::Comparison& born = comparisons[2].comparison;
  EXPECT_EQ(born.kind, linkage::ValueKind::date);
  std::vector<std::string> labels;
  for (const linkage::Level& level : born.levels) labels.push_back(level.label);
  EXPECT_THAT(labels, ElementsAre("exact", "Damerau-Levenshtein ≤ 1", "near", "all else"));
  EXPECT_EQ(comparisons[2].fixed[0].m_origin, linkage::Origin::fixed);
  EXPECT_EQ(comparisons[2].fixed[0].u_origin, linkage::Origin::untrained);
  EXPECT_EQ(comparisons[2].fixed[3].u, 0.99);
}

TEST_F(LoadLinkage, TakesLevelsOfTheJobsOwnOnTwoFieldsOfEachSide) {
  const Job job = load(std::string(kBlock) + R"([[match.compare]]
name   = "place"
left   = ["zip", "city"]
right  = ["postcode", "town"]
levels = [{ all = [{ exact = true }, { exact = true, part = 1 }] }, { exact = true, part = 1 }]
)");
  const LinkageJob::Compare& place = job.linkage->comparisons[0];
  ASSERT_EQ(place.fields.size(), 2u);
  EXPECT_EQ(place.fields[1].right, "town");
  EXPECT_EQ(place.comparison.levels[1].label, "city: exact");
}

TEST_F(LoadLinkage, ReadsEachFieldOnce) {
  const Job job = load(std::string(kBlock) + kCompare);
  const Plan plan = make_plan(job, 0);
  ASSERT_EQ(plan.left.read.fields.size(), 2u);
  EXPECT_EQ(plan.left.read.fields[1].name, "surname");
  EXPECT_TRUE(plan.left.key.empty());
  EXPECT_EQ(plan.linkage->spec.blocks[0].parts[0].left, 1u);
  EXPECT_EQ(plan.linkage->spec.comparisons[0].fields[0].right, 1u);
}

TEST_F(LoadLinkage, TakesTheOrderOfDatesWithSlashesAndOfNothingElse) {
  const auto compare = [](const std::string& what) { return "[[match.compare]]\nfield = \"x\"\n" + what; };
  const auto slashes = [&](const std::string& what) {
    return load(kBlock + compare(what)).linkage->comparisons.front().comparison.slashes;
  };
  EXPECT_EQ(slashes("kind = \"date\"\n"), linkage::SlashOrder::unknown);
  EXPECT_EQ(slashes("kind = \"date\"\nday_first = true\n"), linkage::SlashOrder::day_first);
  EXPECT_EQ(slashes("kind = \"date\"\nday_first = false\n"), linkage::SlashOrder::month_first);
  EXPECT_EQ(slashes("value = \"date\"\nday_first = true\nlevels = [{ days = 2 }]\n"),
            linkage::SlashOrder::day_first);
  const std::string block = "[[match.block]]\non = [{ field = \"x\", day_first = true, kind = \"date\" }]\n";
  EXPECT_EQ(load(block + kCompare).linkage->blocks.front().parts.front().part.slashes,
            linkage::SlashOrder::day_first);
  EXPECT_EQ(failure(kBlock + compare("kind = \"text\"\nday_first = true\n")),
            ":18:13: 'day_first' is for dates: kind = \"date\"");
  EXPECT_THAT(
      failure("[[match.block]]\non = [{ field = \"x\", day_first = true }]\n" + std::string(kCompare)),
      HasSubstr("'day_first' is for dates"));
}

TEST_F(LoadLinkage, RefusesWhatItCannotUse) {
  const std::string good = std::string(kBlock) + kCompare;
  EXPECT_THAT(failure(kCompare), HasSubstr("[[match.block]] is missing"));
  EXPECT_THAT(failure(kBlock), HasSubstr("[[match.compare]] is missing"));
  EXPECT_THAT(failure("[[match.on]]\nleft = \"a\"\nright = \"b\"\n" + good),
              HasSubstr("[[match.on]] is for the method \"exact\""));
  EXPECT_THAT(failure("threshold = 0.5\npossible = 0.8\n" + good),
              HasSubstr("'possible' is above 'threshold'"));
  EXPECT_THAT(failure("threshold = 1.5\n" + good), HasSubstr("'threshold' has to be between"));
  EXPECT_THAT(failure("pairing = \"unique\"\n" + good), HasSubstr("'unique' is no pairing"));
  EXPECT_THAT(failure("model = \"a\"\nlabels = \"b\"\n" + good), HasSubstr("one of them"));
  EXPECT_THAT(failure(good + kCompare), HasSubstr("two comparisons are named 'surname'"));
  EXPECT_THAT(failure(good + "[[match.compare]]\nfield = \"x\"\nkind = \"nane\"\n"),
              HasSubstr("did you mean 'name'"));
  EXPECT_THAT(failure(good + "[[match.compare]]\nfield = \"x\"\nlevels = [{ jaro_winkler = 2 }]\n"),
              HasSubstr("'jaro_winkler' has to be between 0 and 1"));
  EXPECT_THAT(failure(good + "[[match.compare]]\nfield = \"x\"\nlevels = [{ label = \"l\" }]\n"),
              HasSubstr("a level needs a condition"));
  EXPECT_THAT(
      failure(good + "[[match.compare]]\nfield = \"x\"\nlevels = [{ else = true }, { exact = true }]\n"),
      HasSubstr("only the last level is for all else"));
  EXPECT_THAT(failure(good + "[[match.compare]]\nkind = \"name\"\n"), HasSubstr("a field is missing"));
  EXPECT_THAT(failure(good + "[[match.compare]]\nkind = \"forename-surname\"\nfields = [\"a\"]\n"),
              HasSubstr("takes two fields"));
  EXPECT_THAT(
      failure(good +
              "[[match.compare]]\nlevels = [{ exact = true }]\nleft = [\"a\", \"b\"]\nright = \"c\"\n"),
      HasSubstr("'right' in [[match.compare]] has to be a list"));
  EXPECT_THAT(failure(good + "[[match.compare]]\nkind = \"exact\"\nfields = [\"a\", \"b\"]\n"),
              HasSubstr("a field is missing"));
  EXPECT_THAT(failure(good + "[[match.block]]\non = [{ field = \"x\", cod = \"soundex\" }]\n"),
              HasSubstr("did you mean 'code'"));
  EXPECT_THAT(failure(good + "[[match.block]]\nstrict = true\n"), HasSubstr("needs 'on'"));
}

TEST_F(LoadLinkage, TakesWhatIsKnownOfALinkAsAColumn) {
  const std::string good = std::string(kBlock) + kCompare;
  const Plan plan = make_plan(load(good + "[[column]]\nname = \"sure\"\nfrom = \"match.probability\"\n"), 0);
  EXPECT_TRUE(std::get<FromField>(plan.columns[0].rule).of.of_link);
  EXPECT_FALSE(plan.linkage->explains);
  EXPECT_TRUE(make_plan(load(good + "[[column]]\nname = \"why\"\nfrom = \"match.explanation\"\n"), 0)
                  .linkage->explains);
  EXPECT_THAT(failure(good + "[[column]]\nname = \"x\"\nfrom = \"match.propability\"\n"),
              HasSubstr("did you mean 'probability'"));
  const Plan plain = make_plan(load(good), 0);
  EXPECT_EQ(plain.columns.size(), 5u);
  EXPECT_EQ(plain.columns[2].column.name, "match_probability");
}

TEST_F(LoadLinkage, IsForLinksAlone) {
  std::ofstream(path_) << R"([left]
source = "csv"
path   = "l.csv"
id     = "id"
[right]
source = "csv"
path   = "r.csv"
id     = "id"
[match]
[[match.on]]
left  = "a"
right = "a"
[[column]]
name = "sure"
from = "match.probability"
)";
  try {
    make_plan(load_job(path_), 0);
    ADD_FAILURE();
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), HasSubstr("what begins with 'match.' is for method"));
  }
}

}  // namespace
}  // namespace counterpart
