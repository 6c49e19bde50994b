// A look at a PostgreSQL database becomes a job file that reads it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/json_events.hpp"
#include "support/postgres_server.hpp"
#include "support/workplace.hpp"

namespace counterpart::test {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class InitOnPostgres : public ::testing::Test {
 protected:
  InitOnPostgres() {
    place_.write("partner.csv", "id,surname,forename\n7,OBRIEN,aoife\n8,Nobody,Else\n");
    server_.run_all(
        database_,
        {"CREATE TABLE orders (id INT PRIMARY KEY, total NUMERIC(8,2))",
         "CREATE TABLE \"User\" (user_no VARCHAR(10) NOT NULL UNIQUE, lastname TEXT, firstname TEXT, "
         "last_login_at TIMESTAMPTZ, member_since DATE, photo BYTEA, old TEXT)",
         "ALTER TABLE \"User\" DROP COLUMN old",
         "INSERT INTO \"User\" VALUES ('u1', 'O''Brien', 'Aoife', '2017-01-01 10:00:00Z', '2010-05-06', "
         "'\\x00ff'), ('u2', 'Dupont', NULL, NULL, NULL, NULL)"});
  }

  PostgresServer& server_ = PostgresServer::instance();
  const std::string database_ = server_.fresh_database();
  const Workplace place_;
};

TEST_F(InitOnPostgres, ChoosesTheTableAndItsKey) {
  const std::string url = server_.url(database_);
  const Ended ended = place_.run_well({"init", "--left", url, "--right", "partner.csv"});
  EXPECT_THAT(ended.out, HasSubstr("\nok\n"));
  EXPECT_THAT(ended.out + ended.err, Not(HasSubstr("Aoife")));
  const std::string job = place_.read("job.toml");
  EXPECT_THAT(job, HasSubstr("source = \"postgres\"\n"));
  EXPECT_THAT(job, HasSubstr("table  = \"User\"  # there is also orders\nid     = \"user_no\"\n"));
  EXPECT_THAT(job, HasSubstr("of            = \"left.last_login_at\""));
  EXPECT_THAT(job, HasSubstr("from = \"left.member_since\""));
  EXPECT_THAT(job, Not(HasSubstr("[left.types]")));
  EXPECT_THAT(job, Not(HasSubstr("photo")));
  EXPECT_EQ(number(json_events(place_.run_well({"run", "job.toml", "--json"}).err).back(), "/matches"), 1);
}

TEST_F(InitOnPostgres, LooksIntoOtherSchemasAndViews) {
  server_.run_all(database_, {"CREATE SCHEMA crm",
                              "CREATE VIEW crm.people AS SELECT user_no, lastname, firstname FROM \"User\""});
  place_.run_well(
      {"init", "--left", server_.url(database_), "--left-table", "crm.people", "--right", "partner.csv"});
  const std::string job = place_.read("job.toml");
  EXPECT_THAT(job, HasSubstr("table  = \"crm.people\"  # there is also User, orders\n"));
  EXPECT_THAT(job, HasSubstr("id     = \"user_no\"     # different in all 2 records looked at\n"));
  EXPECT_EQ(number(json_events(place_.run_well({"run", "job.toml", "--json"}).err).back(), "/matches"), 1);
}

TEST_F(InitOnPostgres, TakesThePasswordFromTheEnvironment) {
  server_.run(database_, "GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader");
  const std::string url = server_.tcp_url(database_, "reader");
  const Files before = place_.files();
  const Ended refused = place_.run({"init", "--left", url, "--right", "partner.csv"});
  place_.expect_refused(before, refused, 4, {"the server asks for a password"});
  EXPECT_THAT(refused.err,
              HasSubstr("hint: name the variable that holds the password: --left-password-env NAME"));
  const std::map<std::string, std::string> secret{{"CRM_PASSWORD", "right"}};
  place_.run_well({"init", "--left", url, "--left-password-env", "CRM_PASSWORD", "--right", "partner.csv"},
                  secret);
  EXPECT_THAT(place_.read("job.toml"), HasSubstr("password = { env = \"CRM_PASSWORD\" }"));
  EXPECT_EQ(
      number(json_events(place_.run_well({"run", "job.toml", "--json"}, secret).err).back(), "/matches"), 1);
}

}  // namespace
}  // namespace counterpart::test
