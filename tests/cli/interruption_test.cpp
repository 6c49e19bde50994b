// Runs that are stopped in the middle, and two at once.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fcntl.h>
#include <sys/stat.h>

#include <csignal>

#include "base/file.hpp"
#include "support/json_events.hpp"
#include "support/temporary_directory.hpp"
#include "support/two_systems.hpp"

namespace counterpart::test {
namespace {

using std::chrono::milliseconds;
using ::testing::HasSubstr;

constexpr milliseconds kDeadline{2000};

/// An API that falls silent at page 4, so that a run stands in the middle for as long as the test wants.
class Interruption : public ::testing::Test {
 protected:
  static Reply silent_from_page_4(const Ask& ask) {
    Reply reply = sound_answer(ask);
    reply.silent = ask.page >= 4;
    return reply;
  }
  void await_page_4() {
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (systems_.api().requests_of(4) == 0 && std::chrono::steady_clock::now() < until)
      std::this_thread::sleep_for(milliseconds(1));
    ASSERT_GT(systems_.api().requests_of(4), 0U);
  }
  /// Starts a run, sends it the signal while it reads, and checks that it ends as it should.
  void expect_stopped(int signal, int exit_code, const std::string& cause) {
    const Files before = systems_.before();
    Program program(systems_.place().start({"run", "job.toml"}));
    await_page_4();
    const auto sent = std::chrono::steady_clock::now();
    program.send(signal);
    const Ended ended = program.wait(kDeadline);
    EXPECT_LT(std::chrono::steady_clock::now() - sent, kDeadline);
    systems_.place().expect_refused(before, ended, exit_code, {cause});
    EXPECT_THAT(ended.err, HasSubstr("stopping"));
  }

  TwoSystems systems_{silent_from_page_4};
};

TEST_F(Interruption, BySigintLeavesEverythingAsItWas) {
  expect_stopped(SIGINT, 130, "interrupted");
}

TEST_F(Interruption, BySigtermLeavesEverythingAsItWas) {
  expect_stopped(SIGTERM, 143, "terminated");
}

TEST_F(Interruption, BySighupLeavesEverythingAsItWas) {
  expect_stopped(SIGHUP, 143, "terminated");
}

TEST_F(Interruption, IsAnEventUnderJson) {
  Program program(systems_.place().start({"run", "job.toml", "--json"}));
  await_page_4();
  program.send(SIGINT);
  const Ended ended = program.wait(kDeadline);
  EXPECT_EQ(ended.exit_code, 130);
  const auto events = json_events(ended.err);
  ASSERT_FALSE(events.empty());
  EXPECT_EQ(events.back().at("/message_type"), "exit_error");
  EXPECT_EQ(number(events.back(), "/code"), 130);
}

TEST_F(Interruption, OfAFetchLeavesTheOldFile) {
  systems_.place().write("out/right.csv", "old\n");
  const Files before = systems_.before();
  Program program(systems_.place().start({"fetch", "job.toml", "--side", "right", "-o", "out/right.csv"}));
  await_page_4();
  program.send(SIGINT);
  systems_.place().expect_refused(before, program.wait(kDeadline), 130, {"interrupted"});
}

TEST_F(Interruption, OfARunThatWaitsForAPipeEndsItToo) {
  const TemporaryDirectory elsewhere;
  const std::string pipe = (elsewhere.path() / "people.csv").string();
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  systems_.change("people.csv", pipe);
  const Files before = systems_.before();
  Program program(systems_.place().start({"run", "job.toml"}));
  // A pipe can be opened for writing as soon as somebody reads it.
  Descriptor writer;
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (!writer && std::chrono::steady_clock::now() < until)
    writer = Descriptor(::open(pipe.c_str(), O_WRONLY | O_NONBLOCK | O_CLOEXEC));
  ASSERT_TRUE(writer);
  program.send(SIGINT);
  systems_.place().expect_refused(before, program.wait(kDeadline), 130, {"interrupted"});
}

/// A secret command is the one thing that a run waits for without looking at the signals.
TEST_F(Interruption, ASecondSignalEndsAtOnce) {
  systems_.change("[right.pages]",
                  "[right.auth]\nkind = \"bearer\"\ntoken = { command = [\"sh\", \"-c\", \"touch asked; exec "
                  "sleep 3\"] }\n[right.pages]");
  const Files before = systems_.before();
  Program program(systems_.place().start({"run", "job.toml"}));
  while (!systems_.place().has("asked")) std::this_thread::sleep_for(milliseconds(1));
  std::filesystem::remove(systems_.place().path("asked"));
  program.send(SIGINT);
  ASSERT_TRUE(program.says("stopping"));
  program.send(SIGINT);
  EXPECT_EQ(program.wait(kDeadline).exit_code, 130);
  systems_.place().expect_untouched(before);
}

/// SQLite's journal may stay: it is how the next one who opens the file finds the old rows.
TEST_F(Interruption, BySigkillLeavesNoTemporaryFilesAndTheOldResults) {
  const Files before = systems_.place().results();
  Program program(systems_.place().start({"run", "job.toml"}));
  await_page_4();
  program.send(SIGKILL);
  EXPECT_EQ(program.wait(kDeadline).signal, SIGKILL);
  Files after = systems_.place().results();
  after.erase("out/warehouse.db-journal");
  EXPECT_TRUE(after == before);
  EXPECT_TRUE(std::filesystem::is_empty(systems_.place().path("tmp")));
}

TEST_F(Interruption, ASecondRunIntoTheSameTableIsRefusedAtOnce) {
  Program first(systems_.place().start({"run", "job.toml"}));
  await_page_4();
  systems_.place().write("second.toml", replaced(replaced(systems_.job(), "out/report.txt", "out/second.txt"),
                                                 "out/matches.csv", "out/second.csv"));
  const Files before = systems_.before();
  const Ended second = systems_.place().run({"run", "second.toml"});
  systems_.place().expect_refused(before, second, 10, {"warehouse.db"});
  EXPECT_LT(second.after, kDeadline);
  first.send(SIGINT);
  EXPECT_EQ(first.wait(kDeadline).exit_code, 130);
}

}  // namespace
}  // namespace counterpart::test
