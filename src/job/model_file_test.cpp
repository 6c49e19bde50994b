#include "job/model_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "counterpart/error.hpp"
#include "support/temporary_directory.hpp"

namespace counterpart {
namespace {

using linkage::LevelOdds;
using linkage::Origin;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

linkage::Comparison compared(const std::string& name, const std::string& preset) {
  linkage::Comparison comparison = linkage::comparison_preset(preset);
  comparison.name = name;
  comparison.fields.push_back({0, 0, *normalization_steps(comparison.normalization)});
  return comparison;
}

class ModelFile : public testing::Test {
 protected:
  ModelFile() {
    spec_.comparisons = {compared("born", "date"), compared("city", "exact")};
    linkage::Comparison own = compared("shop", "exact");
    own.levels.insert(own.levels.begin() + 1, {"near", {{linkage::Likeness::jaro_winkler, 0.9, 0, 0}}});
    spec_.comparisons.push_back(own);
    model_.lambda = 1.0 / 3;
    for (const linkage::Comparison& comparison : spec_.comparisons) {
      auto& levels = model_.levels.emplace_back();
      for (std::size_t i = 0; i < comparison.levels.size(); ++i)
        levels.push_back({0.7 / static_cast<double>(i + 1), 0.01 * static_cast<double>(i + 1),
                          Origin::trained, Origin::fixed});
    }
    model_.levels[0][1] = {12.5, 0.001, Origin::untrained, Origin::labels};
  }

  linkage::Model read(const std::string& name, const std::string& text) {
    const std::filesystem::path path = folder_.path() / name;
    std::ofstream(path) << text;
    return read_model(path, spec_, warnings_);
  }
  std::string failure(const std::string& name, const std::string& text) {
    try {
      read(name, text);
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::job_file);
      EXPECT_THAT(error.what(), HasSubstr(name));
      hint_ = error.hint();
      return error.what();
    }
    return "no failure";
  }
  /// What becomes of the model when the job's spec is changed like this.
  template <typename Change>
  std::string failure_after(const Change& change) {
    const std::string text = model_text(spec_, model_);
    const linkage::Spec before = spec_;
    change(spec_);
    std::string message = failure("model.toml", text);
    spec_ = before;
    return message;
  }
  /// A Splink model of the spec, its comparisons the other way round; `city` is what is said of that one.
  static std::string splink(const std::string& city) {
    const auto level = [](double m, double u) {
      return R"({"m_probability": )" + std::to_string(m) + R"(, "u_probability": )" + std::to_string(u) + "}";
    };
    std::string born;
    for (int i = 0; i < 6; ++i) born += (i == 0 ? "" : ",") + level(0.1 + 0.1 * i, 0.01);
    return R"({"probability_two_random_records_match": 0.002, "comparisons": [)"
           R"({"output_column_name": "shop", "comparison_levels": [{"is_null_level": true}, )" +
           level(0.9, 0.1) + "," + level(0.05, 0.2) + "," + level(0.05, 0.7) +
           R"(]}, {"output_column_name": "city", "comparison_levels": [)" + city +
           R"(]}, {"output_column_name": "born", "comparison_levels": [)" + born + "]}]}";
  }

