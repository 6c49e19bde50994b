// A side is recorded with fetch --record, and run from the recording without its API and its secret.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>

#include "support/two_systems.hpp"

namespace counterpart::test {
namespace {

using ::testing::HasSubstr;

constexpr const char* kToken = "s3cr3t-of-the-partner";

/// An API that wants the token and gives it back in its pages.
Reply echoing(const Ask& ask) {
  if (ask.header("Authorization") != std::string("Bearer ") + kToken) return {.status = 401};
  Reply reply = sound_answer(ask);
  reply.headers = {"Set-Cookie: session=of-the-partner"};
  reply.body.replace(0, 1, std::string(R"({"you":")") + kToken + "\",");
  return reply;
}

class Recorded : public ::testing::Test {
 protected:
  Recorded() {
    systems_.change("[right.pages]",
                    "[right.auth]\nkind = \"bearer\"\ntoken = { env = \"PARTNER_TOKEN\" }\n[right.pages]");
  }
  Ended record() {
    return systems_.place().run(
        {"fetch", "job.toml", "--side", "right", "-o", "right.csv", "--record", "rec"},
        {{"PARTNER_TOKEN", kToken}});
  }
  void add_replay() { systems_.change("source  = \"rest\"", "source  = \"rest\"\nreplay  = \"rec\""); }

  std::atomic<unsigned> broken_from_{1000};
  TwoSystems systems_{[this](const Ask& ask) {
    return ask.page >= broken_from_ ? Reply{.body = "<html>", .content_type = "text/html"} : echoing(ask);
  }};
};

TEST_F(Recorded, RunsWithoutTheApiAndWithoutTheSecret) {
  systems_.place().run_well({"run", "job.toml"}, {{"PARTNER_TOKEN", kToken}});
  const Files live = systems_.place().results();
  const Ended ended = record();
  EXPECT_EQ(ended.exit_code, 0) << ended.err;
  EXPECT_THAT(ended.err, HasSubstr("recorded rec\n"));
  EXPECT_THAT(ended.err, HasSubstr("answers held a credential"));
  add_replay();
  const unsigned before = systems_.api().requests();
  EXPECT_THAT(systems_.place().run_well({"check", "job.toml"}).out,
              HasSubstr("external: rest, recorded in "));
  systems_.place().run_well({"run", "job.toml"});
  EXPECT_EQ(systems_.api().requests(), before);
  EXPECT_TRUE(systems_.place().results() == live);
}

TEST_F(Recorded, HoldsNoSecretAndIsForItsOwnerAlone) {
  EXPECT_EQ(record().exit_code, 0);
  const auto folder = systems_.place().path("rec");
  EXPECT_EQ(std::filesystem::status(folder).permissions(), std::filesystem::perms(0700));
  for (const auto& entry : std::filesystem::directory_iterator(folder))
    EXPECT_EQ(entry.status().permissions(), std::filesystem::perms(0600)) << entry.path();
  unsigned pages = 0;
  for (const auto& [name, bytes] : systems_.before()) {
    EXPECT_EQ(bytes.find(kToken), std::string::npos) << name;
    EXPECT_EQ(bytes.find("of-the-partner"), std::string::npos) << name;
    pages += name.ends_with(".page") ? 1 : 0;
  }
  EXPECT_EQ(pages, kPagesOfApi + 1) << "and the page before the first, which was looked at";
  EXPECT_THAT(systems_.place().read("rec/manifest"),
              HasSubstr("\nside: external\nurl: " + systems_.api().url() + "\n"));
}

/// A report of a problem: what the maintainer replays fails as it did for whoever recorded it.
TEST_F(Recorded, ShowsTheFailureOfAFetch) {
  broken_from_ = 4;
  const Ended failed = record();
  EXPECT_EQ(failed.exit_code, 5);
  EXPECT_FALSE(systems_.place().has("right.csv"));
  add_replay();
  const Files before = systems_.before();
  const Ended replayed = systems_.place().run({"run", "job.toml"});
  systems_.place().expect_refused(before, replayed, 5, {});
  EXPECT_EQ(lines_with(replayed.err, "error: "), lines_with(failed.err, "error: "));
  EXPECT_THAT(replayed.err, HasSubstr("page 4 of"));
}

TEST_F(Recorded, TellsThePageThatIsMissing) {
  EXPECT_EQ(record().exit_code, 0);
  for (const auto& entry : std::filesystem::directory_iterator(systems_.place().path("rec"))) {
    if (entry.path().filename().string().starts_with("0001-00000003-")) std::filesystem::remove(entry.path());
  }
  add_replay();
  const Files before = systems_.before();
  systems_.place().expect_refused(before, systems_.place().run({"run", "job.toml"}), 5,
                                  {"external: page 3 of", "is not in the recording rec"});
}

TEST_F(Recorded, GoesIntoANewFolderOnly) {
  std::filesystem::create_directory(systems_.place().path("rec"));
  systems_.place().write("rec/notes", "mine");
  const Files before = systems_.before();
  systems_.place().expect_refused(before, record(), 9, {"external: rec: is no empty folder"});
  EXPECT_EQ(systems_.api().requests(), 0U);
}

TEST_F(Recorded, IsForApisAlone) {
  const Files before = systems_.before();
  systems_.place().expect_refused(
      before,
      systems_.place().run({"fetch", "job.toml", "--side", "left", "-o", "left.csv", "--record", "rec"},
                           {{"PARTNER_TOKEN", kToken}}),
      2, {"internal", "no API"});
}

TEST_F(Recorded, IsNotRecordedAgain) {
  EXPECT_EQ(record().exit_code, 0);
  add_replay();
  const Files before = systems_.before();
  systems_.place().expect_refused(
      before,
      systems_.place().run({"fetch", "job.toml", "--side", "right", "-o", "again.csv", "--record", "re"}), 2,
      {"external", "replay"});
}

TEST_F(Recorded, HasToBeThere) {
  add_replay();
  const Files before = systems_.before();
  systems_.place().expect_refused(before, systems_.place().run({"run", "job.toml"}), 5,
                                  {"external", "rec", "holds no recording"});
}

}  // namespace
}  // namespace counterpart::test
