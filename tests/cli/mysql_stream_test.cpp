// A MariaDB source whose session the server ends while its rows stream to the program, or would end if they
// were not taken.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <thread>

#include "support/faults.hpp"
#include "support/mysql_tables.hpp"
#include "support/oracles.hpp"
#include "support/rogue_api.hpp"
#include "support/sqlite_tables.hpp"

namespace counterpart::test {
namespace {

using ::testing::IsEmpty;

/// Far more than the buffers between server and program hold.
constexpr const char* kQuery =
    "SELECT seq AS id, CONCAT('Person ', seq, REPEAT('x', 200)) AS name FROM seq_1_to_60000";
/// The same from a server that waits for a second until its rows are taken.
const std::string kImpatientQuery = fmt::format("SET STATEMENT net_write_timeout = 1 FOR {}", kQuery);
constexpr int kRows = 60'000;
constexpr int kSourceFailed = 4;
constexpr auto kReadingLimit = std::chrono::seconds(20);

class MariadbStream : public ::testing::Test {
 protected:
  MariadbStream() {
    place_.write("people.csv", "id,name\n1,Ada\n");
    place_.write("out/unmatched.jsonl", "old\n");
    write_job(kQuery, "", "source = \"csv\"\npath = \"people.csv\"\n");
  }
  /// `more` is of the left side, `right` the whole source of the other one.
  void write_job(const std::string& query_text, const std::string& more, const std::string& right) {
    place_.write(
        "job.toml",
        fmt::format(
            "memory = \"16MiB\"\n"
            "[left]\nname = \"a\"\nsource = \"mysql\"\nurl = \"{}\"\nquery = \"{}\"\nid = \"id\"\n{}"
            "[right]\nname = \"b\"\n{}id = \"id\"\n"
            "[match]\n[[match.on]]\nleft = \"name\"\nright = \"name\"\n"
            "[[column]]\nname = \"name\"\nfrom = \"left.name\"\ntype = \"text\"\n"
            "[[output]]\nkind = \"jsonl\"\nwhat = \"unmatched-left\"\npath = \"out/unmatched.jsonl\"\n"
            "[[output]]\nkind = \"table\"\nurl = \"{}\"\ntable = \"people\"\n",
            source_.url(), query_text, more, right, target_.url()));
  }
  Start start(const Fault& fault) const {
    return place_.start({"run", "job.toml", "--threads", "1"}, environment_of(fault));
  }
  /// All that the server has sent to anybody.
  std::int64_t sent_rows() {
    const std::string row = source_.query("SHOW GLOBAL STATUS LIKE 'Rows_sent'");
    return std::stoll(row.substr(row.find('|') + 1));
  }
  /// True once the server has got rid of the rows of the query.
  bool has_sent_all(std::int64_t before) {
    const auto limit = std::chrono::steady_clock::now() + kReadingLimit;
    while (sent_rows() < before + kRows) {
      if (std::chrono::steady_clock::now() > limit) return false;
      std::this_thread::yield();
    }
    return true;
  }

  Workplace place_;
  MysqlTables source_;
  SqliteTables target_{place_.path("out/warehouse.db")};
  Oracles oracles_{place_, target_, {{"people", "name"}}, {}, {"Person"}};
};

/// What has come by then looks like the end of a smaller table.
TEST_F(MariadbStream, ThatIsCutIsNotTakenForItsEnd) {
  const Scene before = oracles_.look();
  ASSERT_EQ(run_program(start({.calls = "recv", .log = place_.path("calls")})).exit_code, 0);
  const Scene after = oracles_.look();
  const auto received = static_cast<unsigned>(read_calls(place_.path("calls")).size());
  for (const unsigned percent : {20U, 40U, 60U, 80U}) {
    const Fault fault{.calls = "recv", .at = received * percent / 100, .deed = "STOP"};
    SCOPED_TRACE(description(fault, {}));
    target_.clear();
    place_.write("out/unmatched.jsonl", "old\n");
    Program program(start(fault));
    ASSERT_TRUE(program.stands_still());
    source_.end_sessions();
    source_.await_quiet();
    program.send(SIGCONT);
    EXPECT_THAT(oracles_.broken(program.wait(), {.exit_codes = {kSourceFailed}}, before, after), IsEmpty());
  }
  EXPECT_THAT(oracles_.broken_by_rerun(run_program(start({})), after), IsEmpty());
}

/// The program stands still for longer than the server waits; nobody else ends the session.
TEST_F(MariadbStream, ThatTheServerGivesUpIsNotTakenForItsEnd) {
  write_job(kImpatientQuery, "", "source = \"csv\"\npath = \"people.csv\"\n");
  const Scene before = oracles_.look();
  ASSERT_EQ(run_program(start({.calls = "recv", .log = place_.path("calls")})).exit_code, 0);
  const Scene after = oracles_.look();
  const auto received = static_cast<unsigned>(read_calls(place_.path("calls")).size());
  target_.clear();
  place_.write("out/unmatched.jsonl", "old\n");
  Program program(start({.calls = "recv", .at = received / 2, .deed = "STOP"}));
  ASSERT_TRUE(program.stands_still());
  source_.await_quiet();
  program.send(SIGCONT);
  EXPECT_THAT(oracles_.broken(program.wait(), {.exit_codes = {kSourceFailed}}, before, after), IsEmpty());
  EXPECT_THAT(oracles_.broken_by_rerun(run_program(start({})), after), IsEmpty());
}

/// The other side says nothing before the server has sent its last row, which it does only to one who reads.
TEST_F(MariadbStream, IsReadToItsEndHoweverSlowTheOtherSideIs) {
  for (const char* order : {"", "ordered_by = [\"name\"]\n"}) {
    SCOPED_TRACE(order);
    const std::int64_t before = sent_rows();
    bool was_sent = false;
    const RogueApi api([&](const Ask&) {
      was_sent = was_sent || has_sent_all(before);
      return Reply{.body = R"({"users":[{"id":1,"name":"Ada"}]})"};
    });
    write_job(
        replaced(kImpatientQuery, "'Person ', seq", "'Person ', LPAD(seq, 5, '0')"), order,
        fmt::format("source = \"rest\"\nurl = \"{}\"\nrecords = \"/users\"\npages = {{ kind = \"none\" }}\n",
                    api.url()));
    const Ended ended = place_.run({"run", "job.toml"});
    EXPECT_TRUE(was_sent) << "the server still holds rows";
    EXPECT_EQ(ended.exit_code, 0) << ended.err;
    const std::string left = place_.read("out/unmatched.jsonl");
    EXPECT_EQ(std::count(left.begin(), left.end(), '\n'), kRows);
  }
}

}  // namespace
}  // namespace counterpart::test
