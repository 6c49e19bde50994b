// The reference job when something goes wrong: the tables are as they were before.
#include <gmock/gmock.h>
#include <signal.h>

#include <thread>

#include "integration/reference_job.hpp"
#include "support/rogue_api.hpp"

namespace counterpart::test {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr std::chrono::milliseconds kDeadline{2000};

class ReferenceJobFaults : public ReferenceJob {
 protected:
  /// Starts a run whose API falls silent after its first page, and waits until it stands there, its table
  /// half made.
  std::unique_ptr<Program> stuck_run() {
    place_.write("stuck.toml", replaced(job_, nginx_->url() + "/users", silent_.url()));
    auto program = std::make_unique<Program>(place_.start({"run", "stuck.toml"}));
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (silent_.requests_of(2) == 0 && std::chrono::steady_clock::now() < until)
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    EXPECT_GT(silent_.requests_of(2), 0U);
    return program;
  }

  RogueApi silent_{[](const Ask& ask) {
    Reply reply{.body = test_data("external_page_1.json")};
    reply.silent = ask.page > 1;
    return reply;
  }};
};

TEST_F(ReferenceJobFaults, FindsAMissingColumnBeforeReading) {
  place_.write("job.toml", replaced(job_, "classification FROM user", "class FROM user"));
  const Files before = place_.files();
  place_.expect_refused(before, place_.run({"run", "job.toml"}), 4, {"internal", "class"});
  place_.expect_refused(before, place_.run({"check", "job.toml"}), 4, {"internal", "class"});
  EXPECT_EQ(tables(), "");
}

TEST_F(ReferenceJobFaults, FindsAMissingTableBeforeReading) {
  place_.write("job.toml", replaced(job_, "classification FROM user", "classification FROM users"));
  const Files before = place_.files();
  place_.expect_refused(before, place_.run({"run", "job.toml"}), 4, {"internal", "users"});
  EXPECT_EQ(tables(), "");
}

TEST_F(ReferenceJobFaults, LeavesTheTableAsItWasWhenAPageIsMissing) {
  run();
  const std::string rows = loaded();
  const std::filesystem::path page = nginx_->root() / "users" / "5.json";
  std::filesystem::rename(page, nginx_->root() / "away");
  const Files before = place_.files();
  const Ended ended = place_.run({"run", "job.toml"});
  std::filesystem::rename(nginx_->root() / "away", page);
  place_.expect_refused(before, ended, 5, {"external", "page 5", "404"});
  EXPECT_EQ(loaded(), rows);
  EXPECT_EQ(tables(), "user_active_status\n") << "a table was left behind";
}

TEST_F(ReferenceJobFaults, LeavesTheTablesAsTheyWereWhenInterrupted) {
  run();
  const std::string rows = loaded();
  const Files results = place_.results();
  const auto program = stuck_run();
  EXPECT_NE(tables(), "user_active_status\n")
      << "nothing is being made, so there is nothing to be cleaned up";
  program->send(SIGTERM);
  EXPECT_EQ(program->wait(kDeadline).exit_code, 143);
  EXPECT_EQ(loaded(), rows);
  EXPECT_EQ(tables(), "user_active_status\n") << "a table was left behind";
  EXPECT_TRUE(place_.results() == results);
}

TEST_F(ReferenceJobFaults, CleansUpAfterARunThatWasKilled) {
  run();
  const std::string rows = loaded();
  const std::string text = report();
  const auto program = stuck_run();
  program->send(SIGKILL);
  program->wait(kDeadline);
  EXPECT_EQ(loaded(), rows);
  EXPECT_EQ(report(), text);
  run();
  EXPECT_EQ(loaded(), rows);
  EXPECT_EQ(tables(), "user_active_status\n") << "a table was left behind";
}

TEST_F(ReferenceJobFaults, RefusesASecondRunIntoTheSameTable) {
  const auto first = stuck_run();
  place_.write("job.toml", replaced(job_, "sqlite:out/warehouse.db", "sqlite:out/other.db"));
  const Files before = place_.files();
  place_.expect_refused(before, place_.run({"run", "job.toml"}), 10, {"user_active_status"});
  first->send(SIGINT);
  EXPECT_EQ(first->wait(kDeadline).exit_code, 130);
  EXPECT_EQ(tables(), "");
}

TEST_F(ReferenceJobFaults, TakesAPasswordWithoutShowingIt) {
  server().run_all(internal_, {"CREATE OR REPLACE USER reader@localhost IDENTIFIED BY 'r1ght-password'",
                               "GRANT SELECT ON " + internal_ + ".* TO reader@localhost"});
  const std::string address =
      server().url(internal_, "reader") + "\"\npassword = { env = \"READER_PASSWORD\" }";
  place_.write("job.toml", replaced(job_, server().url(internal_) + "\"", address));
  const Files before = place_.files();
  const Ended refused = place_.run({"run", "job.toml", "-v"}, {{"READER_PASSWORD", "wr0ng-password"}});
  place_.expect_refused(before, refused, 4, {"internal", "reader"});
  EXPECT_THAT(refused.err, Not(HasSubstr("wr0ng-password")));
  EXPECT_EQ(tables(), "");
  const Ended taken = place_.run_well({"run", "job.toml", "-v"}, {{"READER_PASSWORD", "r1ght-password"}});
  EXPECT_THAT(taken.out + taken.err, Not(HasSubstr("r1ght-password")));
  for (const auto& [name, bytes] : place_.files())
    EXPECT_EQ(bytes.find("r1ght-password"), std::string::npos) << name;
}

}  // namespace
}  // namespace counterpart::test
