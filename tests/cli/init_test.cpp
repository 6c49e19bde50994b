// A look at two systems becomes a job file that runs.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <future>
#include <mutex>

#include "support/json_events.hpp"
#include "support/rogue_api.hpp"
#include "support/workplace.hpp"

namespace counterpart::test {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr unsigned kPeople = 250;

std::string name_of(unsigned id) {
  return fmt::format("Lastname{:04}", id);
}

/// People with ids from..to, one JSON object a line.
std::string people_lines(unsigned from, unsigned to) {
  std::string lines;
  for (unsigned id = from; id <= to; ++id)
    lines += fmt::format(
        R"({{"id":{},"last_name":"{}","given_name":"Zoë","last_login":"2017-01-{:02}T10:00:00Z","city":"Köln"}})"
        "\n",
        id, name_of(id), id % 28 + 1);
  return lines;
}

/// The same people in capitals, ids 101 to 200, as CSV.
std::string people_csv(char separator = ',') {
  std::string text = fmt::format("nr{0}surname{0}firstname{0}updated_at\n", separator);
  for (unsigned id = 101; id <= 200; ++id)
    text += fmt::format("{1}{0}LASTNAME{1:04}{0}ZOE{0}2017-02-01\n", separator, id);
  return text;
}

class Init : public ::testing::Test {
 protected:
  /// Starts mock-api on api.jsonl with all people and gives its URL.
  std::string serve(std::vector<std::string> flags,
                    const std::map<std::string, std::string>& environment = {}) {
    place_.write("api.jsonl", people_lines(1, kPeople));
    flags.insert(flags.begin(), {"mock-api", "api.jsonl"});
    api_ = std::make_unique<Program>(place_.start(flags, environment));
    if (!api_->says("?page=1\n")) throw std::runtime_error("mock-api does not serve");
    const std::string line = api_->out();
    const std::size_t begin = line.find("http://");
    return line.substr(begin, line.find("?page=1") - begin);
  }
  Ended init(std::vector<std::string> flags, const std::map<std::string, std::string>& environment = {}) {
    flags.insert(flags.begin(), "init");
    return place_.run(flags, environment);
  }
  /// Runs the job and gives how many matches it found.
  long matches(const std::string& job = "job.toml",
               const std::map<std::string, std::string>& environment = {}) {
    return number(json_events(place_.run_well({"run", job, "--json"}, environment).err).back(), "/matches");
  }
  void expect_no_values(const Ended& ended, const std::string& job = "job.toml") {
    for (const std::string& text : {ended.out, ended.err, place_.read(job)}) {
      EXPECT_THAT(text, Not(HasSubstr("Lastname0")));
      EXPECT_THAT(text, Not(HasSubstr("LASTNAME0")));
      EXPECT_THAT(text, Not(HasSubstr("Zo")));
    }
  }

