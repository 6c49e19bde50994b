// A look at a MySQL database becomes a job file that reads it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/json_events.hpp"
#include "support/mariadb_server.hpp"
#include "support/workplace.hpp"

namespace counterpart::test {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class InitOnMysql : public ::testing::Test {
 protected:
  InitOnMysql() {
    place_.write("partner.csv", "id,surname,forename\n7,OBRIEN,aoife\n8,Nobody,Else\n");
    server_.run_all(database_, {"CREATE TABLE orders (id INT PRIMARY KEY, total DECIMAL(8,2))",
                                "CREATE TABLE `user` (user_no VARCHAR(10) NOT NULL UNIQUE, lastname "
                                "VARCHAR(50), firstname VARCHAR(50), "
                                "last_login_at DATETIME, member_since DATE, photo BLOB)",
                                "INSERT INTO `user` VALUES ('u1', 'O''Brien', 'Aoife', '2017-01-01 "
                                "10:00:00', '2010-05-06', x'ff00'), "
                                "('u2', 'Dupont', NULL, NULL, NULL, NULL)"});
  }

  MariadbServer& server_ = MariadbServer::instance();
  const std::string database_ = server_.fresh_database();
  const Workplace place_;
};

TEST_F(InitOnMysql, ChoosesTheTableAndItsKey) {
  const std::string url = server_.url(database_);
  const Ended ended = place_.run_well({"init", "--left", url, "--right", "partner.csv"});
  EXPECT_THAT(ended.out, HasSubstr("\nok\n"));
  EXPECT_THAT(ended.out + ended.err, Not(HasSubstr("Aoife")));
  const std::string job = place_.read("job.toml");
  EXPECT_THAT(job, HasSubstr("source = \"mysql\"\nurl    = \"" + url +
                             "\"\ntable  = \"user\"  # there is also orders\n"));
  EXPECT_THAT(job, HasSubstr("id     = \"user_no\"\n"));
  EXPECT_THAT(job, HasSubstr("of            = \"left.last_login_at\""));
  EXPECT_THAT(job, HasSubstr("from = \"left.member_since\""));
  EXPECT_THAT(job, Not(HasSubstr("[left.types]")));
  EXPECT_THAT(job, Not(HasSubstr("photo")));
  EXPECT_EQ(number(json_events(place_.run_well({"run", "job.toml", "--json"}).err).back(), "/matches"), 1);
}

TEST_F(InitOnMysql, LooksIntoAView) {
  server_.run(database_, "CREATE VIEW people AS SELECT user_no, lastname, firstname FROM `user`");
  place_.run_well(
      {"init", "--left", server_.url(database_), "--left-table", "people", "--right", "partner.csv"});
  EXPECT_THAT(place_.read("job.toml"),
              HasSubstr("id     = \"user_no\"  # different in all 2 records looked at"));
}

TEST_F(InitOnMysql, TakesThePasswordFromTheEnvironment) {
  const std::string user = "reader_" + database_;
  server_.run_all(database_, {"CREATE USER '" + user + "'@'%' IDENTIFIED BY 's3cr3t'",
                              "GRANT SELECT ON `" + database_ + "`.* TO '" + user + "'@'%'"});
  const std::string url = server_.tcp_url(database_, user);
  const Files before = place_.files();
  const std::vector<std::string> words{"init", "--left", url, "--right", "partner.csv"};
  const Ended refused = place_.run(words);
  place_.expect_refused(before, refused, 4, {user});
  EXPECT_THAT(refused.err,
              HasSubstr("hint: name the variable that holds the password: --left-password-env NAME"));
  std::vector<std::string> with_password = words;
  with_password.insert(with_password.end(), {"--left-password-env", "CRM_PASSWORD"});
  place_.expect_refused(before, place_.run(with_password), 3,
                        {"the environment variable CRM_PASSWORD is not set"});
  const std::map<std::string, std::string> secret{{"CRM_PASSWORD", "s3cr3t"}};
  const Ended ended = place_.run_well(with_password, secret);
  const std::string job = place_.read("job.toml");
  EXPECT_THAT(job, HasSubstr("password = { env = \"CRM_PASSWORD\" }"));
  EXPECT_THAT(job + ended.out + ended.err, Not(HasSubstr("s3cr3t")));
  EXPECT_EQ(
      number(json_events(place_.run_well({"run", "job.toml", "--json"}, secret).err).back(), "/matches"), 1);
}

}  // namespace
}  // namespace counterpart::test
