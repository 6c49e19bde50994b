// Probabilistic matching by the real program: what it writes, what it tells, what it refuses.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/json_events.hpp"
#include "support/linkage_world.hpp"

namespace counterpart::test {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;

std::vector<std::string> lines_of(const std::string& text) {
  return lines_with(text, "");
}

/// Pairs of a file of matches: how many are of one person, and how many are not.
std::pair<int, int> right_and_wrong(const std::string& csv) {
  std::pair<int, int> counts;
  for (const std::string& line : lines_with(csv, "L")) {
    const std::size_t comma = line.find(',');
    const std::string right = line.substr(comma + 1, line.find(',', comma + 1) - comma - 1);
    ++(line.substr(1, comma - 1) == right.substr(1) ? counts.first : counts.second);
  }
  return counts;
}

TEST(Linkage, FindsPersonsThatAreSpeltOtherwise) {
  const LinkageWorld world;
  const Ended ended = world.place().run_well({"run", "job.toml", "--json"});
  const auto [right, wrong] = right_and_wrong(world.place().read("out/matches.csv"));
  EXPECT_EQ(wrong, 0);
  EXPECT_GE(right, LinkageWorld::kBoth - 5);
  EXPECT_GT(right, LinkageWorld::kBoth - LinkageWorld::kChanged);
  EXPECT_EQ(lines_of(world.place().read("out/matches.csv")).front(),
            "people_id,partner_id,match_probability,match_weight,match_margin");
  const auto summary = json_events(ended.err).back();
  EXPECT_EQ(summary.at("/linkage/threshold"), "0.9");
  EXPECT_EQ(summary.at("/linkage/model"), "trained without labels");
  EXPECT_EQ(summary.at("/matches"), std::to_string(right));
  EXPECT_EQ(summary.at("/linkage/rules/1/name"), "forename = first, surname = last[1…2]");
}

TEST(Linkage, AccountsForEachRecord) {
  const LinkageWorld world;
  world.place().write("left.csv",
                      world.place().read("left.csv") + "L900,,,,\nL901,Ann,,1950-01-01,\nL1,x,y,,\n");
  world.change("id     = \"id\"\n", "id     = \"id\"\non_conflict = \"warn\"\n");
  const Ended ended = world.place().run_well({"run", "job.toml", "--json"});
  const auto summary = json_events(ended.err).back();
  const auto figure = [&](const std::string& name) { return std::stoi(summary.at("/sides/people/" + name)); };
  EXPECT_EQ(figure("read"), LinkageWorld::kBoth + LinkageWorld::kAlone + 3);
  EXPECT_EQ(figure("keyless"), 1);
  EXPECT_EQ(figure("conflicts"), 1);
  EXPECT_EQ(figure("read"), figure("duplicate") + figure("rejected") + figure("keyless") + figure("matched") +
                                figure("ambiguous") + figure("unmatched"));
  EXPECT_THAT(lines_with(world.place().read("out/only-left.csv"), "L"), SizeIs(figure("unmatched")));
}

TEST(Linkage, WritesTheSameBytesWithAnyThreadsAndMemory) {
  const LinkageWorld world;
  world.place().run_well({"run", "job.toml"});
  const Files first = world.place().results();
  for (const auto& flags : std::vector<std::vector<std::string>>{
           {"--threads", "1"}, {"--threads", "5"}, {"--memory", "16MiB"}, {"--memory", "1GiB"}}) {
    std::vector<std::string> words{"run", "job.toml"};
    words.insert(words.end(), flags.begin(), flags.end());
    world.place().run_well(words);
    EXPECT_EQ(world.place().results(), first) << flags.back();
  }
}

TEST(Linkage, ExplainsEachPairInAColumnIfAsked) {
  const LinkageWorld world;
  world.change("[[output]]", R"([[column]]
name = "left"
from = "left.id"

[[column]]
name = "sure"
from = "match.probability"

[[column]]
name = "why"
from = "match.explanation"

[[output]])");
  world.place().run_well({"run", "job.toml"});
  const std::string row = lines_with(world.place().read("out/matches.csv"), "L100,").front();
  EXPECT_THAT(row, AllOf(HasSubstr("{\"\"prior\"\":"),
                         HasSubstr("\"\"name\"\":\"\"born\"\",\"\"level\"\":\"\"exact\"\""),
                         HasSubstr("\"\"probability\"\":")));
}

TEST(Linkage, UsesATrainedModelAndRefusesThatOfAnotherJob) {
  const LinkageWorld world;
  world.place().run_well({"run", "job.toml"});
  const Files trained_on_the_way = world.place().results();
  world.place().run_well({"train", "job.toml", "-o", "model.toml"});
  world.change("threshold = 0.9", "threshold = 0.9\nmodel = \"model.toml\"");
  const Ended ended = world.place().run_well({"run", "job.toml", "--json"});
  EXPECT_EQ(world.place().results(), trained_on_the_way);
  EXPECT_THAT(json_events(ended.err).back().at("/linkage/model"), HasSubstr("model.toml"));
  world.change("kind  = \"date\"", "kind  = \"exact\"");
  const Files before = world.place().files();
  world.place().expect_refused(before, world.place().run({"run", "job.toml"}), 3,
                               {"model.toml", "'born' has 6 levels, and 2 in the job"});
}

TEST(Linkage, ReadsTheModelOfSplink) {
  const LinkageWorld world;
  world.write_job(std::string(LinkageWorld::job()));
  world.change(
      "[[match.compare]]\nleft  = [\"forename\", \"surname\"]\nright = [\"first\", \"last\"]\nkind  = "
      "\"forename-surname\"\n",
      "[[match.compare]]\nleft  = \"surname\"\nright = \"last\"\nkind  = \"exact\"\n");
  world.change("kind  = \"date\"", "kind  = \"exact\"");
  world.change("threshold = 0.9", "threshold = 0.9\nmodel = \"splink.json\"");
  const auto comparison = [](const std::string& name) {
    return R"({"output_column_name": ")" + name + R"(", "comparison_levels": [
      {"sql_condition": "a IS NULL", "is_null_level": true},
      {"label_for_charts": "Exact", "m_probability": 0.9, "u_probability": 0.01},
      {"label_for_charts": "All other", "m_probability": 0.1, "u_probability": 0.99}]})";
  };
  world.place().write("splink.json", "{\"probability_two_random_records_match\": 0.002, \"comparisons\": [" +
                                         comparison("surname") + "," + comparison("born") + "," +
                                         comparison("city") + "]}");
  world.place().run_well({"run", "job.toml"});
  EXPECT_EQ(right_and_wrong(world.place().read("out/matches.csv")).second, 0);
  world.place().write("splink.json", "{\"comparisons\": []}");
  const Files before = world.place().files();
  world.place().expect_refused(before, world.place().run({"run", "job.toml"}), 3,
                               {"splink.json", "probability_two_random_records_match"});
}

