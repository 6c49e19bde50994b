// Sources that do not give what they promised.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/json_events.hpp"
#include "support/two_systems.hpp"

namespace counterpart::test {
namespace {

using ::testing::HasSubstr;

/// The API, but the first person of page 3 has no last name.
Reply without_a_name(const Ask& ask) {
  Reply reply = sound_answer(ask);
  if (ask.page == 3) reply.body = replaced(reply.body, R"("lastname":)", R"("surname":)");
  return reply;
}

/// The API, but there is nothing on any page.
Reply nobody(const Ask&) {
  return {.body = R"({"total_pages":1,"users":[]})"};
}

TEST(BadData, APageThatIsNotThereIsAFailureAndNotTheEnd) {
  TwoSystems systems(
      [](const Ask& ask) { return ask.page == 7 ? Reply{.status = 404, .body = "{}"} : sound_answer(ask); });
  const Files before = systems.before();
  systems.place().expect_refused(before, systems.place().run({"run", "job.toml"}), 5,
                                 {"external", "page 7", "404"});
}

TEST(BadData, ASideWithoutOneUsableRecordIsRefusedHoweverManyRejectsAreAllowed) {
  TwoSystems systems([](const Ask& ask) {
    Reply reply = sound_answer(ask);
    while (reply.body.find("lastname") != std::string::npos)
      reply.body = replaced(reply.body, "lastname", "surname");
    return reply;
  });
  const Files before = systems.before();
  systems.place().expect_refused(before, systems.place().run({"run", "job.toml", "--max-rejects", "1000"}), 8,
                                 {"external", "every record of the side was rejected"});
}

TEST(BadData, APageCutShortEverywhereIsAFailure) {
  TwoSystems systems([](const Ask& ask) {
    Reply reply = sound_answer(ask);
    if (ask.page == 5) reply.cut_after = 40;
    return reply;
  });
  systems.change("[right.pages]", "[right.retries]\nattempts = 2\n[right.pages]");
  const Files before = systems.before();
  systems.place().expect_refused(before, systems.place().run({"run", "job.toml"}), 5, {"external", "page 5"});
}

TEST(BadData, AWebPageInPlaceOfJsonIsAFailureThatSaysSo) {
  TwoSystems systems([](const Ask&) {
    return Reply{.body = "<html>Please log in, Ada</html>", .content_type = "text/html"};
  });
  const Files before = systems.before();
  const Ended ended = systems.place().run({"run", "job.toml"});
  systems.place().expect_refused(before, ended, 5, {"text/html"});
}

TEST(BadData, ARecordWithoutItsNameIsRefusedWithItsPage) {
  TwoSystems systems(without_a_name);
  const Files before = systems.before();
  const Ended ended = systems.place().run({"run", "job.toml"});
  systems.place().expect_refused(before, ended, 8, {"external", "page 3", "lastname"});
  EXPECT_THAT(ended.err, Not(HasSubstr("Given"))) << "a person's name in a message";
}

TEST(BadData, ARecordWithoutItsNameIsListedWhereRejectsAreAllowed) {
  TwoSystems systems(without_a_name);
  const Ended ended = systems.place().run({"run", "job.toml", "--max-rejects", "1", "--json"});
  ASSERT_EQ(ended.exit_code, 0) << ended.err;
  const Event summary = json_events(ended.err).back();
  EXPECT_EQ(number(summary, "/sides/external/rejected"), 1);
  EXPECT_EQ(number(summary, "/matches"), kPeopleOnBoth - 1);
  const std::string rejects = systems.place().read("out/rejects.jsonl");
  EXPECT_EQ(lines_with(rejects, "{").size(), 1U) << rejects;
  EXPECT_THAT(rejects, HasSubstr(R"("side":"external")"));
  EXPECT_THAT(rejects, HasSubstr("page 3"));
  EXPECT_THAT(rejects, HasSubstr("lastname"));
  EXPECT_THAT(rejects, Not(HasSubstr("Given"))) << "a person's name in the list";
}

TEST(BadData, ANameThatIsNullIsNoRejectButHasNoKey) {
  TwoSystems systems([](const Ask& ask) {
    Reply reply = sound_answer(ask);
    if (ask.page == 3)
      reply.body = replaced(reply.body, R"("lastname":"Family)", R"("lastname":null,"was":"Family)");
    return reply;
  });
  const Event summary = json_events(systems.place().run_well({"run", "job.toml", "--json"}).err).back();
  EXPECT_EQ(number(summary, "/sides/external/keyless"), 1);
  EXPECT_EQ(number(summary, "/matches"), kPeopleOnBoth - 1);
}

TEST(BadData, ADateThatIsNoneIsARejectInAFile) {
  TwoSystems systems;
  systems.place().write("people.csv", replaced(people_csv(), "2017-01-09", "2017-02-30"));
  const Files before = systems.before();
  systems.place().expect_refused(before, systems.place().run({"run", "job.toml"}), 8,
                                 {"internal", "line 9", "last_active_date"});
}

TEST(BadData, AnEmptySideIsRefusedUnlessAllowed) {
  TwoSystems systems(nobody);
  const Files before = systems.before();
  systems.place().expect_refused(before, systems.place().run({"run", "job.toml"}), 8,
                                 {"external", "no records"});
  systems.place().run_well({"run", "job.toml", "--allow-empty"});
  EXPECT_THAT(systems.place().read("out/report.txt"), HasSubstr("Total Matches: 0\n"));
  EXPECT_EQ(systems.place().query("out/warehouse.db", "SELECT COUNT(*) FROM pairs"), "0\n");
}

TEST(BadData, AnEmptyLeftSideIsRefusedUnlessAllowed) {
  TwoSystems systems;
  systems.place().write("people.csv", "id,lastname,firstname,last_active_date\n");
  const Files before = systems.before();
  systems.place().expect_refused(before, systems.place().run({"run", "job.toml"}), 8,
                                 {"internal", "no records"});
  systems.place().run_well({"run", "job.toml", "--allow-empty"});
  EXPECT_EQ(systems.place().query("out/warehouse.db", "SELECT COUNT(*) FROM pairs"), "0\n");
}

TEST(BadData, AnOrderThatIsDeclaredButNotKeptIsRefused) {
  TwoSystems systems;
  systems.change("path   = \"people.csv\"", "path   = \"people.csv\"\nordered_by = [\"lastname\"]");
  const Files before = systems.before();
  systems.place().expect_refused(before, systems.place().run({"run", "job.toml"}), 8,
                                 {"internal", "ordered_by", "id"});
}

TEST(BadData, OneIdWithTwoContentsIsRefused) {
  TwoSystems systems([](const Ask& ask) {
    Reply reply = sound_answer(ask);
    if (ask.page == 2) reply.body = replaced(reply.body, R"("id":15)", R"("id":11)");
    return reply;
  });
  const Files before = systems.before();
  systems.place().expect_refused(before, systems.place().run({"run", "job.toml"}), 5, {"external", "id"});
}

TEST(BadData, ARerunAfterAFailureEqualsARunWithoutIt) {
  bool broken = false;
  TwoSystems systems([&broken](const Ask& ask) {
    return broken && ask.page == 7 ? Reply{.status = 403, .body = "{}"} : sound_answer(ask);
  });
  systems.place().run_well({"run", "job.toml"});
  const Files sound = systems.place().results();
  broken = true;
  const Files before = systems.before();
  systems.place().expect_refused(before, systems.place().run({"run", "job.toml"}), 5, {"page 7", "403"});
  broken = false;
  systems.place().run_well({"run", "job.toml"});
  EXPECT_TRUE(systems.place().results() == sound);
}

}  // namespace
}  // namespace counterpart::test
