// What goes to standard output, what to standard error, and in which form.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include "support/json_events.hpp"
#include "support/two_systems.hpp"

namespace counterpart::test {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

Ended run_into(const TwoSystems& systems, const std::vector<std::string>& arguments,
               const std::string& standard_output) {
  Start start = systems.place().start(arguments);
  start.standard_output = standard_output;
  return run_program(start);
}

TEST(StandardOutput, HoldsTheSummaryForPeople) {
  const TwoSystems systems;
  const Ended ended = systems.place().run_well({"run", "job.toml"});
  EXPECT_THAT(ended.out, HasSubstr("30 matches as of 2017-02-02"));
  EXPECT_THAT(ended.out, HasSubstr("wrote out/report.txt"));
  EXPECT_EQ(ended.err, "");
}

TEST(StandardOutput, ThatIsFullIsAnErrorOfEveryCommand) {
  const TwoSystems systems;
  const std::vector<std::vector<std::string>> commands{
      {"run", "job.toml"}, {"check", "job.toml"}, {"ddl", "job.toml"}, {"completions", "bash"},
      {"--help"},          {"run", "--help"},     {"--version"}};
  for (const auto& command : commands) {
    const Ended ended = run_into(systems, command, "/dev/full");
    EXPECT_EQ(ended.exit_code, 9) << command.front();
    EXPECT_THAT(ended.err, StartsWith("error: standard output: No space left on device")) << command.front();
    EXPECT_THAT(ended.err, HasSubstr("\nhint: ")) << command.front();
    const bool published = command.front() == "run" && command.back() == "job.toml";
    EXPECT_EQ(ended.err.find("outputs are published") != std::string::npos, published) << ended.err;
  }
}

TEST(StandardOutput, ThatNobodyReadsIsNoError) {
  const TwoSystems systems;
  for (const std::vector<std::string>& command :
       {std::vector<std::string>{"run", "job.toml"}, {"ddl", "job.toml"}, {"--help"}}) {
    Start start = systems.place().start(command);
    start.unread_output = true;
    const Ended ended = run_program(start);
    EXPECT_EQ(ended.err, "") << command.front();
    EXPECT_TRUE(ended.exit_code == 0 || ended.signal == SIGPIPE) << command.front() << ended.exit_code;
  }
}

TEST(Quiet, PrintsNothingOfARunThatGoesWell) {
  const TwoSystems systems;
  for (const char* command : {"run", "check"}) {
    const Ended ended = systems.place().run_well({command, "job.toml", "-q"});
    EXPECT_EQ(ended.out + ended.err, "") << command;
  }
  const Ended ended =
      systems.place().run_well({"fetch", "job.toml", "--side", "left", "-o", "left.csv", "-q"});
  EXPECT_EQ(ended.out + ended.err, "");
}

TEST(Quiet, StillPrintsAnError) {
  const TwoSystems systems;
  const Files before = systems.place().files();
  systems.place().expect_refused(before, systems.place().run({"run", "nowhere.toml", "-q"}), 3,
                                 {"nowhere.toml"});
}

TEST(Escapes, AreForTerminalsAlone) {
  TwoSystems systems;
  systems.place().write("people.csv", replaced(people_csv(), "id,lastname", "id,\x1b[31mlastname"));
  for (const std::map<std::string, std::string>& environment :
       {std::map<std::string, std::string>{}, {{"NO_COLOR", "1"}}, {{"TERM", "xterm"}}}) {
    for (const char* command : {"run", "check", "--help"}) {
      const Ended ended = systems.place().run({command, "job.toml"}, environment);
      EXPECT_EQ((ended.out + ended.err).find('\x1b'), std::string::npos) << command;
    }
  }
}

/// What a run over a slow API shows on a terminal.
std::string on_a_terminal(const std::map<std::string, std::string>& environment) {
  const TwoSystems systems([](const Ask& ask) {
    std::this_thread::sleep_for(
        std::chrono::milliseconds(30));  // ten answers, and the display repaints each 100 ms
    return sound_answer(ask);
  });
  Program terminal({"script", "-q", "-e", "-c", program_path() + " run job.toml", "/dev/null"},
                   systems.place().start({}, environment));
  const Ended ended = terminal.wait();
  EXPECT_EQ(ended.exit_code, 0) << ended.out;
  return ended.out;
}

TEST(Escapes, AreNotForATerminalThatWantsNoColour) {
  if (!std::filesystem::exists("/usr/bin/script")) GTEST_SKIP() << "script (bsdutils) is not installed";
  EXPECT_THAT(on_a_terminal({{"TERM", "xterm"}}), HasSubstr("\x1b["));
  EXPECT_THAT(on_a_terminal({{"TERM", "xterm"}, {"NO_COLOR", "1"}}), Not(HasSubstr("\x1b")));
  EXPECT_THAT(on_a_terminal({{"TERM", "dumb"}}), Not(HasSubstr("\x1b")));
}

constexpr const char* kOfASide[] = {"read",    "duplicate", "rejected", "keyless",
                                    "matched", "ambiguous", "unmatched"};

TEST(Json, EndsWithASummaryThatHoldsTheWholeAccount) {
  const TwoSystems systems;
  const Ended ended = systems.place().run_well({"run", "job.toml", "--json"});
  EXPECT_EQ(ended.out, "");
  const auto events = json_events(ended.err);
  ASSERT_FALSE(events.empty());
  const Event& summary = events.back();
  EXPECT_EQ(summary.at("/message_type"), "summary");
  for (const char* text : {"/run_id", "/job", "/as_of", "/digest"}) EXPECT_NE(summary.at(text), "") << text;
  EXPECT_EQ(summary.at("/as_of"), "2017-02-02");
  EXPECT_EQ(number(summary, "/schema_version"), 1);
  EXPECT_EQ(number(summary, "/matches"), kPeopleOnBoth);
  EXPECT_GE(std::stod(summary.at("/elapsed_seconds")), 0);
  EXPECT_GT(number(summary, "/peak_memory_bytes"), 1 << 20);
  for (const std::string side : {"/sides/internal/", "/sides/external/"}) {
    std::int64_t sum = 0;
    for (const char* figure : kOfASide) sum += number(summary, side + figure);
    EXPECT_EQ(number(summary, side + "read"), kPeopleOfASide);
    EXPECT_EQ(sum, 2 * number(summary, side + "read"))
        << "read = duplicate + rejected + keyless + matched + ambiguous + unmatched";
  }
}

TEST(Json, EndsWithAnExitErrorWhereARunFails) {
  TwoSystems systems([](const Ask&) { return Reply{.status = 404, .body = "{}"}; });
  const std::vector<std::pair<std::vector<std::string>, int>> failures{
      {{"run", "job.toml", "--json"}, 5},
      {{"check", "job.toml", "--json"}, 5},
      {{"run", "nowhere.toml", "--json"}, 3},
      {{"run", "job.toml", "--jsn", "--json"}, 2},
      {{"demo", "--rows", "many", "--json"}, 2},
      {{"mock-api", "nowhere.csv", "--json"}, 4},
      {{"fetch", "job.toml", "--side", "right", "-o", "out/r.csv", "--json"}, 5}};
  for (const auto& [command, code] : failures) {
    const Ended ended = systems.place().run(command);
    EXPECT_EQ(ended.exit_code, code) << command.front();
    EXPECT_EQ(ended.out, "") << command.front();
    const auto events = json_events(ended.err);
    ASSERT_FALSE(events.empty()) << command.front();
    EXPECT_EQ(events.back().at("/message_type"), "exit_error");
    EXPECT_EQ(number(events.back(), "/code"), code);
    EXPECT_NE(events.back().at("/message"), "");
    EXPECT_NE(events.back().at("/hint"), "");
  }
}

TEST(Json, OfACheckEndsWithWhatItFound) {
  TwoSystems systems;
  const Ended ended = systems.place().run_well({"check", "job.toml", "--json"});
  EXPECT_EQ(ended.out, "");
  const Event summary = json_events(ended.err).back();
  EXPECT_EQ(summary.at("/message_type"), "summary");
  EXPECT_EQ(summary.at("/sides/internal/reads"), "[4]");
  EXPECT_EQ(summary.at("/outputs"), "[5]");
  systems.change("of = \"right.last_active_date\"", "of = \"right.last_seen\"");
  const Event problem = json_events(systems.place().run({"check", "job.toml", "--json"}).err).back();
  EXPECT_EQ(problem.at("/message_type"), "exit_error");
  EXPECT_EQ(number(problem, "/code"), 8);
}

}  // namespace
}  // namespace counterpart::test
