#include "source/survey/api_survey.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/surveyed_api.hpp"

namespace counterpart::test {
namespace {

using testing::HasSubstr;

TEST(ApiSurvey, OneAnswerWithEverything) {
  const SideSurvey found = survey([](const FakeAsk&) -> FakeReply { return {200, people(0, 300)}; });
  EXPECT_EQ(proposal(found), " | none");
  EXPECT_THAT(note(found, "kind"), HasSubstr("exactly 300 records came"));
  const SideSurvey odd = survey([](const FakeAsk&) -> FakeReply { return {200, people(0, 301)}; });
  EXPECT_EQ(note(odd, "kind"), "no way to a second page was found");
}

TEST(ApiSurvey, RecordsThatNothingLeadsTo) {
  const SideSurvey found = survey([](const FakeAsk&) -> FakeReply {
    return {200, fmt::format(R"({{"total":{},"users":{}}})", kPeople, people(0, 20))};
  });
  EXPECT_EQ(proposal(found), "/users | none items=/total");
  EXPECT_THAT(note(found, "kind"), HasSubstr("INCOMPLETE: 20 of 2,345 records came"));
}

TEST(ApiSurvey, SendsTheCredentials) {
  AuthSpec auth;
  auth.kind = AuthSpec::Kind::bearer;
  const FakeApi api = [](const FakeAsk&) -> FakeReply { return {401, R"({"error":"who"})"}; };
  for (const bool some : {false, true}) {
    try {
      survey(api, "https://api.example.com/v1/users", some ? auth : AuthSpec());
      FAIL();
    } catch (const Error& error) {
      EXPECT_EQ(std::string(error.what()),
                fmt::format("https://api.example.com/v1/users: the API refused the {} (401)",
                            some ? "credentials" : "request"));
      EXPECT_EQ(error.hint(), "name a token");
      EXPECT_EQ(error.kind(), ErrorKind::api);
    }
  }
}

std::string failure(const FakeApi& api) {
  try {
    survey(api);
  } catch (const Error& error) {
    return error.what();
  }
  return "none";
}

TEST(ApiSurvey, SaysWhatItCannotRead) {
  EXPECT_THAT(failure([](const FakeAsk&) -> FakeReply {
                return {404, "{}"};
              }),
              HasSubstr("the API answered 404"));
  EXPECT_THAT(failure([](const FakeAsk&) -> FakeReply {
                return {200, "<html></html>"};
              }),
              HasSubstr("looks like HTML"));
  EXPECT_THAT(failure([](const FakeAsk&) -> FakeReply {
                return {200, R"({"id":1,"lastname":"Smith"})"};
              }),
              HasSubstr("no list of records in the answer, which has id, lastname"));
  EXPECT_THAT(failure([](const FakeAsk&) -> FakeReply {
                return {200, R"({"users":[]})"};
              }),
              HasSubstr("the list of records, '/users', is empty"));
}

TEST(ApiSurvey, ALookAtAPageForPeopleFindsTheOneForPrograms) {
  const SideSurvey found = survey([](const FakeAsk& ask) -> FakeReply {
    if (!ask.path.ends_with(".json")) return {200, "<!doctype html>", {{"content-type", "text/html"}}};
    return {200, people(0, 20)};
  });
  EXPECT_EQ(std::get<RestSpec>(found.source).url, "https://api.example.com/v1/users.json");
}

TEST(ApiSurvey, FieldsHaveKindsAndNoValues) {
  const SideSurvey found = survey([](const FakeAsk& ask) -> FakeReply {
    const long page = ask.number("page", 1);
    return {200, fmt::format(R"({{"total_pages":{},"users":{}}})", pages_of(100),
                             people((page - 1) * 100, page * 100))};
  });
  const FieldSurvey* id = found.find("id");
  ASSERT_NE(id, nullptr);
  EXPECT_TRUE(id->unique && id->always);
  EXPECT_EQ(id->given, Type::int64);
  const FieldSurvey* date = found.find("last_active_date");
  ASSERT_NE(date, nullptr);
  EXPECT_EQ(date->given, Type::string);
  EXPECT_EQ(date->meant, Type::date);
  EXPECT_FALSE(date->unique);
  EXPECT_THAT(found.find("lastname")->ordered, testing::ElementsAre("none", "strict", "name"));
  EXPECT_THAT(found.find("firstname")->ordered, testing::IsEmpty());
  for (const SurveyNote& note : found.notes) EXPECT_THAT(note.text, testing::Not(HasSubstr("Name0")));
}

}  // namespace
}  // namespace counterpart::test
