// The example jobs between databases, against real servers: as they stand but for their addresses.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/file.hpp"
#include "support/mariadb_server.hpp"
#include "support/postgres_server.hpp"
#include "support/workplace.hpp"

namespace counterpart::test {
namespace {

using ::testing::HasSubstr;

class DatabaseExamples : public ::testing::Test {
 protected:
  static std::string example(const std::string& file) {
    return read_file(std::filesystem::path(COUNTERPART_EXAMPLES) / file, ErrorKind::internal);
  }
  /// The statements of a file, its comments and line breaks with them.
  static std::vector<std::string> statements(const std::string& file) {
    std::vector<std::string> all;
    const std::string text = example(file);
    for (std::size_t from = 0, to = 0; (to = text.find(";\n", from)) != std::string::npos; from = to + 2)
      all.push_back(text.substr(from, to - from));
    return all;
  }
  Ended run(const std::string& command) const {
    return place_.run_well({command, "job.toml", "--output-dir", "out"}, environment_);
  }

  Workplace place_;
  MariadbServer& mariadb_ = MariadbServer::instance();
  PostgresServer& postgres_ = PostgresServer::instance();
  std::map<std::string, std::string> environment_;
};

TEST_F(DatabaseExamples, FromPostgresToMariadb) {
  const std::string crm = postgres_.fresh_database();
  const std::string marts = mariadb_.fresh_database();
  postgres_.run_all(crm, statements("postgres-to-mariadb/crm.sql"));
  postgres_.run(crm, "GRANT SELECT ON customer TO reader");
  mariadb_.run_all(
      marts, {"CREATE OR REPLACE USER loader@'%' IDENTIFIED BY 'loading'",
              "GRANT SELECT, INSERT, UPDATE, DELETE, CREATE, DROP, ALTER ON " + marts + ".* TO loader@'%'"});
  std::string job = example("postgres-to-mariadb/job.toml");
  job = replaced(job, "postgres://reader@db.example.com/crm", postgres_.tcp_url(crm, "reader"));
  job = replaced(job, "mysql://loader@warehouse.example.com/marts", mariadb_.tcp_url(marts, "loader"));
  place_.write("job.toml", job);
  place_.write("newsletter.csv", example("postgres-to-mariadb/newsletter.csv"));
  environment_ = {{"CRM_PASSWORD", "right"}, {"WAREHOUSE_PASSWORD", "loading"}};
  EXPECT_THAT(run("check").out, HasSubstr("would write table subscribed_customer in mysql "));
  run("run");
  const std::string rows =
      "1|SE|2017-01-19 07:30:00.000000|2016-03-01|1\n2|PT|2016-12-01 12:00:00.000000|2014-11-30|1\n";
  const auto loaded = [&] {
    return mariadb_.query(
        marts,
        "SELECT customer_id, country, last_order, subscribed_on, is_buying FROM subscribed_customer "
        "ORDER BY customer_id");
  };
  EXPECT_EQ(loaded(), rows + "6|CN|2017-02-01 10:20:30.000000|2017-01-02|1\n");
  EXPECT_EQ(lines_with(place_.read("out/not-subscribed.csv"), "").size(), 3U) << "one without an address is no match";
  // One who moved, and one who is gone from the left side.
  postgres_.run_all(crm, {"UPDATE customer SET country = 'DE', last_order = NULL WHERE id = 6",
                          "DELETE FROM customer WHERE id = 2"});
  run("run");
  EXPECT_EQ(loaded(), rows + "6|DE|NULL|2017-01-02|NULL\n");
  EXPECT_THAT(run("status").out, HasSubstr("upsert"));
}

TEST_F(DatabaseExamples, FromMariadbToSqlite) {
  const std::string club = mariadb_.fresh_database();
  mariadb_.run_all(club, statements("mariadb-to-sqlite/club.sql"));
  mariadb_.run_all(club, {"CREATE OR REPLACE USER reader@'%' IDENTIFIED BY 'reading'",
                          "GRANT SELECT ON " + club + ".* TO reader@'%'"});
  place_.write("job.toml", replaced(example("mariadb-to-sqlite/job.toml"),
                                    "mysql://reader@db.example.com/club", mariadb_.tcp_url(club, "reader")));
  place_.write("race.jsonl", example("mariadb-to-sqlite/race.jsonl"));
  environment_ = {{"CLUB_PASSWORD", "reading"}};
  EXPECT_THAT(run("check").out, HasSubstr("would write table runner in sqlite:"));
  run("run");
  const auto loaded = [&](const std::string& table) {
    return place_.query(
        "out/warehouse.db",
        "SELECT member_id, last_name, joined_on, comes_often, minutes FROM " + table + " ORDER BY 1");
  };
  const std::string astrid = "11|Bergstr\xC3\xB6m|2012-05-01|1|52.4\n";
  const std::string all = astrid + "14|Kim|2011-03-09|1|47.9\n15|Zhang|2014-08-30|0|NULL\n";
  EXPECT_EQ(loaded("runner"), all);
  EXPECT_THAT(place_.read("out/strangers.csv"), HasSubstr("103"));
  mariadb_.run(club, "DELETE FROM member WHERE id = 15");
  run("run");
  EXPECT_EQ(loaded("runner_previous"), all);
  mariadb_.run(club, "DELETE FROM member");
  EXPECT_NE(place_.run({"run", "job.toml", "--output-dir", "out"}, environment_).exit_code, 0);
  EXPECT_EQ(loaded("runner"), astrid + "14|Kim|2011-03-09|1|47.9\n");
}

}  // namespace
}  // namespace counterpart::test
