// Doubles within one side, by the real program.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/json_events.hpp"
#include "support/linkage_world.hpp"

namespace counterpart::test {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;

/// The same person as S200, forename and surname in each other's place, and all else the same.
std::string swapped_names(const std::string& line) {
  const std::size_t forename = line.find(',') + 1;
  const std::size_t surname = line.find(',', forename) + 1;
  const std::size_t rest = line.find(',', surname);
  return "S200," + line.substr(surname, rest - surname) + "," +
         line.substr(forename, surname - forename - 1) + line.substr(rest);
}

/// A job of people alone, some of them twice.
void make_one_sided(const LinkageWorld& world) {
  std::string people = "id,forename,surname,born,city\n";
  for (const std::string& line : lines_with(world.place().read("left.csv"), "L")) {
    people += line + "\n";
    if (line.starts_with("L1")) people += "D" + line.substr(1) + "\n";
    if (line.starts_with("L200,")) people += swapped_names(line) + "\n";
  }
  world.place().write("left.csv", people);
  const std::string job = LinkageWorld::job();
  const std::size_t right = job.find("[right]");
  world.write_job(job.substr(0, right) + R"([match]
method = "probabilistic"
threshold = 0.9
[[match.block]]
on = ["surname", "born"]
strict = true
[[match.block]]
on = ["forename", "surname"]
[[match.block]]
on = [{ left = "forename", right = "surname" }, { left = "surname", right = "forename" }]
[[match.compare]]
fields = ["forename", "surname"]
kind  = "forename-surname"
[[match.compare]]
field = "born"
kind  = "date"
[[match.compare]]
field = "city"
)");
}

TEST(Dedupe, GroupsTheDoublesOfOneSide) {
  const LinkageWorld world;
  make_one_sided(world);
  const Ended ended = world.place().run_well(
      {"dedupe", "job.toml", "-o", "out/groups.csv", "--pairs", "out/pairs.csv", "--json"});
  const auto summary = json_events(ended.err).back();
  EXPECT_EQ(summary.at("/side"), "people");
  const int doubles = std::stoi(summary.at("/doubles"));
  EXPECT_EQ(doubles, 2 * 112);
  EXPECT_EQ(lines_with(world.place().read("out/groups.csv"), "").front(), "cluster_id,id,size,probability");
  EXPECT_THAT(lines_with(world.place().read("out/groups.csv"), "D1,L1,2,"), SizeIs(1));
  EXPECT_THAT(lines_with(world.place().read("out/pairs.csv"), "D1,L1,"), SizeIs(1));
  EXPECT_THAT(lines_with(world.place().read("out/groups.csv"), "L200,S200,2,"), SizeIs(1));
  const Files before = world.place().files();
  world.place().expect_refused(before, world.place().run({"run", "job.toml"}), 3, {"no [right] side"});
}

TEST(Dedupe, IsPlannedAndCountedByAJobWithoutARightSide) {
  const LinkageWorld world;
  make_one_sided(world);
  const auto plan = json_events(world.place().run_well({"plan", "job.toml", "--count", "--json"}).err).back();
  EXPECT_EQ(plan.at("/sides/people/how"), "csv file; sorted here");
  EXPECT_EQ(plan.count("/sides/partner/how"), 0U);
  const auto deduped =
      json_events(world.place().run_well({"dedupe", "job.toml", "-o", "out/groups.csv", "--json"}).err)
          .back();
  EXPECT_EQ(plan.at("/candidates"), deduped.at("/linkage/candidates"));
  EXPECT_THAT(world.place().run_well({"plan", "job.toml"}).out, HasSubstr("people: csv file"));
}

TEST(Dedupe, IsChecked) {
  const LinkageWorld world;
  make_one_sided(world);
  const Ended ended = world.place().run_well({"check", "job.toml"});
  EXPECT_THAT(ended.out, HasSubstr("people: csv file"));
  EXPECT_THAT(ended.out, HasSubstr("ok\n"));
}

std::string group_of(const LinkageWorld& world, const std::string& id) {
  for (const std::string& line : lines_with(world.place().read("out/groups.csv"), ""))
    if (line.find("," + id + ",") == line.find(',')) return line.substr(0, line.find(','));
  return {};
}

/// Whether both records of a line of a review, still open, are of one group.
bool together(const LinkageWorld& world, const std::string& open) {
  const std::size_t comma = open.find(',', 1);
  const std::string one = open.substr(1, comma - 1);
  const std::string other = open.substr(comma + 1, open.find(',', comma + 1) - comma - 1);
  return group_of(world, one) == group_of(world, other);
}

TEST(Dedupe, GivesAReviewThatComesBackAsDecisions) {
  const LinkageWorld world;
  make_one_sided(world);
  world.change("threshold = 0.9", "threshold = 0.999999999\npossible = 0.01");
  const auto dedupe = [&] {
    return world.place().run_well({"dedupe", "job.toml", "-o", "out/groups.csv", "--review", "review.csv",
                                   "--decisions", "review.csv"});
  };
  world.place().write("review.csv", "decision,left_id,right_id\n");
  dedupe();
  const std::string review = world.place().read("review.csv");
  for (const std::string& open : lines_with(review, ",")) {
    if (together(world, open)) continue;
    world.place().write("review.csv", replaced(review, "\n" + open, "\nmatch" + open));
    for (int again = 0; again < 2;
         ++again) {  // a review that takes the place of a decided one has its decisions
      dedupe();
      EXPECT_TRUE(together(world, open));
      EXPECT_THAT(lines_with(world.place().read("review.csv"), "match,"), SizeIs(1));
    }
    return;
  }
  FAIL() << "no open pair is of two groups";
}

TEST(Dedupe, SaysThatAPairDeclaredNoneIsJoinedByOthers) {
  const LinkageWorld world;
  make_one_sided(world);
  const std::string people = world.place().read("left.csv");
  world.place().write("left.csv", people + "E1" + lines_with(people, "L1,").front().substr(2) + "\n");
  world.place().write("decisions.csv", "decision,id,other_id\nnone,L1,E1\n");
  const Ended ended =
      world.place().run_well({"dedupe", "job.toml", "-o", "out/groups.csv", "--decisions", "decisions.csv"});
  EXPECT_THAT(ended.err,
              HasSubstr("a pair declared none is in one group all the same, through other records"));
  EXPECT_THAT(lines_with(world.place().read("out/groups.csv"), "D1,"), SizeIs(3));
}

TEST(Dedupe, SaysThatTheOutputsOfARunAreNotItsOwn) {
  const LinkageWorld world;
  make_one_sided(world);
  EXPECT_THAT(world.place().run_well({"dedupe", "job.toml"}).err, Not(HasSubstr("outputs")));
  world.write_job(world.place().read("job.toml") +
                  "[[output]]\nkind = \"review\"\npath = \"out/review.csv\"\n");
  EXPECT_THAT(world.place().run_well({"dedupe", "job.toml"}).err, HasSubstr("were not written"));
}

}  // namespace
}  // namespace counterpart::test
