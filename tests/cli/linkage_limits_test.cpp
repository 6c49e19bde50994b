// Probabilistic matching by the real program where there is little to match, or little room.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "support/json_events.hpp"
#include "support/linkage_world.hpp"
#include "support/peak_memory.hpp"
#include "support/rogue_api.hpp"
#include "support/sqlite_tables.hpp"

namespace counterpart::test {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr const char* kNobody = "id,first,last,birthday,town\n";

/// The first persons of the right side stand there twice, under two ids.
void double_the_right_side(const LinkageWorld& world) {
  std::string twice = kNobody;
  for (const std::string& line : lines_with(world.place().read("right.csv"), "R"))
    twice += line + "\nS" + line.substr(1) + "\n";
  world.place().write("right.csv", twice);
}

std::string json_of(const std::string& line) {
  std::string json;
  std::istringstream values(line);
  for (const char* field : {"id", "first", "last", "birthday", "town"}) {
    std::string value;
    std::getline(values, value, ',');
    json += std::string(json.empty() ? "{" : ",") + '"' + field + "\":\"" + value + '"';
  }
  return json + "}";
}

/// The right side of the world, page by page.
RogueApi::Handler partner_api(const std::vector<std::string>& lines) {
  return [lines](const Ask& ask) {
    constexpr std::size_t kSize = 64;
    std::string users;
    for (std::size_t i = (ask.page - 1) * kSize; i < std::min(ask.page * kSize, lines.size()); ++i)
      users += (users.empty() ? "" : ",") + json_of(lines[i]);
    return Reply{.body = "{\"total_pages\":" + std::to_string((lines.size() + kSize - 1) / kSize) +
                         ",\"users\":[" + users + "]}"};
  };
}

TEST(LinkageLimits, LinksATableWithAnApiAsItDoesTwoFiles) {
  const LinkageWorld world;
  world.place().run_well({"run", "job.toml"});
  const Files of_files = world.place().results();
  SqliteTables tables(world.place().folder() / "people.db");
  tables.run("CREATE TABLE people (id TEXT PRIMARY KEY, forename TEXT, surname TEXT, born TEXT, city TEXT)");
  for (const std::string& line : lines_with(world.place().read("left.csv"), "L")) {
    std::string values = "'";
    for (const char c : line) values += c == ',' ? std::string("','") : std::string(1, c);
    tables.run("INSERT INTO people VALUES (" + values + "')");
  }
  const RogueApi api(partner_api(lines_with(world.place().read("right.csv"), "R")));
  world.change("source = \"csv\"\npath   = \"left.csv\"",
               "source = \"sqlite\"\nurl = \"sqlite:people.db\"\ntable = \"people\"");
  world.change("source = \"csv\"\npath   = \"right.csv\"\nid     = \"id\"",
               "source = \"rest\"\nurl = \"" + api.url() +
                   "\"\nrecords = \"/users\"\nid = \"id\"\npages = { kind = \"page\", total_pages = "
                   "\"/total_pages\" }");
  const Ended ended = world.place().run_well({"run", "job.toml", "--verbose"});
  EXPECT_EQ(world.place().results(), of_files);
  EXPECT_THAT(ended.out, HasSubstr("partner: 7 pages"));
  EXPECT_THAT(ended.out, ::testing::Not(HasSubstr("order of the key")));
}

TEST(LinkageLimits, AnEmptySideIsRefusedUnlessItIsAllowed) {
  const LinkageWorld world;
  world.place().write("right.csv", kNobody);
  const Files before = world.place().files();
  world.place().expect_refused(before, world.place().run({"run", "job.toml"}), 8,
                               {"partner: the side has no records"});
  const Ended ended = world.place().run_well({"run", "job.toml", "--allow-empty"});
  EXPECT_THAT(ended.out, AllOf(HasSubstr("\n0 matches"), HasSubstr("there was nothing to compare")));
  EXPECT_THAT(lines_with(world.place().read("out/only-left.csv"), "L"),
              SizeIs(LinkageWorld::kBoth + LinkageWorld::kAlone));
}

TEST(LinkageLimits, SidesWithoutACommonBlockHaveNoMatchAndNeedNoWeights) {
  const LinkageWorld world;
  world.place().write("right.csv", std::string(kNobody) + "R1,Xyz,Qqqq,1850-01-01,city1\n");
  const Ended ended = world.place().run_well({"run", "job.toml", "--json"});
  const auto summary = json_events(ended.err).back();
  EXPECT_EQ(summary.at("/matches"), "0");
  EXPECT_EQ(summary.at("/linkage/model"), "not trained");
  EXPECT_THAT(summary.at("/linkage/remarks/0"), HasSubstr("no two records share the key of a blocking rule"));
  const Files before = world.place().files();
  world.place().expect_refused(before, world.place().run({"train", "job.toml", "-o", "model.toml"}), 8,
                               {"there is nothing to learn from"});
}

TEST(LinkageLimits, ASideWithoutACommonKeyHasNoDoubles) {
  const LinkageWorld world;
  world.place().write(
      "left.csv", "id,forename,surname,born,city\nL1,Ann,Smith,1950-01-01,x\nL2,Bob,Jones,1960-02-02,y\n");
  EXPECT_THAT(world.place().run_well({"dedupe", "job.toml"}).out,
              AllOf(HasSubstr("weights not trained"), HasSubstr("no two records share the key")));
}

TEST(LinkageLimits, SaysHowFarTheBestPairIsFromAMatch) {
  const LinkageWorld world;
  world.change("threshold = 0.9", "threshold = 0.999999999\npossible = 0.01");
  const Ended ended = world.place().run_well({"run", "job.toml"});
  EXPECT_THAT(ended.out, HasSubstr("\n0 matches"));
  EXPECT_THAT(ended.out, HasSubstr("reaches the threshold of 0.999999999 (29.90 bits): the best has a match "
                                   "weight of "));
}

TEST(LinkageLimits, DoesNotCallTiesPairsBelowTheThreshold) {
  const LinkageWorld world;
  double_the_right_side(world);
  const Ended ended = world.place().run_well({"run", "job.toml", "--json"});
  const auto summary = json_events(ended.err).back();
  EXPECT_EQ(summary.at("/matches"), "0");
  EXPECT_GT(number(summary, "/sides/partner/ambiguous"), 500);
  EXPECT_THAT(summary.at("/linkage/remarks/0"),
              AllOf(HasSubstr("no match, although the best of"), HasSubstr("have others as good")));
}

TEST(LinkageLimits, ExplainsATieAndWhatAPersonDecidedOfIt) {
  const LinkageWorld world;
  double_the_right_side(world);
  const std::vector<std::string> words{"explain", "job.toml", "--left", "L100", "--right", "S100"};
  EXPECT_THAT(
      world.place().run_well(words).out,
      AllOf(HasSubstr("possible: "),
            HasSubstr("it is above the threshold, but another pair of these records is as good or better")));
  world.place().write("decided.csv", "left_id,right_id,decision\nL100,S100,match\nL100,R100,none\n");
  std::vector<std::string> decided = words;
  decided.insert(decided.end(), {"--decisions", "decided.csv"});
  EXPECT_THAT(world.place().run_well(decided).out,
              AllOf(HasSubstr("match: "), HasSubstr("a person decided so")));
  decided[5] = "R100";
  EXPECT_THAT(world.place().run_well(decided).out,
              AllOf(HasSubstr("none: "), HasSubstr("a person decided so")));
}

TEST(LinkageLimits, CheckNamesAFieldThatIsNotThereAsARunDoes) {
  const LinkageWorld world;
  world.change("right = \"birthday\"\nkind  = \"date\"", "right = \"birthdate\"\nkind  = \"date\"");
  const Files before = world.place().files();
  const Ended ended = world.place().run({"check", "job.toml"});
  world.place().expect_refused(before, ended, 3, {"partner", "birthdate", "did you mean 'birthday'?"});
  EXPECT_THAT(ended.err, HasSubstr("its columns are id, first, last, birthday, town"));
}

TEST(LinkageLimits, CheckReadsTheModelAndTheLabelsThatARunWouldUse) {
  const LinkageWorld world;
  world.place().run_well({"train", "job.toml", "-o", "model.toml"});
  const std::string job = world.place().read("job.toml");
  world.change("threshold = 0.9", "threshold = 0.9\nmodel = \"model.toml\"");
  EXPECT_THAT(world.place().run_well({"check", "job.toml"}).out,
              HasSubstr("compared; weights of model.toml"));
  world.change("kind  = \"date\"", "kind  = \"exact\"");
  Files before = world.place().files();
  world.place().expect_refused(before, world.place().run({"check", "job.toml"}), 3,
                               {"'born' has 6 levels, and 2 in the job"});
  world.write_job(job);
  world.change("threshold = 0.9", "threshold = 0.9\nlabels = \"labels.csv\"");
  before = world.place().files();
  world.place().expect_refused(before, world.place().run({"check", "job.toml"}), 4, {"labels.csv"});
  world.place().write("labels.csv", "left_id,right_id,match\nL1,R1,1\nL1,R2,0\n");
  EXPECT_THAT(world.place().run_well({"check", "job.toml"}).out,
              HasSubstr("weights trained on the 2 pairs of labels.csv"));
}

TEST(LinkageLimits, DecisionsAreNothingToAJobOfEqualKeys) {
  const LinkageWorld world;
  const std::string job = LinkageWorld::job();
  world.write_job(job.substr(0, job.find("[match]")) +
                  "[match]\n[[match.on]]\nleft = \"surname\"\nright = \"last\"\n"
                  "[[output]]\nkind = \"csv\"\npath = \"out/matches.csv\"\n");
  const Files before = world.place().files();
  world.place().expect_refused(before, world.place().run({"run", "job.toml", "--decisions", "decided.csv"}),
                               2, {"--decisions is for a job with method = \"probabilistic\""});
}

TEST(LinkageLimits, CountsThePairsOfEachRuleBeforeARun) {
  const LinkageWorld world;
  const Ended plan = world.place().run_well({"plan", "job.toml", "--count", "--json"});
  const auto counted = json_events(plan.err).back();
  const Ended run = world.place().run_well({"run", "job.toml", "--json"});
  const auto summary = json_events(run.err).back();
  EXPECT_EQ(counted.at("/candidates"), summary.at("/linkage/candidates"));
  for (const char* rule : {"0", "1", "2"}) {
    const std::string place = std::string("/rules/") + rule;
    EXPECT_EQ(counted.at(place + "/name"), summary.at("/linkage" + place + "/name"));
    EXPECT_EQ(counted.at(place + "/pairs"), summary.at("/linkage" + place + "/pairs"));
  }
  EXPECT_EQ(number(counted, "/rules/0/largest_block"), 1);
  EXPECT_THAT(world.place().run_well({"plan", "job.toml", "--count"}).out,
              HasSubstr(" different pairs to compare"));
}

TEST(LinkageLimits, MakesABlockThatIsTooLargeFinerAndTellsWhatItLeftOut) {
  const LinkageWorld world;
  world.change("[[match.compare]]",
               "[[match.block]]\non = [{ left = \"city\", right = \"town\" }]\n\n[[match.compare]]");
  world.change("threshold = 0.9", "threshold = 0.9\nmax_block = 100");
  const Ended ended = world.place().run_well({"run", "job.toml", "--json"});
  const auto summary = json_events(ended.err).back();
  EXPECT_EQ(number(summary, "/linkage/rules/3/finer_blocks"), 8);
  EXPECT_GT(number(summary, "/linkage/rules/3/left_out_pairs"), 10'000);
  EXPECT_THAT(
      summary.at("/linkage/remarks/0"),
      AllOf(HasSubstr("city = town: "), HasSubstr(" pairs in blocks of more than 100 were not looked at")));
}

TEST(LinkageLimits, ListsEachLabelledLineThatHasNoRecord) {
  const LinkageWorld world;
  std::string labels = "left_id,right_id,match\n";
  for (int i = 1; i <= 100; ++i) labels += "L" + std::to_string(i) + ",R" + std::to_string(i) + ",1\n";
  for (int i = 0; i < 9; ++i) labels += "L" + std::to_string(i + 1) + ",nobody,0\n";
  world.place().write("labels.csv", labels);
  world.change("threshold = 0.9", "threshold = 0.9\nlabels = \"labels.csv\"");
  world.write_job(world.place().read("job.toml") +
                  "\n[[output]]\nkind = \"csv\"\nwhat = \"rejects\"\npath = \"out/rejects.csv\"\n");
  const Ended ended = world.place().run_well({"run", "job.toml"});
  EXPECT_THAT(ended.err, AllOf(HasSubstr("labels.csv:102: no record of partner has this id"),
                               HasSubstr("4 more lines have ids that no record has")));
  const auto rejects = lines_with(world.place().read("out/rejects.csv"), "partner,");
  EXPECT_THAT(rejects, SizeIs(9));
  EXPECT_THAT(rejects.back(), HasSubstr("labels.csv:110,no record has this id"));
}

TEST(LinkageLimits, NeedsNoMoreMemoryThanItSays) {
  const LinkageWorld world;
  std::string left = "id,forename,surname,born,city\n";
  std::string right = kNobody;
  for (int i = 0; i < 60'000; ++i) {
    const std::string number = std::to_string(i);
    const std::string born =
        std::to_string(1900 + i % 97) + "-0" + std::to_string(1 + i % 9) + "-" + std::to_string(10 + i % 19);
    const std::string person = "f" + std::to_string(i % 997) + ",surname" + number + "," + born + ",city" +
                               std::to_string(i % 50) + "\n";
    left += "L" + number + "," + person;
    right += "R" + number + "," + person;
  }
  world.place().write("left.csv", left);
  world.place().write("right.csv", right);
  const Files before = world.place().files();
  const Ended refused = world.place().run({"run", "job.toml", "--memory", "16MiB"});
  world.place().expect_refused(before, refused, 8, {"the persons to compare need about"});
  const std::size_t at = refused.err.find("set memory = \"") + std::string("set memory = \"").size();
  const std::uint64_t told = std::stoull(refused.err.substr(at));
  const Ended ended =
      world.place().run_well({"run", "job.toml", "--json", "--memory", std::to_string(told) + "MiB"});
  const auto summary = json_events(ended.err).back();
  EXPECT_EQ(summary.at("/matches"), "60000");
  expect_peak_within(summary, (told + 16) * kMiB);
  // To find the records of decisions takes next to nothing.
  world.place().write("decisions.csv", "decision,left_id,right_id\nnone,L17,R17\nnone,L59999,R59999\n");
  const Ended decided =
      world.place().run_well({"run", "job.toml", "--json", "--memory", std::to_string(told) + "MiB",
                              "--decisions", "decisions.csv"});
  EXPECT_EQ(json_events(decided.err).back().at("/matches"), "59998");
  expect_peak_within(json_events(decided.err).back(), (told + 16) * kMiB);
}

TEST(LinkageLimits, LoadsATableWithWhatIsKnownOfEachLink) {
  const LinkageWorld world;
  world.write_job(world.place().read("job.toml") +
                  "\n[[output]]\nkind = \"table\"\nurl = \"sqlite:out/links.db\"\ntable = \"links\"\n"
                  "\n[[output]]\nkind = \"report\"\npath = \"out/report.txt\"\n");
  const Ended ended = world.place().run_well({"run", "job.toml", "--json"});
  EXPECT_THAT(json_events(ended.err), ::testing::Not(IsEmpty()));
  EXPECT_THAT(world.place().read("out/report.txt"), HasSubstr("match_probability DOUBLE"));
  const Ended status = world.place().run_well({"status", "job.toml"});
  EXPECT_THAT(status.out, HasSubstr(json_events(ended.err).back().at("/matches") + " rows"));
}

}  // namespace
}  // namespace counterpart::test
