// run --resume: an interrupted run goes on from the pages that it has.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <csignal>
#include <fstream>

#include "support/json_events.hpp"
#include "support/two_systems.hpp"

namespace counterpart::test {
namespace {

using std::chrono::milliseconds;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr unsigned kNever = 1000;

class Resume : public ::testing::Test {
 protected:
  Resume() {
    systems_.change("[right.pages]", "window  = 1\nretries = { attempts = 1 }\n[right.pages]");
    systems_.place().run_well({"run", "job.toml"});
    wanted_ = systems_.place().results();
    // The older results, so that those of the run at hand can be told from them.
    systems_.place().run_well({"run", "job.toml", "--as-of", "2017-01-15"});
    before_ = systems_.place().results();
    start_counting();
  }
  Reply answer(const Ask& ask) {
    if (ask.page < asked_.size()) ++asked_.at(ask.page);
    if (ask.page >= down_from_) return {.status = 503};
    Reply reply = sound_answer(ask);
    reply.silent = ask.page >= silent_from_;
    if (ask.page == changed_) reply.body.replace(reply.body.find("Given"), 5, "Other");
    return reply;
  }
  void start_counting() {
    for (auto& count : asked_) count = 0;
  }
  /// How often page 1, 2, … was asked for: "1000011111".
  std::string asked() const {
    std::string text;
    for (unsigned page = 1; page <= kPagesOfApi; ++page) text += std::to_string(asked_.at(page));
    return text;
  }
  Ended run(std::vector<std::string> more = {}) {
    start_counting();
    more.insert(more.begin(), {"run", "job.toml", "--resume"});
    return systems_.place().run(more);
  }
  void interrupted_at(unsigned page) {
    down_from_ = page;
    const Ended ended = run();
    EXPECT_EQ(ended.exit_code, 5) << ended.err;
    down_from_ = kNever;
    EXPECT_TRUE(systems_.place().results() == before_);
    EXPECT_TRUE(systems_.place().has(kFolder));
  }
  /// The run ended well, gives what one without an interruption gives, and leaves no journal.
  void expect_done(const Ended& ended) {
    EXPECT_EQ(ended.exit_code, 0) << ended.err;
    EXPECT_TRUE(systems_.place().results() == wanted_);
    EXPECT_FALSE(systems_.place().has("job.toml.journal"));
    EXPECT_TRUE(std::filesystem::is_empty(systems_.place().path("tmp")));
  }
  std::filesystem::path file_of_page(unsigned page) const {
    const std::string name = "0001-000000" + std::string(page < 10 ? "0" : "") + std::to_string(page);
    for (const auto& entry : std::filesystem::directory_iterator(systems_.place().path(kFolder))) {
      if (entry.path().filename().string().starts_with(name)) return entry.path();
    }
    return {};
  }
  /// Ends a run by a signal while it waits for page 6.
  Ended stopped_by(int signal) {
    silent_from_ = 6;
    start_counting();
    Program program(systems_.place().start({"run", "job.toml", "--resume"}));
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while ((asked_[6] == 0 || !kept(5)) && std::chrono::steady_clock::now() < until)
      std::this_thread::sleep_for(milliseconds(1));
    program.send(signal);
    Ended ended = program.wait(std::chrono::seconds(5));
    silent_from_ = kNever;
    return ended;
  }
  bool kept(unsigned page) const { return systems_.place().has(kFolder) && !file_of_page(page).empty(); }

  static constexpr const char* kFolder = "job.toml.journal/external";