  const Workplace place_;
  std::unique_ptr<Program> api_;
};

TEST_F(Init, WritesAJobForAFileAndAnApi) {
  const std::string url = serve({"--page-size", "20"});
  place_.write("crm.csv", people_csv());
  const Ended ended = init({"--left", "crm.csv", "--right", url});
  EXPECT_EQ(ended.exit_code, 0) << ended.err;
  EXPECT_EQ(ended.err, "");
  EXPECT_THAT(ended.out, HasSubstr("users: " + url + ", 40 of 250 records looked at\n"));
  EXPECT_THAT(ended.out, HasSubstr("match on surname = last_name, firstname = given_name\nwrote job.toml\n"));
  EXPECT_THAT(ended.out, HasSubstr("\nok\n\nnext: "));
  expect_no_values(ended);
  const std::string job = place_.read("job.toml");
  for (const char* part :
       {"records = \"/users\"", "total_pages = \"/total_pages\"", "total_items = \"/total_items\"",
        "param       = \"page\"", "# ordered_by = [\"last_name\"]", "id     = \"nr\"",
        "nr         = \"int64\"", "updated_at = \"date\"", "name          = \"active_in_crm\"",
        "name          = \"active_in_users\"", "path = \"only-users.jsonl\""})
    EXPECT_THAT(job, HasSubstr(part));
  EXPECT_EQ(matches(), 100);
  EXPECT_EQ(lines_with(place_.read("only-users.jsonl"), "{").size(), 150U);
}

TEST_F(Init, WhatItSuggestsAboutTheOrderHolds) {
  const std::string url = serve({"--page-size", "20"});
  place_.write("crm.csv", people_csv());
  init({"--left", "crm.csv", "--right", url});
  std::string job = place_.read("job.toml");
  for (int sides = 0; sides < 2; ++sides) job = replaced(job, "# ordered_by", "ordered_by");
  place_.write("ordered.toml", job);
  EXPECT_EQ(matches("ordered.toml"), 100);
}

TEST_F(Init, FindsTheLargestPage) {
  const std::string url = serve({"--page-size", "20", "--size-param", "limit"});
  place_.write("crm.csv", people_csv());
  EXPECT_EQ(init({"--left", "crm.csv", "--right", url}).exit_code, 0);
  EXPECT_THAT(place_.read("job.toml"), HasSubstr("size_param  = \"limit\"\nsize        = 1000  "));
  EXPECT_EQ(matches(), 100);
}

TEST_F(Init, FindsACapOfThePage) {
  RogueApi api([](const Ask& ask) {
    const std::size_t at = ask.target.find("per_page=");
    const unsigned wanted =
        at == std::string::npos ? 20 : static_cast<unsigned>(std::stoul(ask.target.substr(at + 9)));
    const Users users{.count = kPeople, .size = std::min(wanted, 50U)};
    return Reply{.body = users.page(std::max(ask.page, 1U))};
  });
  place_.write("crm.csv", "id,name\n1,NAME 7\n2,name 249\n");
  const Ended ended = init({"--left", "crm.csv", "--right", api.url()});
  EXPECT_EQ(ended.exit_code, 0) << ended.err;
  EXPECT_THAT(place_.read("job.toml"),
              HasSubstr("size        = 50        # the API keeps to 50 at most: 1,000 were asked for first"));
  EXPECT_EQ(matches(), 2);
}

TEST_F(Init, SendsATokenThatItDoesNotShow) {
  const std::map<std::string, std::string> secret{{"PARTNER_TOKEN", "s3cr3t-of-the-partner"}};
  const std::string url = serve({"--token-env", "PARTNER_TOKEN"}, secret);
  place_.write("crm.csv", people_csv());
  const Files before = place_.files();
  const Ended refused = init({"--left", "crm.csv", "--right", url});
  place_.expect_refused(before, refused, 5, {"the API refused the request (401)"});
  EXPECT_THAT(refused.err, HasSubstr("--right-token-env NAME (bearer), --right-header-env X-API-Key=NAME"));
  place_.expect_refused(before,
                        init({"--left", "crm.csv", "--right", url, "--right-token-env", "PARTNER_TOKEN"},
                             {{"PARTNER_TOKEN", "wr0ng"}}),
                        5, {"the API refused the credentials (401)"});
  const Ended ended =
      init({"--left", "crm.csv", "--right", url, "--right-token-env", "PARTNER_TOKEN"}, secret);
  EXPECT_EQ(ended.exit_code, 0) << ended.err;
  const std::string job = place_.read("job.toml");
  EXPECT_THAT(job, HasSubstr("kind  = \"bearer\"\ntoken = { env = \"PARTNER_TOKEN\" }\n"));
  EXPECT_THAT(job + ended.out + ended.err, Not(HasSubstr("s3cr3t")));
  EXPECT_EQ(matches("job.toml", secret), 100);
}

TEST_F(Init, SendsAKeyInAHeaderOrAParameter) {
  const std::map<std::string, std::string> secret{{"KEY", "s3cr3t"}};
  for (const bool header : {true, false}) {
    RogueApi api([header](const Ask& ask) {
      const bool good = header ? ask.header("X-API-Key") == "s3cr3t"
                               : ask.target.find("api_key=s3cr3t") != std::string::npos;
      const Users users{.count = 40, .size = 10};
      return good ? Reply{.body = users.page(std::max(ask.page, 1U))} : Reply{.status = 403, .body = "{}"};
    });
    place_.write("crm.csv", "id,name\n1,NAME 7\n");
    const Ended ended =
        init({"--left", "crm.csv", "--right", api.url(), "--force",
              header ? "--right-header-env" : "--right-query-env", header ? "X-API-Key=KEY" : "api_key=KEY"},
             secret);
    EXPECT_EQ(ended.exit_code, 0) << ended.err;
    EXPECT_THAT(place_.read("job.toml") + ended.out, Not(HasSubstr("s3cr3t")));
    EXPECT_EQ(matches("job.toml", secret), 1);
  }
}

TEST_F(Init, ChoosesTheTableWithPeople) {
  place_.query("crm.db", "CREATE TABLE orders(id INTEGER PRIMARY KEY, total REAL)");
  place_.query(
      "crm.db",
      "CREATE TABLE customer(customer_no TEXT NOT NULL UNIQUE, last_name TEXT, first_name TEXT, photo BLOB)");
  place_.query(
      "crm.db",
      "INSERT INTO customer VALUES ('c1', 'lastname0101', 'zoe', x'ff00'), ('c2', 'Nobody', 'No', NULL)");
  place_.write("people.csv", people_csv(';'));
  const Ended ended = init({"--left", "sqlite:///crm.db", "--right", "people.csv"});
  EXPECT_EQ(ended.exit_code, 0) << ended.err;
  const std::string job = place_.read("job.toml");
  EXPECT_THAT(job, HasSubstr("url    = \"sqlite:crm.db\"\ntable  = \"customer\"  # there is also orders\n"));
  EXPECT_THAT(job, HasSubstr("id     = \"customer_no\"\n"));
  EXPECT_THAT(job, HasSubstr("delimiter = \";\""));
  EXPECT_EQ(matches(), 1);
}

TEST_F(Init, TakesTheTableTheIdAndTheMatchThatAreNamed) {
  place_.query("crm.db", "CREATE TABLE staff(a INTEGER, b INTEGER, label TEXT)");
  place_.query("crm.db", "INSERT INTO staff VALUES (1, 1, 'LASTNAME0110'), (2, 2, 'x')");
  place_.query("crm.db", "CREATE TABLE people(id INTEGER PRIMARY KEY, last_name TEXT, first_name TEXT)");
  place_.write("people.csv", people_csv());
  const Ended ended = init({"--left", "crm.db", "--left-table", "staff", "--left-id", "b", "--right",
                            "people.csv", "--match", "label=surname", "-o", "sub.toml"});
  EXPECT_EQ(ended.exit_code, 0) << ended.err;
  EXPECT_THAT(place_.read("sub.toml"),
              HasSubstr("table  = \"staff\"  # there is also people\nid     = \"b\""));
  EXPECT_EQ(matches("sub.toml"), 1);
  const Files before = place_.files();
  place_.expect_refused(
      before, init({"--left", "crm.db", "--left-table", "staf", "--right", "people.csv", "-o", "b"}), 2,
      {"no table 'staf' (did you mean 'staff'?)"});
  place_.expect_refused(before,
                        init({"--left", "crm.db", "--left-id", "key", "--right", "people.csv", "-o", "b"}), 2,
                        {"--left has no field 'key'"});
  const Ended unlike =
      init({"--left", "crm.db", "--left-table", "staff", "--right", "people.csv", "-o", "b"});
  place_.expect_refused(before, unlike, 2, {"no field of --left and --right seems to mean the same"});
  EXPECT_THAT(unlike.err, HasSubstr("--match LEFT=RIGHT; left has a, b, label; right has nr, surname"));
}

TEST_F(Init, PathsStartAtTheJobFile) {
  std::filesystem::create_directories(place_.path("jobs"));
  place_.write("crm.csv", people_csv());
  place_.write("other.jsonl", people_lines(150, 300));
  EXPECT_EQ(init({"--left", "crm.csv", "--right", "jsonl:other.jsonl", "-o", "jobs/people.toml"}).exit_code,
            0);
  EXPECT_THAT(place_.read("jobs/people.toml"), HasSubstr("path   = \"../crm.csv\""));
  EXPECT_EQ(matches("jobs/people.toml"), 51);
}

TEST_F(Init, ReplacesNoFileUnlessItIsTold) {
  place_.write("crm.csv", people_csv());
  place_.write("job.toml", "mine");
  const Files before = place_.files();
  place_.expect_refused(before, init({"--left", "crm.csv", "--right", "crm.csv"}), 2,
                        {"job.toml is there already"});
  EXPECT_EQ(init({"--left", "crm.csv", "--right", "crm.csv", "--force"}).exit_code, 0);
  EXPECT_EQ(matches(), 100);
}

TEST_F(Init, PrintsTheJobFileAndNothingElse) {
  place_.write("crm.csv", people_csv());
  const Files before = place_.files();
  const Ended ended = init({"--left", "crm.csv", "--right", "crm.csv", "-o", "-"});
  EXPECT_EQ(ended.exit_code, 0) << ended.err;
  place_.expect_untouched(before);
  EXPECT_THAT(ended.out, testing::StartsWith("# Who is in both left and right"));
  place_.write("printed.toml", ended.out);
  EXPECT_EQ(matches("printed.toml"), 100);
}

TEST_F(Init, SaysAsEventsWhatCheckSays) {
  place_.write("crm.csv", people_csv());
  const Ended ended = init({"--left", "crm.csv", "--right", "crm.csv", "--json"});
  EXPECT_EQ(ended.out, "");
  EXPECT_EQ(json_events(ended.err).back().at("/message_type"), "summary");
}

TEST_F(Init, AsksOnATerminalAlone) {
  for (const char* table : {"people", "staff"}) {
    place_.query("crm.db",
                 fmt::format("CREATE TABLE {}(id INTEGER PRIMARY KEY, surname TEXT, firstname TEXT)", table));
    place_.query("crm.db", fmt::format("INSERT INTO {} VALUES (1, 'Lastname0101', 'Zoe')", table));
  }
  place_.write("export.csv", people_csv());
  const std::string words = program_path() + " init --left crm.db --right export.csv";
  Program terminal(
      {"bash", "-c", fmt::format("printf '2\\n' | script -qec '{} -o asked.toml' /dev/null", words)},
      place_.start({}));
  const Ended asked = terminal.wait();
  EXPECT_THAT(asked.out, HasSubstr("--left: which table?\r\n  1  people\r\n  2  staff\r\n[1]: "));
  EXPECT_THAT(place_.read("asked.toml"), HasSubstr("table  = \"staff\""));
  Program yes({"bash", "-c", fmt::format("script -qec '{} --yes -o yes.toml' /dev/null </dev/null", words)},
              place_.start({}));
  EXPECT_THAT(yes.wait().out, Not(HasSubstr("which table?")));
  EXPECT_EQ(init({"--left", "crm.db", "--right", "export.csv"}).exit_code, 0);
  EXPECT_THAT(place_.read("job.toml"), HasSubstr("table  = \"people\"  # there is also staff"));
  EXPECT_EQ(place_.read("yes.toml"), place_.read("job.toml"));
}

TEST_F(Init, StopsWhenInterruptedAndLeavesNoFile) {
  std::promise<void> asked;
  std::once_flag once;
  RogueApi api([&](const Ask&) {
    std::call_once(once, [&] { asked.set_value(); });
    return Reply{.silent = true};
  });
  place_.write("crm.csv", people_csv());
  const Files before = place_.files();
  Program program(place_.start({"init", "--left", "crm.csv", "--right", api.url()}));
  ASSERT_EQ(asked.get_future().wait_for(std::chrono::seconds(20)), std::future_status::ready);
  program.send(SIGINT);
  EXPECT_EQ(program.wait(std::chrono::seconds(5)).exit_code, 130);
  place_.expect_untouched(before);
}

TEST_F(Init, WarnsOfRecordsThatNothingLeadsTo) {
  RogueApi api([](const Ask&) {
    const Users users{.count = 400, .size = 10};
    return Reply{.body = users.page(1)};
  });
  place_.write("crm.csv", "id,name\n1,NAME 7\n");
  const Ended ended = init({"--left", "crm.csv", "--right", api.url()});
  EXPECT_THAT(ended.err, HasSubstr("warning: users: INCOMPLETE: 10 of 400 records came"));
  place_.expect_refused(place_.files(), place_.run({"run", "job.toml"}), 5,
                        {"it has 400 records and gave 10"});
}

}  // namespace
}  // namespace counterpart::test
