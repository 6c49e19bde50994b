// A run that loads a PostgreSQL table, whose COMMIT or its reply is lost.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <chrono>
#include <fstream>

#include "support/json_events.hpp"
#include "support/postgres_server.hpp"
#include "support/statement_proxy.hpp"
#include "support/workplace.hpp"

namespace counterpart::test {
namespace {

using Cut = StatementProxy::Cut;
using ::testing::HasSubstr;

constexpr const char* kModes[] = {"mode = \"replace\"", "mode = \"append\"",
                                  "mode = \"upsert\"\nkey = [\"name\"]"};

/// Two CSV files with two people on both, loaded through a proxy that `cut` has to make lose something.
class LostCommits : public ::testing::Test {
 protected:
  void SetUp() override {
    place_.write("people.csv", "id,name\n1,Ada\n2,Bob\n");
    reset();
    write_job(kModes[0], proxy_.port());
  }
  void reset() {
    server_.run_all(database_, {"DROP TABLE IF EXISTS pairs", "CREATE TABLE pairs (name varchar(50) UNIQUE)",
                                "INSERT INTO pairs VALUES ('old')"});
  }
  void write_job(const std::string& mode, int port) const {
    std::string job =
        "[left]\nname = \"a\"\nsource = \"csv\"\npath = \"people.csv\"\nid = \"id\"\n"
        "[right]\nname = \"b\"\nsource = \"csv\"\npath = \"people.csv\"\nid = \"id\"\n"
        "[match]\n[[match.on]]\nleft = \"name\"\nright = \"name\"\n"
        "[[column]]\nname = \"name\"\nfrom = \"left.name\"\ntype = \"varchar(50)\"\n"
        "[[output]]\nkind = \"jsonl\"\npath = \"out/matches.jsonl\"\n"
        "[[output]]\nkind = \"table\"\nurl = \"postgresql://postgres@127.0.0.1:PORT/DATABASE\"\ntable = "
        "\"pairs\"\n";
    job = replaced(replaced(job, "PORT", std::to_string(port)), "DATABASE", database_);
    place_.write("job.toml", job + mode + "\n");
  }
  Ended run() const { return place_.run({"run", "job.toml", "--json"}); }
  std::string rows() { return server_.query(database_, "SELECT name FROM pairs ORDER BY name"); }

  Workplace place_;
  PostgresServer& server_ = PostgresServer::instance();
  std::string database_ = server_.fresh_database();
  StatementProxy proxy_{StatementProxy::Protocol::postgres, server_.port()};
};

TEST_F(LostCommits, OfARunThatIsDoneEndItWell) {
  // The first COMMIT is that of the table of runs.
  place_.run_well({"run", "job.toml"});
  for (const char* mode : kModes) {
    reset();
    write_job(mode, proxy_.port());
    proxy_.cut("COMMIT", Cut::after);
    const Ended ended = run();
    EXPECT_EQ(ended.exit_code, 0) << ended.err;
    EXPECT_TRUE(proxy_.has_cut());
    EXPECT_EQ(rows(), mode == kModes[0] ? "Ada\nBob\n" : "Ada\nBob\nold\n");
    EXPECT_EQ(place_.read("out/matches.jsonl"), "{\"name\":\"Ada\"}\n{\"name\":\"Bob\"}\n");
  }
}

TEST_F(LostCommits, OfARunThatIsNotDoneLeaveEveryTarget) {
  for (const int others : {0, 1}) {
    proxy_.cut("COMMIT", Cut::before, false, others);
    const Ended ended = run();
    EXPECT_EQ(ended.exit_code, 6) << ended.err;
    EXPECT_TRUE(proxy_.has_cut());
    EXPECT_EQ(rows(), "old\n");
    EXPECT_FALSE(place_.has("out/matches.jsonl"));
  }
  EXPECT_EQ(run().exit_code, 0) << "running again is safe";
  EXPECT_EQ(rows(), "Ada\nBob\n");
}

TEST_F(LostCommits, ThatStayUnknownAreToldByStatus) {
  place_.run_well({"run", "job.toml"});
  proxy_.cut("COMMIT", Cut::after, true);
  const Event error = json_events(run().err).back();
  EXPECT_EQ(number(error, "/code"), 7);
  const std::string hint = error.at("/hint");
  ASSERT_THAT(hint, HasSubstr("counterpart status job.toml "));
  const std::string id = hint.substr(hint.rfind(' ') + 1);
  EXPECT_EQ(place_.run({"status", "job.toml", id}).exit_code, 7) << "the server is still away";
  write_job(kModes[0], server_.port());
  EXPECT_THAT(place_.run_well({"status", "job.toml", id}).out,
              HasSubstr("run " + id + ": loaded, replace of 2 rows"));
  EXPECT_THAT(place_.run_well({"status", "job.toml"}).out, HasSubstr("table pairs in postgres 127.0.0.1:"));
}

TEST_F(LostCommits, TwoRunsAtOnceAreOneTooMany) {
  write_job(kModes[1], proxy_.port());
  place_.write("slow.toml",
               replaced(place_.read("job.toml"), "path = \"people.csv\"", "path = \"pipe.csv\""));
  ASSERT_EQ(::mkfifo(place_.path("pipe.csv").c_str(), 0600), 0);
  Program first(place_.start({"run", "slow.toml"}));
  // It has its lock, and waits for the first record.
  std::ofstream pipe(place_.path("pipe.csv"));
  for (const char* mode : kModes) {
    write_job(mode, proxy_.port());
    EXPECT_EQ(run().exit_code, 10) << mode;
  }
  pipe << place_.read("people.csv");
  pipe.close();
  EXPECT_EQ(first.wait(std::chrono::seconds(20)).exit_code, 0);
  EXPECT_EQ(rows(), "Ada\nBob\nold\n");
}

TEST_F(LostCommits, AreNotNeededToSeeWhatWouldBeLoaded) {
  EXPECT_THAT(place_.run_well({"check", "job.toml"}).out,
              HasSubstr("would write table pairs in postgres 127.0.0.1:"));
  EXPECT_EQ(server_.query(database_,
                          "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = "
                          "'public'::regnamespace"),
            "pairs\n");
  EXPECT_THAT(place_.run_well({"ddl", "job.toml"}).out, HasSubstr("GENERATED ALWAYS AS IDENTITY"));
}

}  // namespace
}  // namespace counterpart::test