  std::atomic<unsigned> down_from_{kNever};
  std::atomic<unsigned> silent_from_{kNever};
  std::atomic<unsigned> changed_{kNever};
  std::array<std::atomic<unsigned>, kPagesOfApi + 1> asked_{};
  TwoSystems systems_{[this](const Ask& ask) { return answer(ask); }};
  Files wanted_;
  Files before_;
};

TEST_F(Resume, AfterAFailureOfTheApiAsksForWhatIsMissing) {
  interrupted_at(6);
  const Ended ended = run();
  expect_done(ended);
  EXPECT_EQ(asked(), "1000111111") << "the first page and the last whole one are looked at";
  EXPECT_THAT(ended.out, HasSubstr("external: 10 pages, 3 of them kept from an interrupted run, "));
}

TEST_F(Resume, IsInTheSummary) {
  interrupted_at(6);
  const Ended ended = run({"--json"});
  expect_done(ended);
  const Event summary = json_events(ended.err).back();
  EXPECT_EQ(number(summary, "/sides/external/pages"), 10);
  EXPECT_EQ(number(summary, "/sides/external/resumed_pages"), 3);
}

TEST_F(Resume, WithoutAnInterruptionLeavesNothingBehind) {
  const Ended ended = run();
  expect_done(ended);
  EXPECT_EQ(asked(), "1111111111");
  EXPECT_THAT(ended.out, Not(HasSubstr("interrupted")));
}

TEST_F(Resume, AfterSigkill) {
  EXPECT_EQ(stopped_by(SIGKILL).signal, SIGKILL);
  expect_done(run());
  EXPECT_EQ(asked(), "1000111111");
}

TEST_F(Resume, AfterSigint) {
  EXPECT_EQ(stopped_by(SIGINT).exit_code, 130);
  expect_done(run());
  EXPECT_EQ(asked(), "1000111111");
}

TEST_F(Resume, AfterTheOtherSideFailed) {
  systems_.place().write("people.csv", people_csv() + "41,\"never closed\n");
  EXPECT_EQ(run().exit_code, 4);
  systems_.place().write("people.csv", people_csv());
  // The other side may fail before this one was read to its end.
  expect_done(run());
}

TEST_F(Resume, NoticesAPageThatChangedAndBeginsAnew) {
  interrupted_at(6);
  changed_ = 5;
  const Ended refused = run();
  EXPECT_EQ(refused.exit_code, 5);
  EXPECT_THAT(refused.err, HasSubstr("error: external: page 5 of " + systems_.api().url() +
                                     ": changed since the interrupted run read it\nhint: "));
  EXPECT_FALSE(systems_.place().has("job.toml.journal"));
  EXPECT_TRUE(systems_.place().results() == before_);
  EXPECT_EQ(run().exit_code, 0);
  EXPECT_EQ(asked(), "1111111111");
}

TEST_F(Resume, ReadsADamagedPageFromTheApi) {
  interrupted_at(6);
  std::ofstream(file_of_page(3), std::ios::binary | std::ios::in).put('C');
  expect_done(run());
  EXPECT_EQ(asked(), "1110111111");
}

TEST_F(Resume, DropsTheJournalOfAnotherJob) {
  interrupted_at(6);
  systems_.change("window  = 1", "window  = 1\nquery   = { active = \"true\" }");
  const Ended ended = run();
  expect_done(ended);
  EXPECT_EQ(asked(), "1111111111");
  EXPECT_THAT(lines_with(ended.err, "warning: "), testing::ElementsAre(HasSubstr("other requests")));
}

TEST_F(Resume, KeepsTheJournalForAJobThatReadsTheSameOtherwise) {
  interrupted_at(6);
  systems_.change("from = \"left.id\"\n", "from = \"left.id\"\ntype = \"bigint\"\n");
  EXPECT_EQ(run().exit_code, 0);
  EXPECT_EQ(asked(), "1000111111");
}

TEST_F(Resume, IsAskedForEachTime) {
  interrupted_at(6);
  const Files journal = systems_.place().files();
  start_counting();
  systems_.place().run_well({"run", "job.toml"});
  EXPECT_EQ(asked(), "1111111111");
  EXPECT_TRUE(systems_.place().results() == wanted_);
  for (const auto& [name, bytes] : journal) {
    EXPECT_TRUE(!name.starts_with("job.toml.journal") || systems_.place().read(name) == bytes) << name;
  }
  EXPECT_TRUE(kept(5));
}

TEST_F(Resume, DropsTheJournalOfDataThatIsRefused) {
  down_from_ = 6;
  run();
  down_from_ = kNever;
  systems_.place().write("people.csv", "id,lastname,firstname,last_active_date\n");
  EXPECT_EQ(run().exit_code, 8) << "the left side has no records";
  EXPECT_FALSE(systems_.place().has("job.toml.journal"));
}

TEST_F(Resume, KeepsItsJournalWhereTheOutputsGo) {
  std::filesystem::create_directories(systems_.place().path("elsewhere/out"));
  down_from_ = 6;
  EXPECT_EQ(run({"--output-dir", "elsewhere"}).exit_code, 5);
  down_from_ = kNever;
  EXPECT_FALSE(systems_.place().has("job.toml.journal"));
  EXPECT_TRUE(systems_.place().has(std::string("elsewhere/") + kFolder));
  EXPECT_EQ(run({"--output-dir", "elsewhere"}).exit_code, 0);
  EXPECT_EQ(asked(), "1000111111");
  EXPECT_FALSE(systems_.place().has("elsewhere/job.toml.journal"));
}

TEST_F(Resume, IsForOneRunAtATime) {
  silent_from_ = 4;
  start_counting();
  Program first(systems_.place().start({"run", "job.toml", "--resume", "--dry-run"}));
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (asked_[4] == 0 && std::chrono::steady_clock::now() < until)
    std::this_thread::sleep_for(milliseconds(1));
  const Ended second = systems_.place().run({"run", "job.toml", "--resume", "--dry-run"});
  EXPECT_EQ(second.exit_code, 10);
  EXPECT_THAT(second.err, HasSubstr(std::string(kFolder) + ": another run holds this folder\nhint: "));
  first.send(SIGINT);
  EXPECT_EQ(first.wait(std::chrono::seconds(5)).exit_code, 130);
  silent_from_ = kNever;
  expect_done(run());
}

TEST_F(Resume, IsForItsOwnerAlone) {
  interrupted_at(6);
  for (const char* folder : {"job.toml.journal", kFolder})
    EXPECT_EQ(std::filesystem::status(systems_.place().path(folder)).permissions(),
              std::filesystem::perms(0700));
  for (const auto& entry : std::filesystem::directory_iterator(systems_.place().path(kFolder)))
    EXPECT_EQ(entry.status().permissions(), std::filesystem::perms(0600)) << entry.path();
  std::filesystem::permissions(systems_.place().path(kFolder), std::filesystem::perms(0755));
  const Ended refused = run();
  EXPECT_EQ(refused.exit_code, 9);
  EXPECT_THAT(refused.err, HasSubstr("others can get at this folder"));
}

}  // namespace
}  // namespace counterpart::test
