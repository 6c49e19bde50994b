// What others on the machine get to see of the program: core files, its memory, its files, its children.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

#include "support/two_systems.hpp"

namespace counterpart::test {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr const char* kToken = "s3cr3t-of-the-partner";
constexpr std::chrono::milliseconds kDeadline{10'000};

/// An API that wants the token and, with `silent`, leaves a run standing in the middle.
RogueApi::Handler guarded(bool silent) {
  return [silent](const Ask& ask) -> Reply {
    if (ask.header("Authorization") != std::string("Bearer ") + kToken) return {.status = 401};
    Reply reply = sound_answer(ask);
    reply.silent = silent && ask.page == 2;
    return reply;
  };
}

class Privacy : public ::testing::Test {
 protected:
  Privacy(bool silent = false) : systems_(guarded(silent)) { take_token_from("{ env = \"PARTNER_TOKEN\" }"); }
  void take_token_from(const std::string& place) {
    systems_.change("name    = \"external\"",
                    "auth = { kind = \"bearer\", token = " + place + " }\nname    = \"external\"");
  }
  Start start(const std::string& under = "") const {
    Start start = systems_.place().start({"run", "job.toml"}, {{"PARTNER_TOKEN", kToken}});
    start.under = under;
    return start;
  }
  /// To root all is open, so root plays a user who can be nobody else's.
  void be_a_plain_user() {
    if (::geteuid() != 0) return;
    user_ = {"setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"};
    binary_ = systems_.place().path("counterpart").string();
    std::filesystem::copy_file(program_path(), binary_);
    const std::string folder = systems_.place().folder().string();
    ASSERT_EQ(Program({"chown", "-R", "65534:65534", folder}, start()).wait().exit_code, 0);
  }
  std::vector<std::string> words_of_user(const std::vector<std::string>& words) const {
    std::vector<std::string> all = user_;
    all.insert(all.end(), words.begin(), words.end());
    return all;
  }

  TwoSystems systems_;
  std::string binary_ = program_path();
  std::vector<std::string> user_;  ///< words that begin the command of a user; of root
};

/// A run that has its token and waits for the API.
class PrivacyOfARun : public Privacy {
 protected:
  PrivacyOfARun() : Privacy(true) {}
  /// Of this run, not of one before.
  void await_page_2() {
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (systems_.api().requests_of(2) == seen_ && std::chrono::steady_clock::now() < until) ::usleep(1000);
    ASSERT_GT(systems_.api().requests_of(2), seen_);
    seen_ = systems_.api().requests_of(2);
  }

 private:
  unsigned seen_ = 0;
};

/// A shell under the same limits leaves one, or the test shows nothing.
TEST_F(PrivacyOfARun, ACrashLeavesNoCore) {
  const std::string generous = "ulimit -c unlimited";
  Start shell = start(generous);
  shell.folder = systems_.place().path("tmp");
  if (!Program({"sh", "-c", "kill -SEGV $$"}, shell).wait().dumped_core)
    GTEST_SKIP() << "this system dumps no core of anybody";
  for (const auto& file : std::filesystem::directory_iterator(shell.folder)) std::filesystem::remove(file);

  for (const int signal : {SIGABRT, SIGQUIT, SIGSYS}) {
    const Files before = systems_.before();
    Program program(start(generous));
    await_page_2();
    program.send(signal);
    const Ended ended = program.wait(kDeadline);
    EXPECT_EQ(ended.signal, signal);
    EXPECT_FALSE(ended.dumped_core) << "by signal " << signal;
    // SQLite's journal may stay: it is how the next one who opens the file finds the old rows.
    std::filesystem::remove(systems_.place().path("out/warehouse.db-journal"));
    systems_.place().expect_untouched(before);
  }
}

TEST_F(PrivacyOfARun, OtherProcessesOfItsUserSeeNeitherItsMemoryNorItsEnvironment) {
  be_a_plain_user();
  Program program(words_of_user({binary_, "run", "job.toml"}), start("echo $$ > tmp/id"));
  await_page_2();
  std::string id = systems_.place().read("tmp/id");
  id.pop_back();
  for (const char* file : {"environ", "mem", "maps", "auxv", "cwd/people.csv"}) {
    const Ended look =
        Program(words_of_user({"head", "-c", "1", "/proc/" + id + "/" + file}), start()).wait();
    EXPECT_EQ(look.out, "") << file;
    EXPECT_THAT(look.err, HasSubstr("Permission denied")) << file;
  }
  program.send(SIGTERM);
  EXPECT_EQ(program.wait(kDeadline).exit_code, 143);
}

/// What is closed to others is not closed to the run itself, which finds its unnamed files below /proc/self.
TEST_F(Privacy, ARunOfAPlainUserPublishes) {
  be_a_plain_user();
  const Files before = systems_.place().results();
  const Ended ended = Program(words_of_user({binary_, "run", "job.toml"}), start()).wait();
  ASSERT_EQ(ended.exit_code, 0) << ended.err;
  EXPECT_NE(systems_.place().results().at("out/matches.csv"), before.at("out/matches.csv"));
}

TEST_F(Privacy, FilesAreForTheirOwnerAloneWhateverTheUmask) {
  for (const char* umask : {"umask 0", "umask 777"}) {
    std::filesystem::remove_all(systems_.place().path("out"));
    std::filesystem::create_directory(systems_.place().path("out"));
    const Ended ended = run_program(start(umask));
    ASSERT_EQ(ended.exit_code, 0) << ended.err;
    for (const auto& entry : std::filesystem::directory_iterator(systems_.place().path("out")))
      EXPECT_EQ(entry.status().permissions(), std::filesystem::perms(0600)) << umask << entry.path();
  }
}

/// A secret from a command: neither it nor the program has a secret on its command line, and the command gets
/// nothing that the program has open.
TEST_F(Privacy, ACommandThatPrintsASecretIsToldNone) {
  systems_.place().write("show",
                         "tr '\\0' ' ' < /proc/$$/cmdline > seen\n"
                         "tr '\\0' ' ' < /proc/$PPID/cmdline >> seen\n"
                         "ls /proc/$$/fd > descriptors\n"
                         "echo $PARTNER_TOKEN\n");
  ASSERT_EQ(Program({"sh", "show"}, start()).wait().exit_code, 0);
  const std::string descriptors = systems_.place().read("descriptors");
  systems_.change("{ env = \"PARTNER_TOKEN\" }", "{ command = [\"sh\", \"show\"] }");
  const Ended ended = run_program(start());
  ASSERT_EQ(ended.exit_code, 0) << ended.err;
  EXPECT_THAT(systems_.place().read("seen"), HasSubstr("run job.toml"));
  EXPECT_THAT(systems_.place().read("seen"), Not(HasSubstr(kToken)));
  EXPECT_THAT(descriptors, Not(IsEmpty()));
  EXPECT_EQ(systems_.place().read("descriptors"), descriptors);
}

TEST_F(Privacy, TheDigestOfAJobDoesNotDependOnItsSecrets) {
  const auto digest = [this] {
    return systems_.place().query("out/warehouse.db",
                                  "SELECT job_digest FROM counterpart_runs ORDER BY seq DESC LIMIT 1");
  };
  systems_.change("{ env = \"PARTNER_TOKEN\" }", "{ file = \"token\" }");
  std::string digests[2];
  for (std::string& one : digests) {
    systems_.place().write("token", std::string(kToken) + (&one == digests ? "\n" : ""));
    std::filesystem::permissions(systems_.place().path("token"), std::filesystem::perms(0600));
    systems_.place().run_well({"run", "job.toml"});
    one = digest();
  }
  EXPECT_THAT(digests[0], Not(IsEmpty()));
  EXPECT_EQ(digests[0], digests[1]);
}

}  // namespace
}  // namespace counterpart::test
