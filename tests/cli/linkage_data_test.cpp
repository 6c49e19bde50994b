// Probabilistic matching by the real program of values, labels and decisions that are not as they should be.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/json_events.hpp"
#include "support/linkage_world.hpp"

namespace counterpart::test {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

/// Writes the dates of the right side as day, month and year with `between` between them.
void write_dates_otherwise(const LinkageWorld& world, char between) {
  std::string made = "id,first,last,birthday,town\n";
  for (const std::string& line : lines_with(world.place().read("right.csv"), "R")) {
    const std::size_t at = line.find("-") - 4;
    made += line.substr(0, at) + line.substr(at + 8, 2) + between + line.substr(at + 5, 2) + between +
            line.substr(at, 4) + line.substr(at + 10) + "\n";
  }
  world.place().write("right.csv", made);
}

std::string persons_called_smith(const std::string& side) {
  std::string persons;
  for (int i = 0; i < 100; ++i) persons += side + std::to_string(i) + ",Ann,Smith,1950-01-01,x\n";
  return persons;
}

/// Rules with a part of a date, which has to be read for that.
void block_by_date(const LinkageWorld& world, const std::string& more) {
  world.change("on = [{ left = \"born\", right = \"birthday\" }]",
               "on = [{ left = \"born\", right = \"birthday\", kind = \"date\"" + more + " }]");
  world.change("{ left = \"born\", right = \"birthday\" }]",
               "{ left = \"born\", right = \"birthday\", kind = \"date\"" + more + " }]");
}

TEST(LinkageData, ReadsDatesThatAreWrittenWithDots) {
  const LinkageWorld world;
  block_by_date(world, "");
  world.place().run_well({"run", "job.toml"});
  const std::string matches = world.place().read("out/matches.csv");
  write_dates_otherwise(world, '.');
  const Ended ended = world.place().run_well({"run", "job.toml"});
  EXPECT_EQ(world.place().read("out/matches.csv"), matches);
  EXPECT_THAT(ended.err, Not(HasSubstr("no dates")));
}

TEST(LinkageData, TellsOfDatesWithSlashesAndReadsThemAsIsSaid) {
  const LinkageWorld world;
  world.place().run_well({"run", "job.toml"});
  const std::string matches = world.place().read("out/matches.csv");
  write_dates_otherwise(world, '/');
  const std::string warning =
      "comparison born: 400 of 400 values of partner are no dates that can be read, and are compared as "
      "text; "
      "400 of them would be with day_first = true or false in the comparison";
  EXPECT_THAT(world.place().run_well({"run", "job.toml"}).err, HasSubstr(warning));
  EXPECT_THAT(world.place().run_well({"train", "job.toml", "-o", "model.toml"}).err, HasSubstr(warning));
  world.change("kind  = \"date\"", "kind  = \"date\"\nday_first = true");
  block_by_date(world, ", day_first = true");
  const Ended ended = world.place().run_well({"run", "job.toml"});
  EXPECT_EQ(world.place().read("out/matches.csv"), matches);
  EXPECT_THAT(ended.err, Not(HasSubstr("no dates")));
}

TEST(LinkageData, TellsOfDatesThatAreNoneWhereNothingIsTrained) {
  const LinkageWorld world;
  world.place().write("right.csv", "id,first,last,birthday,town\nR1,Xyz,Qqqq,soon,city1\n");
  const Ended ended = world.place().run_well({"run", "job.toml"});
  EXPECT_THAT(ended.err, AllOf(HasSubstr("comparison born: 1 of 1 values of partner are no dates"),
                               Not(HasSubstr("soon"))));
}

TEST(LinkageData, SaysThatAllPairsWereInBlocksThatAreTooLarge) {
  const LinkageWorld world;
  world.place().write("left.csv", "id,forename,surname,born,city\n" + persons_called_smith("L"));
  world.place().write("right.csv", "id,first,last,birthday,town\n" + persons_called_smith("R"));
  const std::string job = LinkageWorld::job();
  const std::string only =
      "[[match.block]]\non = [{ left = \"surname\", right = \"last\" }]\n"
      "[[match.compare]]\nleft = \"surname\"\nright = \"last\"\nkind = \"name\"\n\n";
  const std::size_t first = job.find("[[match.block]]");
  world.write_job(job.substr(0, first) + "max_block = 1000\n\n" + only + job.substr(job.find("[[output]]")));
  const Files before = world.place().files();
  const std::vector<std::string> words{
      "all 10,000 pairs that share the key of a blocking rule are in blocks above max_block (1,000 pairs) "
      "and were left out"};
  const std::string hint = "add a field to the rule in [[match.block]], or raise max_block";
  world.place().expect_refused(before, world.place().run({"train", "job.toml", "-o", "model.toml"}), 8,
                               words);
  const Ended ended = world.place().run({"run", "job.toml"});
  world.place().expect_refused(before, ended, 8, words);
  EXPECT_THAT(ended.err, HasSubstr(hint));
  world.change("max_block = 1000", "max_block = 10000");
  world.place().run_well({"run", "job.toml"});
}

TEST(LinkageData, WarnsOfOddWeightsThatAreFixedOrComeFromAModel) {
  const LinkageWorld world;
  const std::string against = "comparison city: level \"exact\" (m 0.01 < u 0.5) speaks against a match";
  const std::string order =
      "comparison city: level \"all else\" weighs more than \"exact\", which is stricter";
  world.change("right = \"town\"\nkind  = \"exact\"",
               "right = \"town\"\nlevels = [{ exact = true, m = 0.01, u = 0.5 }]");
  const Ended fixed = world.place().run_well({"train", "job.toml", "-o", "model.toml"});
  EXPECT_THAT(fixed.err, AllOf(HasSubstr(against), HasSubstr(order)));
  world.change("threshold = 0.9", "threshold = 0.9\nmodel = \"model.toml\"");
  EXPECT_THAT(world.place().run_well({"check", "job.toml"}).out, HasSubstr(against));
  const Ended loaded = world.place().run_well({"run", "job.toml"});
  EXPECT_THAT(loaded.err, AllOf(HasSubstr(against), HasSubstr(order)));
}

TEST(LinkageData, LeavesOutLabelsThatContradictEachOther) {
  const LinkageWorld world;
  std::string labels = "left_id,right_id,match\n";
  for (int i = 1; i <= 100; ++i) labels += "L" + std::to_string(i) + ",R" + std::to_string(i) + ",1\n";
  world.place().write("labels.csv", labels + "L7,R8,0\nL7,R7,none\n");
  world.change("threshold = 0.9", "threshold = 0.9\nlabels = \"labels.csv\"");
  world.write_job(world.place().read("job.toml") +
                  "\n[[output]]\nkind = \"csv\"\nwhat = \"rejects\"\npath = \"out/rejects.csv\"\n");
  const Ended ended = world.place().run_well({"run", "job.toml"});
  EXPECT_THAT(
      ended.err,
      HasSubstr("labels.csv:103: L7 and R7 are none here, and a match in line 8; the pair is left out"));
  EXPECT_THAT(ended.out, HasSubstr("weights trained on 100 labelled pairs"));
  EXPECT_THAT(world.place().read("out/rejects.csv"),
              HasSubstr("labels.csv:103,\"L7 and R7 are none here, and a match in line 8\""));
}

TEST(LinkageData, LeavesOutDecisionsThatContradictEachOther) {
  const LinkageWorld world;
  world.place().run_well({"run", "job.toml"});
  const std::string matches = world.place().read("out/matches.csv");
  world.place().write("decided.csv", "left_id,right_id,decision\nL100,R100,match\nL100,R100,none\n");
  const Ended ended = world.place().run_well({"run", "job.toml", "--decisions", "decided.csv"});
  EXPECT_THAT(ended.err,
              HasSubstr("decided.csv:3: L100 and R100 are none here, and a match in line 2; the pair is "
                        "left out"));
  EXPECT_EQ(world.place().read("out/matches.csv"), matches);
}

TEST(LinkageData, CountsRecordsThatWereDeclaredAMatchOfSeveral) {
  const LinkageWorld world;
  world.place().write("decided.csv",
                      "left_id,right_id,decision\nL1,R2,match\nL1,R3,match\nL1,R3,match\nL4,R3,match\n");
  const std::vector<std::string> words{"run", "job.toml", "--decisions", "decided.csv"};
  EXPECT_THAT(
      world.place().run_well(words).err,
      HasSubstr("decided.csv: 2 records are declared a match of several, though the pairing gives each "
                "record one; all of them are linked"));
  world.change("threshold = 0.9", "threshold = 0.9\npairing = \"all\"");
  EXPECT_THAT(world.place().run_well(words).err, Not(HasSubstr("of several")));
}

TEST(LinkageData, NamesWhatALabelCanBe) {
  const LinkageWorld world;
  world.place().write("labels.csv", "left_id,right_id,match\nL1,R1,2\n");
  world.change("threshold = 0.9", "threshold = 0.9\nlabels = \"labels.csv\"");
  const Files before = world.place().files();
  world.place().expect_refused(before, world.place().run({"run", "job.toml"}), 4,
                               {"labels.csv:2: '2' is no decision: write match (or 1) or none (or 0)"});
}

TEST(LinkageData, CountsOneInTheSingular) {
  const LinkageWorld world;
  world.place().run_well({"train", "job.toml", "-o", "model.toml"});
  world.place().write("left.csv", "id,forename,surname,born,city\nL1,Ann,Smith,1950-01-01,city1\n");
  world.place().write("right.csv", "id,first,last,birthday,town\nR1,Ann,Smith,1950-01-01,city1\n");
  world.change("threshold = 0.9", "threshold = 0.9\nmodel = \"model.toml\"");
  const Ended ended = world.place().run_well({"run", "job.toml"});
  EXPECT_THAT(ended.out, AllOf(HasSubstr("\n1 match as of"), HasSubstr("\n1 candidate compared; ")));
  EXPECT_THAT(world.place().run_well({"plan", "job.toml", "--count"}).out,
              HasSubstr("1 different pair to compare"));
}

}  // namespace
}  // namespace counterpart::test
