// Hostile names and messages of others: what the program says of them is text that a terminal only shows.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/clean_terminal.hpp"
#include "support/json_events.hpp"
#include "support/rogue_api.hpp"
#include "support/rogue_mysql.hpp"
#include "support/workplace.hpp"

namespace counterpart::test {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* kPerson = "Zachariah";

/// Of a field, as the source has it and as TOML writes it.
constexpr const char* kField = "na\x1b]0;x\x07me\u009B31m\u202E\nme";
constexpr const char* kFieldInToml = R"("na\u001B]0;x\u0007me\u009B31m\u202E\nme")";
constexpr const char* kTable = "ta\x1b[31mble\u2066\r\n";
constexpr const char* kTableInToml = R"("ta\u001B[31mble\u2066\r\n")";

std::string job(const std::string& field = kFieldInToml, const std::string& table = kTableInToml) {
  return fmt::format(R"toml([left]
name   = "here"
source = "sqlite"
url    = "sqlite:people.db"
table  = {1}
id     = "id"
[right]
name   = "there"
source = "jsonl"
path   = "people.jsonl"
id     = "id"
[match]
[[match.on]]
left  = {0}
right = {0}
[[column]]
name = "name"
from = "left.name"
[[output]]
kind = "csv"
path = "out/left.csv"
what = "unmatched-left"
[[output]]
kind = "jsonl"
path = "out/left.jsonl"
what = "unmatched-left"
[[output]]
kind  = "table"
url   = "sqlite:out/warehouse.db"
table = "pairs"
)toml",
                     field, table);
}

class HostileNames : public ::testing::Test {
 protected:
  void SetUp() override {
    const std::string table = std::string("\"") + kTable + "\"";
    place_.query("people.db",
                 "CREATE TABLE " + table + " (id INTEGER PRIMARY KEY, \"" + kField +
                     "\" TEXT, name TEXT, mail TEXT); INSERT INTO " + table +
                     " VALUES (1, 'a', 'Zachariah', 'a@x.example'), (2, 'b', 'Zachariah', 'b@x.example')");
    for (const int id : {1, 3})
      people_ +=
          fmt::format(R"({{"id":{},"na\u001b]0;x\u0007me\u009b31m\u202e\nme":"{}","mail":"a@x.example"}})",
                      id, id == 1 ? "a" : "c") +
          "\n";
    place_.write("people.jsonl", people_);
    place_.write("job.toml", job());
  }

  /// Runs the program; its streams are clean and name nobody.
  Ended run(const std::vector<std::string>& arguments,
            const std::map<std::string, std::string>& environment = {}) {
    const Ended ended = place_.run(arguments, environment);
    expect_clean(ended);
    EXPECT_THAT(ended.out + ended.err, Not(HasSubstr(kPerson)));
    return ended;
  }
  void expect_failure(const std::vector<std::string>& arguments, int exit_code, const std::string& says) {
    const Ended ended = run(arguments);
    EXPECT_EQ(ended.exit_code, exit_code) << ended.err;
    EXPECT_THAT(ended.err, HasSubstr(says));
    std::vector<std::string> with_events = arguments;
    with_events.emplace_back("--json");
    const Ended in_events = run(with_events);
    EXPECT_EQ(in_events.exit_code, exit_code);
    const auto events = json_events(in_events.err);
    ASSERT_FALSE(events.empty());
    EXPECT_EQ(events.back().at("/message_type"), "exit_error");
  }

  Workplace place_;
  std::string people_;
};

