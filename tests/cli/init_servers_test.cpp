// A look at servers that we did not write becomes a job file that reads all of them.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/datasette.hpp"
#include "support/json_events.hpp"
#include "support/json_server.hpp"
#include "support/protected_api.hpp"
#include "support/workplace.hpp"

namespace counterpart::test {
namespace {

using ::testing::HasSubstr;
using Version = JsonServer::Version;

/// A CSV file of one person, "name 2", on the left; a server on the right.
class InitOnServers : public ::testing::Test {
 protected:
  InitOnServers() { place_.write("crm.csv", "id,name\n1,Name 2\n"); }

  /// The job file for the server.
  std::string job_for(const std::string& url, const std::vector<std::string>& flags = {},
                      const std::map<std::string, std::string>& environment = {}) {
    std::vector<std::string> words{"init", "--left", "crm.csv", "--right", url, "--force"};
    words.insert(words.end(), flags.begin(), flags.end());
    const Ended ended = place_.run(words, environment);
    EXPECT_EQ(ended.exit_code, 0) << ended.err;
    EXPECT_THAT(ended.out, HasSubstr("\nok\n"));
    return place_.read("job.toml");
  }
  /// A run of it reads all of the users and finds the one that is on both sides.
  void expect_to_read(unsigned users, const std::string& end_reason,
                      const std::map<std::string, std::string>& environment = {}) {
    const Event summary = json_events(place_.run_well({"run", "job.toml", "--json"}, environment).err).back();
    EXPECT_EQ(number(summary, "/matches"), 1);
    EXPECT_EQ(number(summary, "/sides/users/read"), users);
    EXPECT_EQ(summary.at("/sides/users/end_reason"), end_reason);
    EXPECT_EQ(number(summary, "/sides/users/duplicate"), 0);
  }

  const Workplace place_;
};

TEST_F(InitOnServers, JsonServerBeforeOne) {
  for (const unsigned users : {7U, 2345U}) {
    const JsonServer server(Version::v0, users);
    const std::string job = job_for(server.url() + "/users");
    EXPECT_THAT(job, HasSubstr("records = \"\" "));
    EXPECT_THAT(job, HasSubstr("kind               = \"page\""));
    EXPECT_THAT(job, HasSubstr("param              = \"_page\"\nsize_param         = \"_limit\"\n"));
    EXPECT_THAT(job, HasSubstr("total_items_header = \"x-total-count\""));
    expect_to_read(users, "total_items");
  }
}

TEST_F(InitOnServers, JsonServerOne) {
  for (const unsigned users : {7U, 2345U}) {
    const JsonServer server(Version::v1, users);
    const std::string job = job_for(server.url() + "/users");
    EXPECT_THAT(job, HasSubstr("records = \"/data\""));
    EXPECT_THAT(job, HasSubstr("param       = \"_page\"\nsize_param  = \"_per_page\"\nsize        = 1000"));
    EXPECT_THAT(job, HasSubstr("total_pages = \"/pages\"\ntotal_items = \"/items\""));
    expect_to_read(users, "total_pages");
  }
}

TEST_F(InitOnServers, Datasette) {
  for (const unsigned users : {7U, 2345U}) {
    const test::Datasette server(users);
    const std::string page_for_people = server.url() + "/people/users";
    const std::string job = job_for(page_for_people);
    EXPECT_THAT(job, HasSubstr("= \"" + page_for_people + ".json\""));
    EXPECT_THAT(job, HasSubstr("query   = { _shape = \"objects\" }"));
    EXPECT_THAT(job, HasSubstr("records = \"/rows\""));
    EXPECT_THAT(job, HasSubstr("size_param  = \"_size\"\nsize        = 1000"));
    EXPECT_THAT(job, HasSubstr("total_items = \"/filtered_table_rows_count\""));
    expect_to_read(users, "no_next");
  }
}

/// Keys with gaps tell tokens from offsets.
TEST_F(InitOnServers, DatasetteWithGapsInItsKeys) {
  const test::Datasette server(2345);
  server.run("DELETE FROM users WHERE id > 3 AND id % 3 = 0");
  job_for(server.table());
  expect_to_read(2345 - 780, "no_next");
}

TEST_F(InitOnServers, DjangoRestFrameworkByNumberOffsetAndCursor) {
  const ProtectedApi server;
  const std::map<std::string, std::string> token{{"TOKEN", server.token()}};
  const std::vector<std::string> flags{"--right-token-env", "TOKEN"};
  std::string job = job_for(server.url("/users/"), flags, token);
  EXPECT_THAT(job, HasSubstr("param       = \"page\"\nsize_param  = \"size\"\nsize        = 50 "));
  EXPECT_THAT(job, HasSubstr("total_items = \"/count\""));
  expect_to_read(205, "total_items", token);

  job = replaced(job_for(server.url("/users/by-offset/"), flags, token), "\"by_offset\"", "\"users\"");
  EXPECT_THAT(job, HasSubstr("param       = \"offset\"\nsize_param  = \"limit\"\nsize        = 50 "));
  place_.write("job.toml", job);
  expect_to_read(205, "total_items", token);

  job = replaced(job_for(server.url("/users/by-cursor/"), flags, token), "\"by_cursor\"", "\"users\"");
  EXPECT_THAT(job, HasSubstr("link       = \"/next\"\nsize_param = \"size\"\nsize       = 50 "));
  place_.write("job.toml", job);
  expect_to_read(205, "no_next", token);
}

/// It lets three requests a second through, and says when to come again.
TEST_F(InitOnServers, AnApiThatWantsToBeAskedSlowly) {
  const ProtectedApi server;
  const std::map<std::string, std::string> token{{"TOKEN", server.token()}};
  const std::string job = replaced(job_for(server.url("/users/slow/"), {"--right-token-env", "TOKEN"}, token),
                                   "\"slow\"", "\"users\"");
  EXPECT_THAT(job, HasSubstr("param       = \"page\"\nsize_param  = \"size\"\nsize        = 50 "));
  place_.write("job.toml", job);
  expect_to_read(205, "total_items", token);
}

}  // namespace
}  // namespace counterpart::test
