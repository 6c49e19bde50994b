// A MariaDB source whose session the server ends while its rows stream to the program.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>

#include "support/faults.hpp"
#include "support/mysql_tables.hpp"
#include "support/oracles.hpp"
#include "support/sqlite_tables.hpp"

namespace counterpart::test {
namespace {

using ::testing::IsEmpty;

/// Far more than the buffers between server and program hold.
constexpr const char* kQuery =
    "SELECT seq AS id, CONCAT('Person ', seq, REPEAT('x', 200)) AS name FROM seq_1_to_60000";
constexpr int kSourceFailed = 4;

class MariadbStream : public ::testing::Test {
 protected:
  MariadbStream() {
    place_.write("people.csv", "id,name\n1,Ada\n");
    place_.write("out/unmatched.jsonl", "old\n");
    place_.write(
        "job.toml",
        fmt::format(
            "[left]\nname = \"a\"\nsource = \"mysql\"\nurl = \"{}\"\nquery = \"{}\"\nid = \"id\"\n"
            "[right]\nname = \"b\"\nsource = \"csv\"\npath = \"people.csv\"\nid = \"id\"\n"
            "[match]\n[[match.on]]\nleft = \"name\"\nright = \"name\"\n"
            "[[column]]\nname = \"name\"\nfrom = \"left.name\"\ntype = \"text\"\n"
            "[[output]]\nkind = \"jsonl\"\nwhat = \"unmatched-left\"\npath = \"out/unmatched.jsonl\"\n"
            "[[output]]\nkind = \"table\"\nurl = \"{}\"\ntable = \"people\"\n",
            source_.url(), kQuery, target_.url()));
  }
  Start start(const Fault& fault) const {
    return place_.start({"run", "job.toml", "--threads", "1"}, environment_of(fault));
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

}  // namespace
}  // namespace counterpart::test
