#include "match/linkage/odd_weights.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace counterpart::linkage {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class OddWeights : public testing::Test {
 protected:
  OddWeights() {
    Comparison comparison = comparison_preset("date");
    comparison.name = "born";
    comparison.levels = {{"exact", {{Likeness::exact, 0, 0, 0}}},
                         {"one edit", {{Likeness::damerau, 1, 0, 0}}},
                         {"month", {{Likeness::days, 31, 0, 0}}},
                         {"all else", {}}};
    spec_.comparisons = {comparison};
  }
  std::vector<std::string> of(const std::vector<std::pair<double, double>>& odds) const {
    Model model;
    model.levels.emplace_back();
    for (const auto& [m, u] : odds) model.levels.back().push_back({m, u, Origin::trained, Origin::fixed});
    return odd_weights(spec_, model);
  }

  Spec spec_;
};

TEST_F(OddWeights, AreNoneOfAgreementsInTheirOrder) {
  EXPECT_THAT(of({{0.9, 0.01}, {0.05, 0.01}, {0.02, 0.02}, {0.03, 0.96}}), IsEmpty());
}

TEST_F(OddWeights, AreThoseOfEachAgreementThatSpeaksAgainstAMatch) {
  EXPECT_THAT(of({{0.9, 0.01}, {0.05, 0.01}, {0.02, 0.05}, {0.03, 0.93}}),
              ElementsAre("comparison born: level \"month\" (m 0.02 < u 0.05) speaks against a match"));
  EXPECT_THAT(
      of({{0.9, 0.01}, {0.01, 0.02}, {0.02, 0.05}, {0.03, 0.93}}),
      ElementsAre("comparison born: levels \"one edit\" (m 0.01 < u 0.02), \"month\" (m 0.02 < u 0.05) "
                  "speak against a match"));
}

TEST_F(OddWeights, AreToldOnceWhereALessStrictLevelWeighsMore) {
  EXPECT_THAT(
      of({{0.5, 0.25}, {0.4, 0.1}, {0.08, 0.01}, {0.02, 0.64}}),
      ElementsAre("comparison born: level \"month\" weighs more than \"exact\", which is stricter (+3.00 "
                  "and +1.00 bits)"));
  // A tenth of a bit is no order.
  EXPECT_THAT(of({{0.5, 0.1}, {0.1, 0.1}, {0.104, 0.02}, {0.3, 0.78}}), IsEmpty());
  // Neither an edit nor a month is stricter than the other.
  EXPECT_THAT(of({{0.5, 0.01}, {0.1, 0.1}, {0.1, 0.01}, {0.3, 0.88}}), IsEmpty());
}

TEST_F(OddWeights, AreThoseOfAllElseToo) {
  EXPECT_THAT(of({{0.5, 0.01}, {0.2, 0.1}, {0.1, 0.1}, {0.2, 0.05}}),
              ElementsAre("comparison born: level \"all else\" weighs more than \"month\", which is stricter "
                          "(+2.00 and +0.00 bits)"));
}

}  // namespace
}  // namespace counterpart::linkage
