// A secret is taken from where the job file points, and shown nowhere.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/two_systems.hpp"

namespace counterpart::test {
namespace {

using ::testing::HasSubstr;

constexpr const char* kToken = "s3cr3t-of-the-partner";

/// An API that wants the token, and says it aloud in its refusal.
Reply guarded(const Ask& ask) {
  if (ask.header("Authorization") == std::string("Bearer ") + kToken) return sound_answer(ask);
  return {.status = 401, .body = R"({"error":"not )" + ask.header("Authorization").value_or("") + "\"}"};
}

class Secrets : public ::testing::Test {
 protected:
  void take_token_from(const std::string& place) {
    systems_.change("[right.pages]", "[right.auth]\nkind = \"bearer\"\ntoken = " + place + "\n[right.pages]");
  }
  /// Neither in what was said nor in any file but the one that holds it.
  void expect_unsaid(const Ended& ended, const std::string& secret, const std::string& holder = "") {
    EXPECT_EQ(ended.out.find(secret), std::string::npos);
    EXPECT_EQ(ended.err.find(secret), std::string::npos) << ended.err;
    for (const auto& [name, bytes] : systems_.before()) {
      EXPECT_TRUE(name == holder || bytes.find(secret) == std::string::npos) << name;
    }
  }

  TwoSystems systems_{guarded};
};

TEST_F(Secrets, FromTheEnvironmentOpenTheApi) {
  take_token_from("{ env = \"PARTNER_TOKEN\" }");
  expect_unsaid(systems_.place().run_well({"run", "job.toml", "-v"}, {{"PARTNER_TOKEN", kToken}}), kToken);
}

TEST_F(Secrets, FromAFileOpenTheApi) {
  systems_.place().write("token", std::string(kToken) + "\n");
  std::filesystem::permissions(systems_.place().path("token"), std::filesystem::perms(0600));
  take_token_from("{ file = \"token\" }");
  expect_unsaid(systems_.place().run_well({"run", "job.toml", "--json"}), kToken, "token");
}

TEST_F(Secrets, FromACommandOpenTheApi) {
  take_token_from("{ command = [\"printenv\", \"PARTNER_TOKEN\"] }");
  expect_unsaid(systems_.place().run_well({"run", "job.toml"}, {{"PARTNER_TOKEN", kToken}}), kToken);
}

TEST_F(Secrets, ThatAreWrongAreRefusedAtOnceAndNotShown) {
  take_token_from("{ env = \"PARTNER_TOKEN\" }");
  const Files before = systems_.before();
  const Ended ended = systems_.place().run({"run", "job.toml", "-v"}, {{"PARTNER_TOKEN", "wr0ng-token"}});
  systems_.place().expect_refused(before, ended, 5, {"external", "401"});
  expect_unsaid(ended, "wr0ng-token");
  EXPECT_EQ(systems_.api().requests(), 1U) << "a refusal of the token is not to be retried";
}

TEST_F(Secrets, InAQueryParameterAreNotShown) {
  systems_.change("[right.pages]",
                  "[right.auth]\nkind = \"api-key\"\nin = \"query\"\nname = \"key\"\nvalue = { env = "
                  "\"PARTNER_TOKEN\" }\n[right.pages]");
  const Files before = systems_.before();
  const Ended ended = systems_.place().run({"run", "job.toml", "-v"}, {{"PARTNER_TOKEN", "wr0ng-token"}});
  systems_.place().expect_refused(before, ended, 5, {"external", "401"});
  expect_unsaid(ended, "wr0ng-token");
}

TEST_F(Secrets, ThatAreNotThereAreNamedByTheirPlace) {
  take_token_from("{ env = \"PARTNER_TOKEN\" }");
  const Files before = systems_.before();
  systems_.place().expect_refused(before, systems_.place().run({"run", "job.toml"}), 3, {"PARTNER_TOKEN"});
}

TEST_F(Secrets, InAFileThatOthersCanReadAreRefused) {
  systems_.place().write("token", kToken);
  std::filesystem::permissions(systems_.place().path("token"), std::filesystem::perms(0644));
  take_token_from("{ file = \"token\" }");
  const Files before = systems_.before();
  const Ended ended = systems_.place().run({"run", "job.toml"});
  systems_.place().expect_refused(before, ended, 3, {"token", "read by others"});
  EXPECT_THAT(ended.err, HasSubstr("chmod 600"));
  expect_unsaid(ended, kToken, "token");
}

TEST_F(Secrets, FromACommandThatFailsAreNoSecrets) {
  take_token_from("{ command = [\"false\"] }");
  const Files before = systems_.before();
  systems_.place().expect_refused(before, systems_.place().run({"run", "job.toml"}), 3, {"false"});
}

TEST_F(Secrets, AreNotNeededToPrintTheDdl) {
  take_token_from("{ env = \"PARTNER_TOKEN\" }");
  EXPECT_THAT(systems_.place().run_well({"ddl", "job.toml"}).out, HasSubstr("CREATE TABLE pairs"));
}

TEST_F(Secrets, OutputsAreForTheirOwnerAlone) {
  take_token_from("{ env = \"PARTNER_TOKEN\" }");
  systems_.place().run_well({"run", "job.toml"}, {{"PARTNER_TOKEN", kToken}});
  for (const auto& entry : std::filesystem::directory_iterator(systems_.place().path("out"))) {
    EXPECT_EQ(entry.status().permissions(), std::filesystem::perms(0600)) << entry.path();
  }
}

}  // namespace
}  // namespace counterpart::test
