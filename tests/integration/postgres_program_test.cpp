/// The program itself with a PostgreSQL side.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>

#include "support/postgres_server.hpp"
#include "support/workplace.hpp"

namespace counterpart::test {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class PostgresProgram : public ::testing::Test {
 protected:
  void SetUp() override {
    server_.run_all(database_, {"CREATE TABLE people (id int PRIMARY KEY, name text)",
                                "INSERT INTO people VALUES (1, 'Ada'), (2, 'Bob'), (3, 'Cy')"});
    place_.write("partner.csv", "id,name\np1,Bob\np2,Cy\np3,Dan\n");
  }
  /// A job whose left side is `source`, keys of the side.
  void write_job(const std::string& source) {
    place_.write(
        "job.toml",
        "[left]\nname = \"crm\"\nsource = \"postgres\"\nid = \"id\"\n" + source +
            "\n[right]\nsource = \"csv\"\npath = \"partner.csv\"\nid = \"id\"\n\n[[match.on]]\nleft = "
            "\"name\"\nright = \"name\"\n\n[[output]]\nkind = \"csv\"\npath = \"out/matches.csv\"\n");
  }
  std::string url(const std::string& url) { return "url = \"" + url + "\"\n"; }
  /// Rows, and then none for ten minutes.
  std::string stalling() {
    return url(server_.url(database_)) +
           "query = \"SELECT g AS id, CASE WHEN g > 5000 THEN pg_sleep(600)::text ELSE 'x' END AS name FROM "
           "generate_series(1, 9000) g\"\n";
  }

  PostgresServer& server_ = PostgresServer::instance();
  std::string database_ = server_.fresh_database();
  Workplace place_;
};

TEST_F(PostgresProgram, MatchesATableWithAFile) {
  write_job(url(server_.url(database_)) + "table = \"people\"\n");
  EXPECT_THAT(place_.run_well({"check", "job.toml"}).out,
              HasSubstr("crm: postgres, rows unbuffered; sorted here: no index in the order of the bytes "
                        "holds all that is read\n"));
  EXPECT_THAT(place_.run_well({"run", "job.toml"}).out, HasSubstr("2 matches"));
  EXPECT_EQ(place_.read("out/matches.csv"), "crm_id,right_id,name\n2,p1,Bob\n3,p2,Cy\n");
}

TEST_F(PostgresProgram, TakesNoSettingFromTheEnvironment) {
  const std::map<std::string, std::string> environment{{"PGHOST", "nowhere.invalid"},
                                                       {"PGHOSTADDR", "192.0.2.1"},
                                                       {"PGPORT", "1"},
                                                       {"PGDATABASE", "nothing"},
                                                       {"PGUSER", "nobody"},
                                                       {"PGPASSFILE", "/no/such/file"},
                                                       {"PGSERVICE", "nothing"},
                                                       {"PGSERVICEFILE", "/no/such/file"},
                                                       {"PGOPTIONS", "-c no.such=1 -c search_path=nowhere"},
                                                       {"PGSSLMODE", "verify-full"},
                                                       {"PGSSLROOTCERT", "/no/such/file"},
                                                       {"PGREQUIREPEER", "nobody"},
                                                       {"PGCLIENTENCODING", "LATIN1"},
                                                       {"PGTZ", "Nowhere/At_all"},
                                                       {"PGDATESTYLE", "nonsense"},
                                                       {"PGGSSENCMODE", "require"},
                                                       {"PGTARGETSESSIONATTRS", "standby"},
                                                       {"PGPASSWORD", "wrong"}};
  for (const std::string& where : {server_.url(database_), server_.tcp_url(database_)}) {
    write_job(url(where) + "table = \"people\"\n");
    EXPECT_THAT(place_.run_well({"run", "job.toml"}, environment).out, HasSubstr("2 matches"));
  }
  server_.run(database_, "GRANT SELECT ON people TO reader");
  write_job(url(server_.tcp_url(database_, "reader")) +
            "table = \"people\"\npassword = { env = \"PGPASSWORD\" }\n");
  place_.run_well({"run", "job.toml"}, {{"PGPASSWORD", "right"}});
}

TEST_F(PostgresProgram, SaysThatAPasswordIsWrongAndNotWhichOne) {
  write_job(url(server_.tcp_url(database_, "reader")) +
            "table = \"people\"\npassword = { env = \"SECRET\" }\n");
  const Files before = place_.files();
  const Ended ended = place_.run({"run", "job.toml"}, {{"SECRET", "hunter2"}});
  place_.expect_refused(before, ended, 4, {"crm: postgres 127.0.0.1", "password authentication failed"});
  EXPECT_THAT(ended.err, Not(HasSubstr("hunter2")));
}

TEST_F(PostgresProgram, EndsWithCode4WhenTheConnectionIsEndedInTheStream) {
  write_job(stalling());
  const Files before = place_.files();
  Program program(place_.start({"run", "job.toml"}));
  server_.await_statement(database_, "pg_sleep(600)");
  server_.terminate_connections(database_);
  place_.expect_refused(before, program.wait(), 4, {"57P01"});
}

TEST_F(PostgresProgram, EndsInTimeWhenItIsTerminatedInTheStream) {
  write_job(stalling());
  const Files before = place_.files();
  Program program(place_.start({"run", "job.toml"}));
  server_.await_statement(database_, "pg_sleep(600)");
  program.send(SIGTERM);
  place_.expect_refused(before, program.wait(std::chrono::seconds(2)), 143, {"terminated"});
}

TEST_F(PostgresProgram, RefusesAUrlOfAnotherKind) {
  write_job(url("mysql://u@h/d") + "table = \"people\"\n");
  const Files before = place_.files();
  place_.expect_refused(before, place_.run({"run", "job.toml"}), 3, {"begins with 'postgres://'"});
}

}  // namespace
}  // namespace counterpart::test
