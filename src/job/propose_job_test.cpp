#include "job/propose_job.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "job/proposed_names.hpp"
#include "job/side_address.hpp"
#include "support/proposed_sides.hpp"

namespace counterpart {
namespace {

using test::field;
using test::file_side;
using test::first;
using test::side;
using testing::ElementsAre;
using testing::HasSubstr;

JobProposal propose(const std::vector<FieldSurvey>& left, const std::vector<FieldSurvey>& right,
                    const JobWishes& wishes = {}) {
  return propose_job(file_side("--left", left), file_side("--right", right), wishes, first);
}

std::string matched(const JobProposal& job) {
  std::string text;
  for (const ProposedMatch& part : job.match)
    text += fmt::format("{}={} {};", part.left, part.right, part.normalize);
  return text;
}

std::string failure(const std::function<void()>& work) {
  try {
    work();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::usage);
    return std::string(error.what()) + " | " + error.hint();
  }
  return "none";
}

TEST(ProposeJob, MatchesNamesThenMailThenTextsOfOneName) {
  EXPECT_EQ(matched(propose({field("id"), field("lastname"), field("firstname"), field("email")},
                            {field("id"), field("email"), field("name.given"), field("name.family")})),
            "lastname=name.family name;firstname=name.given name;");
  EXPECT_EQ(matched(propose({field("id"), field("name"), field("email")},
                            {field("id"), field("full_name"), field("mail")})),
            "name=full_name name;");
  EXPECT_EQ(matched(propose({field("id"), field("name"), field("email")},
                            {field("id"), field("lastname"), field("firstname"), field("mail")})),
            "email=mail strict;");
  EXPECT_EQ(matched(propose({field("id"), field("surname")}, {field("id"), field("last")})),
            "surname=last name;");
  EXPECT_EQ(matched(propose({field("id"), field("born", Type::string, Type::date), field("city")},
                            {field("id"), field("born", Type::string, Type::date), field("City")})),
            "city=City strict;");
}

TEST(ProposeJob, TakesWhatIsWished) {
  JobWishes wishes;
  wishes.match = {{"label", "lastname"}, {"lastname", "label"}};
  wishes.left_id = "label";
  const JobProposal job = propose({field("id"), field("label"), field("lastname")},
                                  {field("id"), field("label"), field("lastname")}, wishes);
  EXPECT_EQ(matched(job), "label=lastname strict;lastname=label name;");
  EXPECT_EQ(job.left.id, "label");
  EXPECT_EQ(job.right.id, "id");
}

TEST(ProposeJob, RefusesWhatCannotBe) {
  EXPECT_THAT(failure([] {
                propose({field("id"), field("a")}, {field("id"), field("b")});
              }),
              HasSubstr("no field of --left and --right seems to mean the same | say so with --match "
                        "LEFT=RIGHT; left has id, a; right has id, b"));
  EXPECT_THAT(failure([] {
                propose({field("name")}, {field("id"), field("name")});
              }),
              HasSubstr("--left: no field tells all records apart | name one with --left-id"));
  JobWishes wishes;
  wishes.right_id = "idd";
  EXPECT_THAT(failure([&] {
                propose({field("id"), field("name")}, {field("id"), field("name")}, wishes);
              }),
              HasSubstr("--right has no field 'idd' (did you mean 'id'?)"));
}

TEST(ProposeJob, AsksOnlyWhereSeveralAreEquallyLikely) {
  std::vector<std::string> asked;
  const Choose second = [&asked](const std::string& what, const std::vector<std::string>& choices) {
    asked.push_back(what);
    asked.insert(asked.end(), choices.begin(), choices.end());
    return std::size_t{1};
  };
  const JobProposal job =
      propose_job(file_side("--left", {field("crm_id"), field("erp_id"), field("name")}),
                  file_side("--right", {field("id"), field("other_id"), field("name")}), {}, second);
  EXPECT_EQ(job.left.id, "erp_id");
  EXPECT_EQ(job.right.id, "id");
  EXPECT_THAT(asked, ElementsAre("--left: which field is the id", "crm_id", "erp_id"));
}

TEST(ProposeJob, ColumnsHaveNamesOfTheirOwn) {
  const JobProposal job =
      propose({field("id"), field("name"), field("city"), field("updated_at", Type::string, Type::date),
               field("last_login", Type::date)},
              {field("id"), field("name"), field("city"), field("address.city"), field("tags[0]")});
  std::vector<std::string> columns;
  for (const ProposedColumn& column : job.columns)
    columns.push_back(fmt::format("{} {}{}", column.name, column.field, column.active ? " active" : ""));
  EXPECT_THAT(columns, ElementsAre("left_file_id left.id", "right_file_id right.id", "name left.name",
                                   "active_in_left_file left.last_login active", "left_file_city left.city",
                                   "updated_at left.updated_at", "right_file_city right.city",
                                   "address_city right.address.city", "tags right.tags[0]"));
}

TEST(ProposeJob, ManyFieldsAreNamedButHaveNoColumn) {
  std::vector<FieldSurvey> fields{field("id"), field("name")};
  for (int i = 1; i <= 12; ++i) fields.push_back(field(fmt::format("f{}", i)));
  const JobProposal job = propose(fields, {field("id"), field("name")});
  EXPECT_EQ(job.columns.size(), 11u);
  EXPECT_THAT(job.further, ElementsAre("left.f9", "left.f10", "left.f11", "left.f12"));
}

TEST(ColumnName, IsAnIdentifier) {
  EXPECT_EQ(column_name("practice.city"), "practice_city");
  EXPECT_EQ(column_name("attributes.last-name"), "last_name");
  EXPECT_EQ(column_name("name[0].given[0]"), "name_given");
  EXPECT_EQ(column_name("phones[2]"), "phones_2");
  EXPECT_EQ(column_name("\u00e9"), "field");
}

std::string names(SourceSpec left, const std::string& left_thing, SourceSpec right,
                  const std::string& right_thing) {
  JobProposal job{side("--left", std::move(left), {}, left_thing),
                  side("--right", std::move(right), {}, right_thing),
                  {},
                  {},
                  {}};
  name_sides(job);
  return job.left.name + " " + job.right.name;
}

TEST(NameSides, ByWhereTheyAre) {
  const auto api = [](const std::string& url) {
    RestSpec spec;
    spec.url = url;
    return spec;
  };
  DatabaseSpec sqlite;
  sqlite.url = "sqlite:data/CRM-2017.db";
  DatabaseSpec mysql;
  mysql.kind = DatabaseSpec::Kind::mysql;
  mysql.url = "mysql://me@db.example.com/members";
  EXPECT_EQ(names(sqlite, "user", api("https://api.partner.co.uk/v1/users"), "users"), "crm_2017 partner");
  EXPECT_EQ(names(mysql, "user", api("http://127.0.0.1:80/v1/people"), "people"), "members people");
  EXPECT_EQ(names(api("https://example.com/a"), "a", api("https://api.example.com/b"), "b"),
            "example_a example_b");
  EXPECT_EQ(names(api("https://example.com/a"), "a", api("https://example.com/a"), "a"), "left right");
}

TEST(SideAddress, TakesWhatOtherToolsWrite) {
  const auto read = [](const std::string& text) {
    const SideAddress address = side_address("--left", text);
    return fmt::format("{} {}", static_cast<int>(address.kind), address.text);
  };
  EXPECT_EQ(read("sqlite:crm.db"), read("sqlite:///crm.db"));
  EXPECT_EQ(read("sqlite:/srv/crm.db"), read("sqlite:////srv/crm.db"));
  EXPECT_EQ(read("mysql://me@db/crm"), read("mariadb://me@db/crm"));
  EXPECT_EQ(side_address("--left", "csv:a.txt").text, "a.txt");
  EXPECT_THAT(failure([] { side_address("--left", "duckdb://x"); }),
              HasSubstr("unknown kind of address: duckdb://"));
}

}  // namespace
}  // namespace counterpart
