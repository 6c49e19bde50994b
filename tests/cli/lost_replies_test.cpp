// A run that loads a MySQL table, whose publishing statement or its reply is lost.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <chrono>
#include <fstream>

#include "support/json_events.hpp"
#include "support/mariadb_server.hpp"
#include "support/statement_proxy.hpp"
#include "support/workplace.hpp"

namespace counterpart::test {
namespace {

using Cut = StatementProxy::Cut;
using ::testing::HasSubstr;

/// Two CSV files with one person on both, loaded through a proxy that `cut` has to make lose something.
class LostReplies : public ::testing::Test {
 protected:
  void SetUp() override {
    place_.write("people.csv", "id,name\n1,Ada\n2,Bob\n");
    server_.run_all(database_, {"CREATE TABLE pairs (name VARCHAR(50) COLLATE utf8mb4_bin NOT NULL UNIQUE)",
                                "INSERT INTO pairs VALUES ('old')"});
    write_job("mode = \"replace\"", proxy_.port());
  }
  void write_job(const std::string& mode, int port) const {
    std::string job =
        "[left]\nname = \"a\"\nsource = \"csv\"\npath = \"people.csv\"\nid = \"id\"\n"
        "[right]\nname = \"b\"\nsource = \"csv\"\npath = \"people.csv\"\nid = \"id\"\n"
        "[match]\n[[match.on]]\nleft = \"name\"\nright = \"name\"\n"
        "[[column]]\nname = \"name\"\nfrom = \"left.name\"\ntype = \"varchar(50)\"\n"
        "[[output]]\nkind = \"jsonl\"\npath = \"out/matches.jsonl\"\n"
        "[[output]]\nkind = \"table\"\nurl = \"mysql://root@127.0.0.1:PORT/DATABASE\"\ntable = \"pairs\"\n";
    job = replaced(replaced(job, "PORT", std::to_string(port)), "DATABASE", database_);
    place_.write("job.toml", job + mode + "\n");
  }
  Ended run() const { return place_.run({"run", "job.toml", "--json"}); }
  std::string rows() { return server_.query(database_, "SELECT name FROM pairs ORDER BY name"); }
  std::string tables() { return server_.query(database_, "SHOW TABLES"); }

  Workplace place_;
  MariadbServer& server_ = MariadbServer::instance();
  std::string database_ = server_.fresh_database();
  StatementProxy proxy_{StatementProxy::Protocol::mysql, server_.port()};
};

TEST_F(LostReplies, OfARunThatIsDoneEndItWell) {
  // The first RENAME tries the rights out.
  proxy_.cut("RENAME TABLE `pairs`", Cut::after);
  const Ended ended = run();
  EXPECT_EQ(ended.exit_code, 0) << ended.err;
  EXPECT_TRUE(proxy_.has_cut());
  EXPECT_EQ(rows(), "Ada\nBob\n");
  EXPECT_EQ(tables(), "counterpart_runs\npairs\n");
  EXPECT_EQ(place_.read("out/matches.jsonl"), "{\"name\":\"Ada\"}\n{\"name\":\"Bob\"}\n");
}

TEST_F(LostReplies, OfARunThatIsNotDoneLeaveEveryTarget) {
  proxy_.cut("RENAME TABLE `pairs`", Cut::before);
  const Ended ended = run();
  EXPECT_EQ(ended.exit_code, 6) << ended.err;
  EXPECT_EQ(rows(), "old\n");
  EXPECT_EQ(tables(), "counterpart_runs\npairs\n");
  EXPECT_FALSE(place_.has("out/matches.jsonl"));
  EXPECT_EQ(run().exit_code, 0) << "running again is safe";
  EXPECT_EQ(rows(), "Ada\nBob\n");
}

TEST_F(LostReplies, ThatStayUnknownAreToldByStatus) {
  proxy_.cut("RENAME TABLE `pairs`", Cut::after, true);
  const Event error = json_events(run().err).back();
  EXPECT_EQ(number(error, "/code"), 7);
  const std::string hint = error.at("/hint");
  const std::size_t at = hint.find("counterpart status job.toml ");
  ASSERT_NE(at, std::string::npos) << hint;
  const std::string id = hint.substr(hint.rfind(' ') + 1);
  EXPECT_EQ(place_.run({"status", "job.toml", id}).exit_code, 7) << "the server is still away";
  write_job("mode = \"replace\"", server_.port());
  EXPECT_THAT(place_.run_well({"status", "job.toml", id}).out,
              HasSubstr("run " + id + ": loaded, replace of 2 rows"));
}

/// An append that was done is not done again: the run itself finds out.
TEST_F(LostReplies, OfAnAppendDoNotDoubleRows) {
  constexpr int kStaging = 1;  // the COMMIT of the staging table comes first
  write_job("mode = \"append\"", proxy_.port());
  proxy_.cut("COMMIT", Cut::before, false, kStaging);
  EXPECT_EQ(run().exit_code, 6);
  EXPECT_EQ(rows(), "old\n");
  proxy_.cut("COMMIT", Cut::after, false, kStaging);
  EXPECT_EQ(run().exit_code, 0);
  EXPECT_TRUE(proxy_.has_cut());
  EXPECT_EQ(rows(), "Ada\nBob\nold\n");
}

TEST_F(LostReplies, TwoRunsAtOnceAreOneTooMany) {
  write_job("mode = \"append\"", proxy_.port());
  place_.write("slow.toml",
               replaced(place_.read("job.toml"), "path = \"people.csv\"", "path = \"pipe.csv\""));
  ASSERT_EQ(::mkfifo(place_.path("pipe.csv").c_str(), 0600), 0);
  Program first(place_.start({"run", "slow.toml"}));
  // It has its table and its lock, and waits for the first record.
  std::ofstream pipe(place_.path("pipe.csv"));
  for (const char* mode :
       {"mode = \"replace\"", "mode = \"append\"", "mode = \"upsert\"\nkey = [\"name\"]"}) {
    write_job(mode, proxy_.port());
    EXPECT_EQ(run().exit_code, 10) << mode;
  }
  pipe << place_.read("people.csv");
  pipe.close();
  EXPECT_EQ(first.wait(std::chrono::seconds(20)).exit_code, 0);
  EXPECT_EQ(rows(), "Ada\nBob\nold\n");
}

}  // namespace
}  // namespace counterpart::test