TEST(Linkage, NamesTheKnownFieldsWhereOneIsMissing) {
  const LinkageWorld world;
  world.change("right = \"birthday\"\nkind  = \"date\"", "right = \"birthdate\"\nkind  = \"date\"");
  const Files before = world.place().files();
  const Ended ended = world.place().run({"run", "job.toml"});
  world.place().expect_refused(before, ended, 3, {"partner", "birthdate", "birthday"});
  EXPECT_THAT(ended.err, HasSubstr("its columns are id, first, last, birthday, town"));
}

TEST(Linkage, SaysBeforeTrainingThatAllValuesAreNull) {
  const LinkageWorld world;
  std::string emptied = "id,first,last,birthday,town\n";
  for (const std::string& line : lines_with(world.place().read("right.csv"), "R"))
    emptied += line.substr(0, line.rfind(',') + 1) + "\n";
  world.place().write("right.csv", emptied);
  const Files before = world.place().files();
  world.place().expect_refused(before, world.place().run({"run", "job.toml"}), 8, {"city"});
}

TEST(Linkage, SaysWhyThereIsNoMatch) {
  const LinkageWorld world;
  std::string others = "id,first,last,birthday,town\n";
  for (int i = 0; i < 50; ++i) others += "R" + std::to_string(i) + ",Xyz,Qqqq,1850-01-01,city1\n";
  world.place().run_well({"train", "job.toml", "-o", "model.toml"});
  world.place().write("right.csv", others);
  world.change("threshold = 0.9", "threshold = 0.9\nmodel = \"model.toml\"");
  const Ended ended = world.place().run_well({"run", "job.toml"});
  EXPECT_THAT(ended.out, HasSubstr("no two records share the key of a blocking rule"));
  EXPECT_THAT(ended.out, HasSubstr("\n0 matches"));
}

TEST(Linkage, ListsLabelsOfUnknownRecords) {
  const LinkageWorld world;
  std::string labels = "left_id,right_id,match\nL9999,R1,1\n";
  for (int i = 1; i <= 100; ++i) {
    labels += "L" + std::to_string(i) + ",R" + std::to_string(i) + ",1\n";
    labels += "L" + std::to_string(i) + ",R" + std::to_string(i + 1) + ",0\n";
  }
  world.place().write("labels.csv", labels);
  world.change("threshold = 0.9", "threshold = 0.9\nlabels = \"labels.csv\"");
  const Ended ended = world.place().run_well({"run", "job.toml"});
  EXPECT_THAT(ended.err, HasSubstr("labels.csv:2: no record of people has this id"));
  EXPECT_THAT(ended.out, HasSubstr("trained on 200 labelled pairs"));
  EXPECT_EQ(right_and_wrong(world.place().read("out/matches.csv")).second, 0);
}

