// Reviews that come back as decisions: run after run, from a file that takes its own place, with any ids.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/linkage_world.hpp"

namespace counterpart::test {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;

class Review : public testing::Test {
 protected:
  Review() { world_.change("threshold = 0.9", "threshold = 0.999999999\npossible = 0.01"); }

  Ended run() const { return world_.place().run_well({"run", "job.toml", "--decisions", "out/review.csv"}); }
  std::string review() const { return world_.place().read("out/review.csv"); }
  /// Decides the first open pair, and gives it as it stood: with a comma in front.
  std::string decide(const std::string& decision) const {
    std::string open = lines_with(review(), "").at(1);
    EXPECT_TRUE(open.starts_with(",")) << open;
    world_.place().write("out/review.csv", replaced(review(), "\n" + open, "\n" + decision + open));
    return open;
  }

  const LinkageWorld world_;
};

TEST_F(Review, KeepsItsDecisionsWhenItTakesItsOwnPlace) {
  world_.place().run_well({"run", "job.toml"});
  const std::size_t lines = lines_with(review(), "").size();
  decide("match");
  run();
  decide("none");
  for (int again = 0; again < 2; ++again) {
    run();
    EXPECT_THAT(lines_with(review(), "match,"), SizeIs(1));
    EXPECT_THAT(lines_with(review(), "none,"), SizeIs(1));
    EXPECT_LE(lines_with(review(), "").size(), lines);
    EXPECT_TRUE(lines_with(review(), "").at(1).starts_with(",")) << "what is open comes first";
  }
}

TEST_F(Review, OfIdsThatLookLikeFormulasComesBack) {
  for (const char* const file : {"left.csv", "right.csv"}) {
    std::string text = world_.place().read(file);
    for (std::size_t at = 0; (at = text.find('\n', at)) != std::string::npos && at + 1 < text.size(); ++at)
      text.insert(at + 1, "-");
    world_.place().write(file, text);
  }
  world_.place().run_well({"run", "job.toml"});
  const std::string open = decide("match");
  EXPECT_TRUE(open.starts_with(",'-L")) << open;
  EXPECT_THAT(run().err, Not(HasSubstr("left out")));
  EXPECT_THAT(lines_with(review(), "match,'-L"), SizeIs(1));
}

}  // namespace
}  // namespace counterpart::test
