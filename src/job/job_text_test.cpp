#include "job/job_text.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "job/job.hpp"
#include "job/plan.hpp"
#include "source/rest/fhir.hpp"
#include "support/proposed_sides.hpp"
#include "support/temporary_directory.hpp"

namespace counterpart {
namespace {

using test::field;
using test::file_side;
using test::first;
using test::side;
using testing::HasSubstr;

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

/// Pages that are counted.
std::vector<RestSpec> counted() {
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
  return made;
}

/// Pages that lead on, and a single one.
std::vector<RestSpec> chained() {
  using Kind = PagesSpec::Kind;
  std::vector<RestSpec> made;
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

INSTANTIATE_TEST_SUITE_P(Counted, JobText, testing::ValuesIn(counted()));
INSTANTIATE_TEST_SUITE_P(Chained, JobText, testing::ValuesIn(chained()));

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

}  // namespace
}  // namespace counterpart
