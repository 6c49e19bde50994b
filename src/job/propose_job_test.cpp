#include "job/propose_job.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "job/job.hpp"
#include "job/job_text.hpp"
#include "job/plan.hpp"
#include "job/proposed_names.hpp"
#include "job/side_address.hpp"
#include "source/fhir.hpp"
#include "source/field_words.hpp"
#include "support/temporary_directory.hpp"

namespace counterpart {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

FieldSurvey field(const std::string& name, Type given = Type::string, Type meant = Type::null) {
  FieldSurvey made;
  made.name = name;
  made.given = given;
  made.meant = meant == Type::null ? given : meant;
  made.values = 10;
  made.always = true;
  made.unique = name.ends_with("id");
  return made;
}

/// A side of ten records with these fields.
ProposedSide side(const std::string& flag, SourceSpec source, const std::vector<FieldSurvey>& fields,
                  const std::string& thing) {
  ProposedSide made;
  made.question.flag = flag;
  made.survey.source = std::move(source);
  made.survey.thing = thing;
  made.survey.records = 10;
  made.survey.fields = fields;
  rank_ids(made.survey);
  return made;
}

ProposedSide file_side(const std::string& flag, const std::vector<FieldSurvey>& fields) {
  FileSpec spec;
  spec.path = flag.substr(2) + "_file.csv";
  return side(flag, spec, fields, flag.substr(2) + "_file");
}

std::size_t first(const std::string&, const std::vector<std::string>&) {
  return 0;
}

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

/// The job file of a proposal, loaded and planned.
Job loaded(const std::string& text) {
  const test::TemporaryDirectory folder;
  std::ofstream(folder.path() / "job.toml") << text;
  Job job = load_job(folder.path() / "job.toml", false);
  make_plan(job, 0);
  return job;
}

RestSpec api_spec(PagesSpec::Kind kind) {
  RestSpec spec;
  spec.url = "https://api.example.com/users?a=\"b";
  spec.records = "/data";
  spec.pages.kind = kind;
  return spec;
}

class JobText : public testing::TestWithParam<RestSpec> {};

TEST_P(JobText, ReadsBackAsItWasProposed) {
  ProposedSide right =
      side("--right", GetParam(),
           {field("id"), field("name"), field("odd \"field\"", Type::string, Type::date)}, "users");
  right.question.header_env = "X-Key=PARTNER_KEY";
  right.survey.notes = {
      {"records", "7 on the first page"}, {"size", "a\nb"}, {"kind", std::string(200, 'k')}};
  const std::string text = job_text(
      propose_job(file_side("--left", {field("id"), field("name")}), std::move(right), {}, first), "");
  const Job job = loaded(text);
  const RestSpec& read = std::get<RestSpec>(job.right.source);
  const RestSpec& wanted = GetParam();
  EXPECT_EQ(read.url, wanted.url);
  EXPECT_EQ(read.records, wanted.records);
  EXPECT_EQ(read.query, wanted.query);
  EXPECT_EQ(read.error_when, wanted.error_when);
  EXPECT_EQ(read.allow_http, wanted.allow_http);
  EXPECT_EQ(read.auth.name, "X-Key");
  const auto told = [](const PagesSpec& pages) {
    const bool turned = pages.kind != PagesSpec::Kind::next_link &&
                        pages.kind != PagesSpec::Kind::link_header && pages.kind != PagesSpec::Kind::none;
    return fmt::format(
        "{} {} {} {} {} {} {} {} {} {} {} {} {}", static_cast<int>(pages.kind), turned ? pages.param : "",
        pages.kind == PagesSpec::Kind::page || pages.kind == PagesSpec::Kind::offset ? pages.first : 0,
        pages.size_param, pages.size.value_or(0), pages.token, pages.token_header, pages.link, pages.field,
        pages.total_pages, pages.total_items + pages.total_items_header, pages.total_pages_header,
        pages.has_more);
  };
  EXPECT_EQ(told(read.pages), told(wanted.pages)) << text;
}

std::vector<RestSpec> specs() {
  using Kind = PagesSpec::Kind;
  std::vector<RestSpec> made;
  RestSpec numbers = api_spec(Kind::page);
  numbers.pages.param = "page[number]";
  numbers.pages.first = 0;
  numbers.pages.total_pages = "/meta/total_pages";
  numbers.pages.total_items_header = "x-total";
  numbers.query = {{"_shape", "objects"}, {"$top", "a b"}};
  made.push_back(numbers);
  RestSpec scim = api_spec(Kind::offset);
  scim.records = "/Resources";
  scim.pages.param = "startIndex";
  scim.pages.first = 1;
  scim.pages.size_param = "count";
  scim.pages.size = 100;
  scim.pages.total_items = "/totalResults";
  made.push_back(scim);
  RestSpec offsets = api_spec(Kind::offset);
  offsets.pages.param = "skip";
  offsets.pages.first = 0;
  made.push_back(offsets);
  RestSpec tokens = api_spec(Kind::cursor);
  tokens.pages.token = "/meta/next";
  tokens.pages.param = "cursor";
  tokens.pages.has_more = "/more";
  made.push_back(tokens);
  RestSpec header = api_spec(Kind::cursor);
  header.pages.token_header = "x-next";
  header.pages.param = "cursor";
  made.push_back(header);
  RestSpec fhir = api_spec(Kind::next_link);
  fhir.records = kFhirRecords;
  fhir.pages.link = kFhirNext;
  fhir.error_when = {kFhirError};
  made.push_back(fhir);
  RestSpec links = api_spec(Kind::next_link);
  links.pages.link = "/links/next";
  made.push_back(links);
  links.pages.link = "/_links/next/href";
  links.pages.size_param = "size";
  links.pages.size = 50;
  made.push_back(links);
  RestSpec keys = api_spec(Kind::keyset);
  keys.pages.param = "starting_after";
  keys.pages.field = "id";
  made.push_back(keys);
  RestSpec list = api_spec(Kind::link_header);
  list.records = "";
  made.push_back(list);
  RestSpec one = api_spec(Kind::none);
  one.url = "http://10.0.0.1/users";
  one.allow_http = true;
  one.pages.total_items = "/total";
  made.push_back(one);
  return made;
}

INSTANTIATE_TEST_SUITE_P(EachKind, JobText, testing::ValuesIn(specs()));

TEST(JobTextOfFiles, PathsStartAtTheJobFile) {
  FileSpec spec;
  spec.path = "data/people.csv";
  spec.delimiter = '\t';
  spec.header = false;
  spec.columns = {"id", "name"};
  FileSpec absolute;
  absolute.path = "/srv/people.jsonl";
  absolute.kind = FileSpec::Kind::jsonl;
  const JobProposal job =
      propose_job(side("--left", spec, {field("id"), field("name")}, "people"),
                  side("--right", absolute, {field("id"), field("name")}, "others"), {}, first);
  const std::string text = job_text(job, "jobs/daily");
  EXPECT_THAT(text,
              HasSubstr("path      = \"../../data/people.csv\"\ndelimiter = \"\\u0009\"\nheader    = false"));
  EXPECT_THAT(text, HasSubstr("path   = \"/srv/people.jsonl\""));
  const Job read = loaded(text);
  EXPECT_EQ(std::get<FileSpec>(read.left.source).delimiter, '\t');
  EXPECT_EQ(std::get<FileSpec>(read.left.source).columns, spec.columns);
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