TEST_F(HostileNames, OfFieldsAndTablesAreReadButOnlyShown) {
  EXPECT_EQ(run({"run", "job.toml"}).exit_code, 0);
  EXPECT_EQ(place_.query("out/warehouse.db", "SELECT name FROM pairs"), "Zachariah\n");
  EXPECT_THAT(place_.read("out/left.csv"), HasSubstr(kField)) << "a file has the names as they are";
  EXPECT_EQ(first_unsafe(place_.read("out/left.jsonl")), "");
  const Ended checked = run({"check", "job.toml"});
  EXPECT_EQ(checked.exit_code, 0) << checked.err;
  EXPECT_THAT(checked.out, HasSubstr(R"(na\x1B]0;x\x07me\u{009B}31m\u{202E}\x0Ame)"));
  for (const std::vector<std::string>& command :
       {std::vector<std::string>{"run", "job.toml", "--json"},
        {"check", "job.toml", "--json"},
        {"status", "job.toml"},
        {"status", "job.toml", "--json"},
        {"ddl", "job.toml"},
        {"fetch", "job.toml", "--side", "left", "-o", "l.csv"},
        {"fetch", "job.toml", "--side", "here", "-o", "l.jsonl", "--json"},
        {"run", "job.toml", "--progress", "never"}})
    EXPECT_EQ(run(command).exit_code, 0) << command[0];
}

TEST_F(HostileNames, OfSidesColumnsAndTargetsAreRefused) {
  const std::vector<std::pair<std::string, std::string>> changes{
      {"name   = \"here\"", "name = \"he\\u001B[31mre\""},
      {"name   = \"there\"", "name = \"there\\u202E\""},
      {"name = \"name\"", "name = \"na\\nme\""},
      {"table = \"pairs\"", "table = \"pa\\u009Birs\""},
      {"table = \"pairs\"", "table = \"pairs\"\nkeep_previous = \"a\\u0007\""},
      {"table = \"pairs\"", "table = \"pairs\"\nrename = { name = \"\\u2028\" }"}};
  for (const auto& [from, to] : changes) {
    place_.write("job.toml", replaced(job(), from, to));
    expect_failure({"run", "job.toml"}, 3, "cannot be shown");
  }
  // Without [[column]] the key's fields are the columns.
  place_.write("job.toml", replaced(job(), "[[column]]\nname = \"name\"\nfrom = \"left.name\"\n", ""));
  expect_failure({"run", "job.toml"}, 3, "the column 'na\\x1B]0;x");
}

TEST_F(HostileNames, ThatAreNotThereAreShown) {
  place_.write("job.toml", job(R"("na\u001B]0;x\u0007me")"));
  expect_failure({"run", "job.toml"}, 4, "no column 'na\\x1B]0;x\\x07me'");
  place_.write("job.toml", job(kFieldInToml, R"("\u001B[31m")"));
  expect_failure({"check", "job.toml"}, 4, "no table '\\x1B[31m'");
  place_.write("job.toml", replaced(job(), "kind = \"csv\"", "kind = \"c\\u001Bsv\""));
  expect_failure({"run", "job.toml"}, 3, "c\\x1Bsv");
  place_.write("job.toml", replaced(job(), "from = \"left.name\"", "from = \"le\\u202Eft.name\""));
  expect_failure({"run", "job.toml"}, 3, "le\\u{202E}ft");
  place_.write("job.toml", job() + "\"bo\\u001B[2Jgus\\u009B\" = 1\n");
  expect_failure({"run", "job.toml"}, 3, "unknown key 'bo\\x1B[2Jgus\\u{009B}'");
  place_.write("job.toml", job() + "\x1b[31m = \xC2\x9B\n");
  expect_failure({"run", "job.toml"}, 3, "job.toml:");
  place_.write("job.toml",
               replaced(job(), "url    = \"sqlite:people.db\"", "url = \"sqlite:p\\u001B\\u202E.db\""));
  expect_failure({"run", "job.toml"}, 4, "p\\x1B\\u{202E}.db");
}

