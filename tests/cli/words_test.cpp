// The command line itself: what it takes, what it says of itself.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <regex>

#include "support/workplace.hpp"

namespace counterpart::test {
namespace {

using ::testing::HasSubstr;

const std::vector<std::string> kCommands{"run", "check", "demo", "mock-api", "ddl", "fetch", "completions"};

bool is_installed(const std::string& shell) {
  return std::filesystem::exists("/usr/bin/" + shell) || std::filesystem::exists("/bin/" + shell);
}

class Words : public ::testing::Test {
 protected:
  void expect_usage(const std::vector<std::string>& arguments, const std::vector<std::string>& words) const {
    const Files before = place_.files();
    place_.expect_refused(before, place_.run(arguments), 2, words);
  }
  /// What bash offers after these words, the last of them unfinished.
  std::vector<std::string> offered(const std::vector<std::string>& words) const {
    std::string script = ". ./counterpart.bash; COMP_WORDS=(counterpart";
    for (const std::string& word : words) script += " '" + word + "'";
    script += "); COMP_CWORD=" + std::to_string(words.size()) +
              "; _counterpart; printf '%s\\n' \"${COMPREPLY[@]}\"";
    Program bash({"bash", "-c", script}, place_.start({}));
    return lines_with(bash.wait().out, "");
  }

  Workplace place_;
};

TEST_F(Words, ThatAreUnknownNameTheNearest) {
  expect_usage({"rnu"}, {"command 'rnu'", "did you mean 'run'"});
  expect_usage({"run", "job.toml", "--theads", "2"}, {"'--theads'", "did you mean '--threads'"});
  expect_usage({"mock-api", "x.csv", "--page-sise", "2"}, {"'--page-sise'", "did you mean '--page-size'"});
  expect_usage({"run", "job.toml", "other.toml"}, {"'other.toml'"});
}

TEST_F(Words, ThatAreMissingAreAskedFor) {
  expect_usage({}, {"subcommand"});
  expect_usage({"run"}, {"JOB"});
  expect_usage({"fetch", "job.toml"}, {"--side"});
  expect_usage({"completions"}, {"SHELL"});
}

TEST_F(Words, WithValuesThatCannotBeAreRefused) {
  place_.write("job.toml", "");
  expect_usage({"run", "job.toml", "--memory", "1KiB"}, {"--memory", "16MiB"});
  expect_usage({"run", "job.toml", "--memory", "much"}, {"--memory"});
  expect_usage({"run", "job.toml", "--threads", "-1"}, {"--threads"});
  expect_usage({"run", "job.toml", "--max-rejects", "some"}, {"--max-rejects"});
  expect_usage({"run", "job.toml", "--progress", "sometimes"}, {"--progress"});
  expect_usage({"run", "job.toml", "--output-dir", "nowhere"}, {"--output-dir", "nowhere"});
  expect_usage({"ddl", "job.toml", "--dialect", "oracle"}, {"--dialect", "oracle"});
  expect_usage({"completions", "tcsh"}, {"tcsh"});
  expect_usage({"demo", "--rows", "0"}, {"--rows"});
}

TEST_F(Words, SayTheVersion) {
  const Ended ended = place_.run_well({"--version"});
  EXPECT_TRUE(std::regex_match(ended.out, std::regex(R"(counterpart \d+\.\d+\.\d+\n)"))) << ended.out;
  EXPECT_EQ(ended.err, "");
}

TEST_F(Words, HelpOfEveryCommandHasAnExample) {
  const std::string all = place_.run_well({"--help"}).out;
  EXPECT_THAT(all, HasSubstr("Exit codes:"));
  for (const std::string& command : kCommands) {
    EXPECT_THAT(all, HasSubstr("\n  " + command + " "));
    const Ended ended = place_.run_well({command, "--help"});
    EXPECT_THAT(ended.out, HasSubstr("Example")) << command;
    EXPECT_THAT(ended.out, HasSubstr("counterpart " + command)) << command;
    EXPECT_EQ(ended.err, "") << command;
  }
}

TEST_F(Words, BashCompletesThem) {
  place_.write("counterpart.bash", place_.run_well({"completions", "bash"}).out);
  Program syntax({"bash", "-n", "counterpart.bash"}, place_.start({}));
  EXPECT_EQ(syntax.wait().exit_code, 0);
  EXPECT_THAT(offered({"r"}), ::testing::ElementsAre("run"));
  EXPECT_THAT(offered({""}), ::testing::IsSupersetOf(kCommands));
  EXPECT_THAT(offered({"run", "--out"}), ::testing::ElementsAre("--output-dir"));
  EXPECT_THAT(offered({"mock-api", "--page"}),
              ::testing::UnorderedElementsAre("--page-size", "--page-param"));
  place_.write("job.toml", "");
  EXPECT_THAT(offered({"run", "jo"}), ::testing::ElementsAre("job.toml"));
}

TEST_F(Words, OtherShellsReadTheirCompletions) {
  for (const std::string shell : {"zsh", "fish"}) {
    const std::string script = place_.run_well({"completions", shell}).out;
    for (const std::string& command : kCommands) EXPECT_THAT(script, HasSubstr(command)) << shell;
    if (!is_installed(shell)) continue;
    place_.write("script", script);
    Program syntax({shell, "-n", "script"}, place_.start({}));
    EXPECT_EQ(syntax.wait().exit_code, 0) << shell;
  }
}

}  // namespace
}  // namespace counterpart::test
