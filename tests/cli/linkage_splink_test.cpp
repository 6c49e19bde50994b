// A model that Splink has trained and saved, held against what Splink itself makes of it.
// data/splink_model.py made both files.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <sstream>

#include "support/linkage_world.hpp"

namespace counterpart::test {
namespace {

using ::testing::HasSubstr;

constexpr const char* kMatch = R"([match]
method    = "probabilistic"
model     = "splink.json"
threshold = 0.9
possible  = 1e-9

[[match.block]]
on = [{ left = "surname", right = "last" }]

[[match.block]]
on = [{ left = "born", right = "birthday" }]

[[match.block]]
on = [{ left = "forename", right = "first" }]

[[match.compare]]
left   = "surname"
right  = "last"
levels = [{ exact = true }, { jaro_winkler = 0.9 }]
term_frequency = true

[[match.compare]]
left   = "born"
right  = "birthday"
value  = "date"
levels = [{ exact = true }, { damerau = 1 }]

[[match.compare]]
left  = "forename"
right = "first"

[[match.compare]]
left  = "city"
right = "town"

[[column]]
name = "people"
from = "left.id"

[[column]]
name = "partner"
from = "right.id"

[[column]]
name = "weight"
from = "match.weight"

[[output]]
kind = "csv"
path = "out/matches.csv"

[[output]]
kind = "csv"
what = "possible"
path = "out/possible.csv"
)";

std::string text_of(const std::filesystem::path& path) {
  const std::ifstream file(path);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

/// Weights by "left id,right id".
std::map<std::string, double> weights(const std::string& csv) {
  std::map<std::string, double> found;
  for (const std::string& line : lines_with(csv, "L")) {
    const std::size_t comma = line.rfind(',');
    found.emplace(line.substr(0, comma), std::stod(line.substr(comma + 1)));
  }
  return found;
}

TEST(LinkageSplink, GivesAModelOfSplinkTheWeightsThatSplinkGivesIt) {
  const std::filesystem::path data = std::filesystem::path(COUNTERPART_CLI_TESTS) / "data";
  const LinkageWorld world;
  const std::string job = LinkageWorld::job();
  world.write_job(job.substr(0, job.find("[match]")) + kMatch);
  world.place().write("splink.json", text_of(data / "splink_model.json"));
  const Ended ended = world.place().run_well({"run", "job.toml"});
  EXPECT_THAT(ended.err, HasSubstr("level \"all else\" of born was not trained; its m is taken for 1e-06"));
  std::map<std::string, double> ours = weights(world.place().read("out/matches.csv"));
  ours.merge(weights(world.place().read("out/possible.csv")));
  const std::map<std::string, double> theirs = weights(text_of(data / "splink_weights.csv"));
  EXPECT_EQ(theirs.size(), 306U);
  EXPECT_EQ(ours.size(), 280U);
  for (const auto& [pair, weight] : theirs) {
    if (weight < -29) {
      EXPECT_FALSE(ours.contains(pair)) << pair;
    } else {
      ASSERT_TRUE(ours.contains(pair)) << pair;
      EXPECT_NEAR(ours.at(pair), weight, 1e-5) << pair;
    }
  }
}

}  // namespace
}  // namespace counterpart::test