TEST_F(HostileNames, OfFilesAreShown) {
  for (const std::string& name :
       {std::string("\x1b[31mjob\u202E.toml"), std::string("job\xFF.toml"), std::string("a\nb.toml")}) {
    expect_failure({"run", name}, 3, "");
    place_.write(name, job());
    for (const std::vector<std::string>& command : {std::vector<std::string>{"run", name},
                                                    {"run", name, "--json"},
                                                    {"check", name},
                                                    {"status", name},
                                                    {"status", name, "--json"}})
      EXPECT_EQ(run(command).exit_code, 0) << command[0];
  }
  place_.write("job.toml", replaced(job(), "out/left.csv", "out/\\u001B[31m\\nle\\u202Eft.csv"));
  EXPECT_THAT(run({"run", "job.toml"}).out, HasSubstr("wrote out/\\x1B[31m\\x0Ale\\u{202E}ft.csv\n"));
  EXPECT_THAT(run({"check", "job.toml"}).out, HasSubstr("would write out/\\x1B[31m"));
  EXPECT_THAT(run({"fetch", "job.toml", "--side", "left", "-o", "\x1b[31m\n.csv"}).err,
              HasSubstr("wrote \\x1B[31m\\x0A.csv\n"));
  place_.write("job.toml", replaced(job(), "out/left.csv", "no\\u001Bwhere/left.csv"));
  expect_failure({"run", "job.toml"}, 9, "no\\x1Bwhere");
}

TEST_F(HostileNames, OnTheCommandLineAreShown) {
  const std::string words = "\x1b]0;x\x07\u009B\u202E\xFF\n";
  expect_failure({words}, 2, "\\x1B]0;x\\x07");
  expect_failure({"run", "job.toml", "--" + words}, 2, "\\x1B]0;x\\x07");
  expect_failure({"run", "job.toml", "--as-of", words}, 2, "");
  expect_failure({"run", "job.toml", "--memory", words}, 2, "");
  expect_failure({"fetch", "job.toml", "--side", words, "-o", "x"}, 2, "");
  expect_failure({"ddl", "job.toml", "--dialect", words}, 2, "");
  expect_failure({"status", "job.toml", words}, 6, "\\x1B]0;x\\x07");
  expect_failure({"init", "--left", words, "--right", words}, 2, "");
  expect_failure({"mock-api", words}, 2, "");
  expect_failure({"demo", "--dir", "people.db/" + words, "--rows", "1"}, 9, "");
}

TEST_F(HostileNames, InTheRunsOfATableAreShown) {
  run({"run", "job.toml"});
  place_.query(
      "out/warehouse.db",
      "UPDATE counterpart_runs SET job = 'j\x1b[31m', job_digest = 'd\x07', as_of = '\u202E', mode = "
      "'m\x1b[2J\n', "
      "rows_digest = '\u009B', kept_as = '\x1b]8;;x\x07', finished_at = '\u2066', program_version = 'v\r'");
  EXPECT_EQ(run({"status", "job.toml"}).exit_code, 0);
  EXPECT_EQ(run({"status", "job.toml", "--json"}).exit_code, 0);
}

TEST_F(HostileNames, AreProposedByInitInAFormThatReadsThem) {
  place_.write("p.jsonl", people_);
  const Ended made = run({"init", "--left", "people.db", "--right", "p.jsonl", "-o", "made.toml"});
  EXPECT_EQ(made.exit_code, 0) << made.err;
  EXPECT_EQ(first_unsafe(place_.read("made.toml")), "");
  EXPECT_EQ(run({"run", "made.toml", "--allow-empty"}).exit_code, 0);
  EXPECT_EQ(run({"init", "--left", "people.db", "--right", "p.jsonl", "-o", "-"}).exit_code, 0);
  expect_failure(
      {"init", "--left", "people.db", "--right", "p.jsonl", "-o", "x.toml", "--left-id", "\x1b[31m"}, 2,
      "\\x1B[31m");
  expect_failure(
      {"init", "--left", "people.db", "--left-table", "\x1b[31m", "--right", "p.jsonl", "-o", "x.toml"}, 2,
      "\\x1B[31m");
}

/// A job whose right side is this API.
std::string over_api(const std::string& url) {
  return replaced(job(), "source = \"jsonl\"\npath   = \"people.jsonl\"\nid     = \"id\"\n",
                  "source = \"rest\"\nurl = \"" + url +
                      "\"\nrecords = \"/users\"\nid = \"id\"\n[right.pages]\nkind = \"cursor\"\nparam = "
                      "\"c\"\ntoken = \"/next\"\n"
                      "[right.retries]\nattempts = 1\n");
}

