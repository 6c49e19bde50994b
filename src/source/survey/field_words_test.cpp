#include "source/survey/field_words.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace counterpart {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(FieldWords, RolesOfNamesAsSystemsWriteThem) {
  for (const char* name :
       {"lastname", "last_name", "LastName", "surname", "family_name", "name.family", "name[0].family",
        "attributes.last-name", "name.familyName", "user_lastname", "customer_last_name", "sn", "nachname"})
    EXPECT_EQ(role_of(name), FieldRole::last_name) << name;
  for (const char* name : {"firstname", "first_name", "givenName", "name[0].given[0]", "name.given",
                           "forename", "contact.first_name"})
    EXPECT_EQ(role_of(name), FieldRole::first_name) << name;
  for (const char* name : {"name", "fullName", "display_name", "properties.name", "customer_name"})
    EXPECT_EQ(role_of(name), FieldRole::full_name) << name;
  for (const char* name : {"email", "E-Mail", "emails[0].value", "email_address", "user.email"})
    EXPECT_EQ(role_of(name), FieldRole::email) << name;
  for (const char* name :
       {"last_active_date", "lastLogin", "last_seen_at", "updated_at", "meta.lastUpdated", "seen"})
    EXPECT_EQ(role_of(name), FieldRole::activity) << name;
}

TEST(FieldWords, NamesOfOtherThingsAreNoNamesOfPeople) {
  for (const char* name : {"company.name", "city", "lastname_length", "practice_location", "id",
                           "first_order_id", "emails_sent", ""})
    EXPECT_EQ(role_of(name), FieldRole::none) << name;
}

TEST(FieldWords, OneMeaningUnderSeveralNames) {
  EXPECT_EQ(meaning_of("name[0].family"), meaning_of("SURNAME"));
  EXPECT_EQ(meaning_of("attributes.birth-date"), meaning_of("birthDate"));
  EXPECT_NE(meaning_of("city"), meaning_of("address.city"));
}

TEST(FieldWords, SingularOfPlainWords) {
  EXPECT_EQ(singular("users"), "user");
  EXPECT_EQ(singular("companies"), "company");
  EXPECT_EQ(singular("address"), "address");
  EXPECT_EQ(singular("staff"), "staff");
}

FieldSurvey field(const std::string& name, Type type = Type::string) {
  FieldSurvey made;
  made.name = name;
  made.given = made.meant = type;
  made.values = 10;
  made.always = made.unique = true;
  return made;
}

std::vector<std::string> ids(const std::string& thing, const std::vector<FieldSurvey>& fields,
                             std::size_t equal = 1) {
  SideSurvey survey;
  survey.thing = thing;
  survey.fields = fields;
  rank_ids(survey);
  EXPECT_EQ(survey.equal_ids, equal);
  return survey.ids;
}

TEST(RankIds, ByWhatTheyAreCalled) {
  EXPECT_THAT(ids("users", {field("login"), field("practice_id"), field("user_id"), field("uuid"),
                            field("id"), field("color")}),
              ElementsAre("id", "uuid", "user_id", "practice_id", "login", "color"));
  EXPECT_THAT(ids("users", {field("attributes.id"), field("id")}), ElementsAre("id", "attributes.id"));
}

TEST(RankIds, AKeyOfTheCatalogueGoesFirst) {
  FieldSurvey key = field("nr");
  key.key = true;
  key.unique = false;  // nobody looked
  EXPECT_THAT(ids("users", {field("user_id"), key}), ElementsAre("nr", "user_id"));
}

TEST(RankIds, NeverWhatRepeatsOrIsMissingOrCannotBeOne) {
  FieldSurvey repeats = field("a_id");
  repeats.unique = false;
  FieldSurvey missing = field("b_id");
  missing.always = false;
  FieldSurvey list = field("c_id");
  list.structured = true;
  EXPECT_THAT(ids("users",
                  {repeats, missing, list, field("lastname"), field("name"), field("d_id", Type::float64),
                   field("e", Type::date)},
                  0),
              IsEmpty());
}

TEST(RankIds, SeveralThatAreEquallyLikely) {
  EXPECT_THAT(ids("users", {field("crm_id"), field("erp_id"), field("color")}, 2),
              ElementsAre("crm_id", "erp_id", "color"));
}

}  // namespace
}  // namespace counterpart