TEST(Linkage, HonoursDecisionsUntilTheRecordChanges) {
  const LinkageWorld world;
  world.place().run_well({"run", "job.toml"});
  ASSERT_THAT(lines_with(world.place().read("out/matches.csv"), "L200,R200,"), SizeIs(1));
  world.place().write("decisions.csv",
                      "decision,left_id,right_id\nnone,L200,R200\nmatch,L301,R402\n,L1,R1\n");
  world.place().run_well({"run", "job.toml", "--decisions", "decisions.csv"});
  EXPECT_THAT(lines_with(world.place().read("out/matches.csv"), "L200,"), SizeIs(0));
  EXPECT_THAT(lines_with(world.place().read("out/matches.csv"), "L301,R402,"), SizeIs(1));
  world.place().write(
      "decisions.csv",
      "decision,left_id,right_id,left_digest,right_digest\nnone,L200,R200,0123456789abcdef,\n");
  const Ended ended = world.place().run_well({"run", "job.toml", "--decisions", "decisions.csv"});
  EXPECT_THAT(ended.err, HasSubstr("1 decision left out: a record has changed since they were made"));
  EXPECT_THAT(lines_with(world.place().read("out/matches.csv"), "L200,"), SizeIs(1));
}

TEST(Linkage, GivesAReviewThatComesBackAsDecisions) {
  const LinkageWorld world;
  world.change("threshold = 0.9", "threshold = 0.999999999\npossible = 0.01");
  world.place().run_well({"run", "job.toml"});
  std::string review = world.place().read("out/review.csv");
  const auto open = lines_with(review, ",L");
  ASSERT_FALSE(open.empty());
  EXPECT_THAT(review, HasSubstr("decision,left_id,right_id,probability,weight,left.forename,right.first,"));
  std::string decided = lines_of(review).front() + "\n";
  for (const std::string& line : open) decided += "match" + line + "\n";
  world.place().write("decided.csv", decided);
  const auto before = right_and_wrong(world.place().read("out/matches.csv"));
  world.place().run_well({"run", "job.toml", "--decisions", "decided.csv"});
  const auto after = right_and_wrong(world.place().read("out/matches.csv"));
  EXPECT_EQ(after.first + after.second, before.first + before.second + static_cast<int>(open.size()));
}

TEST(Linkage, IsExplainedPairByPair) {
  const LinkageWorld world;
  Ended ended = world.place().run_well({"explain", "job.toml", "--left", "L100", "--right", "R100"});
  EXPECT_THAT(ended.out, AllOf(HasSubstr("match: probability "), HasSubstr("born: exact"),
                               HasSubstr("brought together by: "),
                               Not(HasSubstr("19"
                                             "50|"))));
  ended = world.place().run_well({"explain", "job.toml", "--left", "L100", "--right", "R101"});
  EXPECT_THAT(ended.out, HasSubstr("none: probability "));
  EXPECT_THAT(ended.out, HasSubstr("no blocking rule brings the two records together"));
  ended = world.place().run_well({"explain", "job.toml", "--left", "L100", "--right", "R100", "--json"});
  EXPECT_EQ(json_events(ended.err).back().at("/explanation/comparisons/1/level"), "exact");
  const Files before = world.place().files();
  world.place().expect_refused(
      before, world.place().run({"explain", "job.toml", "--left", "nobody", "--right", "R1"}), 8,
      {"people: no record has the id nobody"});
}

TEST(Linkage, ShowsNoValuesOfPersonsUnlessAsked) {
  const LinkageWorld world;
  const std::string line = lines_with(world.place().read("left.csv"), "L100,").front();
  const std::string surname = line.substr(line.find(',', 5) + 1, 8);
  Ended ended = world.place().run_well({"explain", "job.toml", "--left", "L100", "--right", "R100"});
  EXPECT_THAT(ended.out + ended.err, Not(HasSubstr(surname)));
  ended =
      world.place().run_well({"explain", "job.toml", "--left", "L100", "--right", "R100", "--show-values"});
  EXPECT_THAT(ended.out, HasSubstr(surname));
}

TEST(Linkage, IsJudgedByATruth) {
  const LinkageWorld world;
  std::string truth = "left_id,right_id\n";
  for (int i = 1; i <= LinkageWorld::kBoth; ++i)
    truth += "L" + std::to_string(i) + ",R" + std::to_string(i) + "\n";
  world.place().write("truth.csv", truth + "L1,R9999\n");
  const Ended ended =
      world.place().run_well({"evaluate", "job.toml", "--truth", "truth.csv", "--errors", "out/errors.csv",
                              "--curve", "out/curve.svg", "--histogram", "out/weights.svg", "--json"});
  const auto summary = json_events(ended.err).back();
  EXPECT_EQ(summary.at("/true_pairs"), "300");
  EXPECT_GT(std::stod(summary.at("/f1")), 0.98);
  EXPECT_EQ(std::stoi(summary.at("/right")) + std::stoi(summary.at("/missed")), 300);
  EXPECT_THAT(summary.at("/warnings/0"), HasSubstr("truth.csv:302: no record has this id"));
  EXPECT_THAT(lines_with(world.place().read("out/errors.csv"), "missed,"),
              SizeIs(std::stoi(summary.at("/missed"))));
  EXPECT_THAT(world.place().read("out/curve.svg"), HasSubstr("<svg"));
  EXPECT_THAT(world.place().read("out/weights.svg"), HasSubstr("<svg"));
}

}  // namespace
}  // namespace counterpart::test