TEST_F(HostileNames, OfAnApiAreShown) {
  const std::string evil =
      "\x1b[31m\xC2\x9B"
      "31m\xE2\x80\xAE Zachariah";
  Reply reply;
  const RogueApi api([&reply](const Ask&) { return reply; });
  place_.write("job.toml", over_api(api.url()));
  const std::string escaped = R"(\u001b[31m\u009b\u202e)";
  const std::vector<Reply> replies{
      {.status = 500, .body = evil},
      {.status = 401, .body = evil, .headers = {"WWW-Authenticate: " + evil}},
      {.status = 302, .headers = {"Location: http://127.0.0.1:1/" + evil}},
      {.status = 302, .headers = {"Location: " + evil}},
      {.status = 429, .headers = {"Retry-After: " + evil}},
      {.body = evil, .content_type = evil},
      {.body = "<html>" + evil, .content_type = "text/html; " + evil},
      {.body = "{\"" + escaped + "\":[]}"},
      {.body = "{\"users\":\"" + escaped + "\"}"},
      {.body = "{\"users\":[{\"id\":1}],\"next\":{\"" + escaped + "\":1}}"},
      {.body = "{\"users\":[{\"id\":\"" + escaped + "\"}],\"next\":\"" + escaped + "\"}"},
      {.body = "{\"users\":[\"" + escaped + " Zachariah\"]}"}};
  for (const Reply& each : replies) {
    reply = each;
    for (const std::vector<std::string>& command :
         {std::vector<std::string>{"run", "job.toml"},
          {"run", "job.toml", "--json"},
          {"check", "job.toml"},
          {"init", "--left", "people.db", "--right", api.url(), "-o", "x.toml"}})
      EXPECT_NE(run(command).exit_code, 0) << command[0] << " " << printable(each.body);
  }
}

TEST_F(HostileNames, InTheMessagesOfAServerAreShown) {
  for (const std::string state : {"HY000", "22001", "42000", "\x1b[31m"}) {
    const RogueMysql server([&state](RogueSession& session) {
      session.greet();
      session.accept_login();
      session.receive();
      session.send("\xFF\x51\x04#" + state.substr(0, 5) + "bad \x1b]0;x\x07 \u009B31m\u202E\nline two");
    });
    place_.write("job.toml",
                 replaced(replaced(job(), "source = \"sqlite\"", "source = \"mysql\""), "sqlite:people.db",
                          fmt::format("mysql://root@127.0.0.1:{}/db", server.port())));
    EXPECT_EQ(run({"run", "job.toml"}).exit_code, 4) << state;
  }
}

/// A run over a slow API, seen by a terminal: nothing but its own sequences goes there.
TEST_F(HostileNames, AreNotInWhatATerminalIsPaintedWith) {
  if (!std::filesystem::exists("/usr/bin/script")) GTEST_SKIP() << "script (bsdutils) is not installed";
  const RogueApi api([this](const Ask&) {
    std::string list = people_;
    std::replace(list.begin(), list.end(), '\n', ',');
    list.pop_back();
    return Reply{.body = "{\"users\":[" + list + "]}", .after = std::chrono::milliseconds(300)};
  });
  place_.write("job.toml", over_api(api.url()));
  Program terminal({"script", "-q", "-e", "-c", program_path() + " run job.toml", "/dev/null"},
                   place_.start({}, {{"TERM", "xterm"}}));
  Ended ended = terminal.wait();
  EXPECT_EQ(ended.exit_code, 0) << ended.out;
  EXPECT_THAT(ended.out, HasSubstr("\x1b[K"));
  for (const char* own : {"\x1b[2A", "\x1b[K", "\x1b[J", "\r\n"}) {
    for (std::size_t at = ended.out.find(own); at != std::string::npos; at = ended.out.find(own))
      ended.out.replace(at, std::string_view(own).size(), *own == '\r' ? "\n" : "");
  }
  expect_clean(ended);
  EXPECT_THAT(ended.out, Not(HasSubstr(kPerson)));
}

}  // namespace
}  // namespace counterpart::test
