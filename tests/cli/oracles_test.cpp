// The checker that judges the tests of faults finds each promise that is broken.
#include "support/oracles.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>

namespace counterpart::test {
namespace {

using ::testing::Each;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

constexpr const char* kOld = "1|old\n";
constexpr const char* kNew = "1|new\n";

/// A database that a test writes by hand.
class FakeTables final : public TableWorld {
 public:
  std::string url() const override { return ""; }
  void run(const std::string&) override {}
  std::string query(const std::string& sql) override {
    if (sql.find("'prepared'") != std::string::npos) return prepared ? "1\n" : "0\n";
    return sql.find("counterpart_runs") == std::string::npos ? rows : history;
  }
  std::string tables() override { return names; }

  std::string rows = kOld;
  std::string history = "first run\n";
  std::string names = "people\n";
  bool prepared = false;
};

class OracleTest : public ::testing::Test {
 protected:
  OracleTest() {
    place_.write("out/a.csv", "old");
    before_ = oracles_.look();
    load();
    after_ = oracles_.look();
    world_ = FakeTables();
    place_.write("out/a.csv", "old");
  }
  void load() {
    world_.rows = kNew;
    world_.history += "second run\n";
    place_.write("out/a.csv", "new");
  }
  static Ended failed() {
    Ended ended;
    ended.exit_code = 6;
    ended.err = "error: the disk is full\nhint: make room\n";
    return ended;
  }
  static Ended done() {
    Ended ended;
    ended.exit_code = 0;
    return ended;
  }
  static Ended killed() {
    Ended ended;
    ended.signal = SIGKILL;
    return ended;
  }
  std::vector<std::string> broken(const Ended& ended, Promise promise = {{0, 6}, SIGKILL}) const {
    return oracles_.broken(ended, promise, before_, after_);
  }
  /// At least one, and only this one.
  void expect_broken(const Ended& ended, const std::string& number, Promise promise = {{0, 6}, SIGKILL}) {
    const auto words = broken(ended, std::move(promise));
    EXPECT_THAT(words, Not(IsEmpty()));
    EXPECT_THAT(words, Each(StartsWith(number)));
  }

  Workplace place_;
  FakeTables world_;
  Oracles oracles_{place_, world_, {{"people", "id, note"}}, {"the-password"}, {"Lovelace"}};
  Scene before_;
  Scene after_;
};

TEST_F(OracleTest, FindsNothingWhereAllIsAsItWasOrAsItShallBe) {
  EXPECT_THAT(broken(failed()), IsEmpty());
  EXPECT_THAT(broken(killed()), IsEmpty());
  load();
  EXPECT_THAT(broken(done()), IsEmpty());
  EXPECT_THAT(broken(killed()), IsEmpty());
  EXPECT_THAT(oracles_.broken_by_rerun(done(), after_), IsEmpty());
}

TEST_F(OracleTest, FindsAnExitCodeOrASignalThatIsNotDocumented) {
  expect_broken(failed(), "1", {{9}});
  expect_broken(killed(), "1", {{6}, SIGTERM});
}

TEST_F(OracleTest, FindsAMissingHintAndASecondCause) {
  Ended ended = failed();
  ended.err = "error: the disk is full\n";
  expect_broken(ended, "2");
  ended.err = "error: one\nerror: two\nhint: make room\n";
  expect_broken(ended, "2");
}

TEST_F(OracleTest, FindsATableBetweenBeforeAndAfter) {
  world_.rows = std::string(kOld) + kNew;
  expect_broken(killed(), "3");
}

TEST_F(OracleTest, FindsRowsWithoutTheirRunAndARunWithoutItsRows) {
  world_.rows = kNew;
  expect_broken(killed(), "3");
  world_.prepared = true;
  EXPECT_THAT(broken(killed()), IsEmpty()) << "the next run settles it";
  world_ = FakeTables();
  world_.history = after_.history;
  expect_broken(killed(), "3");
}

TEST_F(OracleTest, FindsATableLeftBehindByARunThatWasNotKilled) {
  world_.names = "people\npeople_new\n";
  expect_broken(failed(), "3");
  EXPECT_THAT(broken(killed()), IsEmpty());
}

TEST_F(OracleTest, FindsARunThatSaysWhatIsNotSo) {
  expect_broken(done(), "");
  load();
  expect_broken(failed(), "");
}

TEST_F(OracleTest, FindsHalfAFileAndOneLeftBehind) {
  place_.write("out/a.csv", "ne");
  expect_broken(killed(), "4");
  place_.write("out/a.csv", "old");
  place_.write("tmp/spill", "");
  expect_broken(failed(), "4");
}

TEST_F(OracleTest, FindsASecretAndAName) {
  for (const char* word : {"the-password", "Lovelace"}) {
    Ended ended = failed();
    ended.err = std::string("error: not taken: ") + word + "\nhint: look\n";
    expect_broken(ended, "5");
  }
  place_.write("out/.a.csv.1-0.tmp", "the-password");
  expect_broken(killed(), "5");
}

TEST_F(OracleTest, FindsAnEndThatCameTooLate) {
  Ended ended = failed();
  ended.after = std::chrono::seconds(3);
  expect_broken(ended, "6", {.exit_codes = {6}, .deadline = std::chrono::seconds(2)});
}

TEST_F(OracleTest, FindsARerunThatLeavesSomethingElse) {
  load();
  place_.write("out/a.csv", "newer");
  place_.write("out/.a.csv.1-0.tmp", "half");
  world_.prepared = true;
  EXPECT_EQ(oracles_.broken_by_rerun(done(), after_).size(), 3U);
  EXPECT_EQ(oracles_.broken_by_rerun(failed(), after_).size(), 1U);
}

TEST_F(OracleTest, FindsADefectOfTheProgram) {
  Ended ended = failed();
  ended.err += "==1==ERROR: AddressSanitizer: heap-use-after-free\n";
  expect_broken(ended, "8");
}

}  // namespace
}  // namespace counterpart::test