  linkage::Spec spec_;
  linkage::Model model_;
  std::vector<std::string> warnings_;
  std::string hint_;  ///< of the last failure
  test::TemporaryDirectory folder_;
};

TEST_F(ModelFile, ReadsBackWhatWasWritten) {
  EXPECT_EQ(read("model.toml", model_text(spec_, model_)), model_);
  EXPECT_THAT(warnings_, IsEmpty());
}

TEST_F(ModelFile, TakesComparisonsByNameInAnyOrder) {
  const std::string text = model_text(spec_, model_);
  std::swap(spec_.comparisons[0], spec_.comparisons[2]);
  const linkage::Model read_back = read("model.toml", text);
  EXPECT_THAT(read_back.levels, ElementsAre(model_.levels[2], model_.levels[1], model_.levels[0]));
}

TEST_F(ModelFile, TakesAModelWrittenByHandThatSaysNoMoreThanItHasTo) {
  linkage::Spec spec;
  std::swap(spec_, spec);
  spec_.comparisons = {spec.comparisons[1]};
  const linkage::Model read_back = read("model.toml", R"(version = 1
lambda = 0.01
[[comparison]]
name = "city"
[[comparison.level]]
label = "exact"
m = 0.9
u = 0.1
m_from = "fixed"
u_from = "fixed"
[[comparison.level]]
label = "all else"
m = 0.1
u = 0.9
m_from = "fixed"
u_from = "fixed"
)");
  EXPECT_EQ(read_back.levels[0][1], (LevelOdds{0.1, 0.9, Origin::fixed, Origin::fixed}));
}

TEST_F(ModelFile, NamesTheFirstDifferenceFromTheJob) {
  EXPECT_THAT(failure_after([](linkage::Spec& spec) { spec.comparisons[1].name = "town"; }),
              HasSubstr("has no comparison 'town': it has born, city, shop"));
  EXPECT_THAT(failure_after([](linkage::Spec& spec) { spec.comparisons.pop_back(); }),
              HasSubstr("has 3 comparisons, and the job has 2"));
  EXPECT_THAT(failure_after([](linkage::Spec& spec) { spec.comparisons[2].levels.pop_back(); }),
              HasSubstr("'shop' has 3 levels, and 2 in the job"));
  EXPECT_THAT(failure_after([](linkage::Spec& spec) { spec.comparisons[2].levels[1].label = "close"; }),
              HasSubstr("'shop' has the level 'near' where the job has 'close'"));
  EXPECT_THAT(
      failure_after([](linkage::Spec& spec) { spec.comparisons[2].levels[1].all_of[0].bound = 0.8; }),
      HasSubstr("level 'near' of 'shop' is for \"Jaro-Winkler ≥ 0.9\", and for \"Jaro-Winkler ≥ 0.8\" in "
                "the job"));
  EXPECT_THAT(
      failure_after([](linkage::Spec& spec) { spec.comparisons[1].nulls = linkage::NullPolicy::disagree; }),
      HasSubstr("'city' has nulls = \"neutral\", and \"disagree\" in the job"));
  EXPECT_THAT(
      failure_after([](linkage::Spec& spec) { spec.comparisons[1].kind = linkage::ValueKind::email; }),
      HasSubstr("'city' has value = \"text\", and \"email\" in the job"));
  EXPECT_THAT(failure_after([](linkage::Spec& spec) {
                spec.comparisons[1].fields[0].steps = {NormalizeStep::casefold, NormalizeStep::letters};
              }),
              HasSubstr("and \"casefold, letters\" in the job"));
}

TEST_F(ModelFile, RefusesWhatIsNoModel) {
  EXPECT_THAT(failure("model.toml", "version = 2\n"), HasSubstr("no model of version 1"));
  EXPECT_THAT(failure("model.toml", "version = 1\n"), HasSubstr("has no lambda"));
  EXPECT_THAT(failure("model.toml", "version = \n"), HasSubstr("model.toml:1:"));
  EXPECT_THAT(failure("model.json", "{"), HasSubstr("is no JSON"));
  EXPECT_THAT(failure("model.toml", "version = 1\nlambda = 2\n"), HasSubstr("model.toml:2:"));
  EXPECT_EQ(hint_, "mend the model file, or train it again: counterpart train JOB -o FILE");
}

TEST_F(ModelFile, TakesTheComparisonsOfSplinkByNameAndItsLevelsInTheirOrder) {
  const linkage::Model model = read(
      "splink.json",
      splink(
          R"({"m_probability": 0.8, "u_probability": 0.2}, {"m_probability": 0.2, "u_probability": 0.8})"));
  EXPECT_EQ(model.lambda, 0.002);
  EXPECT_EQ(model.levels[0][2].m, 0.3);
  EXPECT_EQ(model.levels[1][0], (LevelOdds{0.8, 0.2, Origin::fixed, Origin::fixed}));
  EXPECT_EQ(model.levels[2][1].u, 0.2);
  EXPECT_THAT(warnings_, IsEmpty());
}

TEST_F(ModelFile, LetsALevelThatSplinkDidNotMeetWeighAsItsNeighbour) {
  const linkage::Model model =
      read("splink.json", splink(R"({"u_probability": 0.2}, {"m_probability": 0.2, "u_probability": 0.8})"));
  EXPECT_EQ(model.levels[1][0].weight(), model.levels[1][1].weight());
  EXPECT_THAT(warnings_,
              ElementsAre(HasSubstr("level \"exact\" of city was not trained; it weighs as its neighbour")));
}

TEST_F(ModelFile, DoesNotLetAllElseWeighLikeAnAgreementWhereSplinkNeverMetIt) {
  const linkage::Model model =
      read("splink.json", splink(R"({"m_probability": 1.0, "u_probability": 0.2}, {"u_probability": 0.8})"));
  EXPECT_EQ(model.levels[1][1], (LevelOdds{1e-6, 0.8, Origin::fixed, Origin::fixed}));
  EXPECT_THAT(warnings_,
              ElementsAre(HasSubstr("level \"all else\" of city was not trained; its m is taken for 1e-06")));
}

TEST_F(ModelFile, RefusesASplinkModelThatDoesNotFitOrWasNotTrained) {
  EXPECT_THAT(failure("splink.json", splink(R"({"m_probability": 0.8, "u_probability": 0.2})")),
              HasSubstr("'city' has 1 levels, and 2 in the job"));
  EXPECT_THAT(failure("splink.json", splink(R"({"m_probability": 0.8}, {"u_probability": 0.2})")),
              HasSubstr("comparison 'city' was not trained"));
  EXPECT_THAT(failure("splink.json", splink(R"({"m_probability": 8, "u_probability": 0.2}, {})")),
              HasSubstr("a m_probability is 8"));
  EXPECT_THAT(failure("splink.json", R"({"probability_two_random_records_match": 1, "comparisons": []})"),
              HasSubstr("probability_two_random_records_match is 1"));
}

}  // namespace
}  // namespace counterpart
