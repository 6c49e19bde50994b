// The reference job on real parts: a MariaDB server, pages that nginx gives out, the program as it is built. What it finds is held against
// a report kept as text, and against what the server itself finds with a join of both sides.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fmt/format.h>

#include <fstream>

#include "base/file.hpp"
#include "support/json_events.hpp"
#include "support/mariadb_server.hpp"
#include "support/nginx_server.hpp"
#include "support/workplace.hpp"

namespace counterpart::test {
namespace {

constexpr int kPages = 5;
constexpr const char* kColumns =
    "first_name, last_name, specialty, practice_location, platform_registered_on, internal_classification, external_classification, "
    "is_active_internal_platform, is_active_external_platform";

std::string data(const std::string& name) { return read_file(std::filesystem::path(COUNTERPART_TEST_DATA) / name, ErrorKind::internal); }

/// Both sides with each record's place among those of its key; bytes are compared, never by a collation.
constexpr const char* kSides = R"sql(
WITH l AS (SELECT user.*, ROW_NUMBER() OVER (PARTITION BY BINARY lastname, BINARY firstname ORDER BY id) AS place,
             COUNT(*) OVER (PARTITION BY BINARY lastname, BINARY firstname) AS many
           FROM user WHERE LENGTH(lastname) > 0 AND LENGTH(firstname) > 0),
     r AS (SELECT e.*, ROW_NUMBER() OVER (PARTITION BY BINARY lastname, BINARY firstname ORDER BY id) AS place,
             COUNT(*) OVER (PARTITION BY BINARY lastname, BINARY firstname) AS many
           FROM (SELECT DISTINCT * FROM external_user) e WHERE LENGTH(lastname) > 0 AND LENGTH(firstname) > 0)
SELECT l.firstname, l.lastname, l.specialty, r.practice_location, l.platform_registered_on, l.classification, r.user_type_classification,
  DATEDIFF('2017-02-02', l.last_active_date) <= 30, DATEDIFF('2017-02-02', r.last_active_date) <= 30
FROM l JOIN r ON BINARY l.lastname = BINARY r.lastname AND BINARY l.firstname = BINARY r.firstname AND {}
ORDER BY BINARY l.lastname, BINARY l.firstname, l.id, r.id)sql";

class ReferenceJob : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    if (!NginxServer::available()) GTEST_SKIP() << "nginx is not installed";
    nginx_ = std::make_unique<NginxServer>();
    std::filesystem::create_directories(nginx_->root() / "users");
    internal_ = server().fresh_database();
    make_internal_users();
    server().run(internal_, "CREATE TABLE external_user (id INT, lastname VARCHAR(50), firstname VARCHAR(50), last_active_date DATE, "
                            "practice_location VARCHAR(50), user_type_classification VARCHAR(50)) COLLATE utf8mb4_bin");
    for (int page = 1; page <= kPages; ++page) publish_page(page);
  }
  static void TearDownTestSuite() { nginx_.reset(); }
  void SetUp() override {
    if (!nginx_) GTEST_SKIP() << "nginx is not installed";
    warehouse_ = server().fresh_database();
    job_ = replaced(data("reference_job.toml"), "@INTERNAL@", server().url(internal_));
    job_ = replaced(replaced(job_, "@API@", nginx_->url() + "/users"), "@WAREHOUSE@", server().url(warehouse_));
  }

  static MariadbServer& server() { return MariadbServer::instance(); }
  static void make_internal_users() {
    server().run(internal_, "CREATE TABLE user (id INT, lastname VARCHAR(50), firstname VARCHAR(50), last_active_date DATE, "
                            "platform_registered_on VARCHAR(25), practice_id INT, specialty VARCHAR(50), classification VARCHAR(50), "
                            "KEY by_name (lastname, firstname)) CHARACTER SET utf8mb4");
    server().run(internal_, data("internal_users.sql"));
  }
  /// Gives the page to nginx, and its users to the server for the join.
  static void publish_page(int page) {
    const std::string json = data(fmt::format("external_page_{}.json", page));
    std::ofstream(nginx_->root() / "users" / fmt::format("{}.json", page)) << json;
    std::string literal;
    for (const char c : json) literal.append(c == '\\' || c == '\'' ? 2 : 1, c == '\'' ? '\'' : c);
    server().run(internal_, "INSERT INTO external_user SELECT * FROM JSON_TABLE('" + literal +
                                "', '$.users[*]' COLUMNS (id INT PATH '$.id', lastname VARCHAR(50) PATH '$.lastname', "
                                "firstname VARCHAR(50) PATH '$.firstname', last_active_date DATE PATH '$.last_active_date', "
                                "practice_location VARCHAR(50) PATH '$.practice_location', "
                                "user_type_classification VARCHAR(50) PATH '$.user_type_classification')) AS page");
  }

  /// Runs the job, with one text in it replaced, and gives its summary.
  Event run(const std::string& from = "", const std::string& to = "") {
    place_.write("job.toml", from.empty() ? job_ : replaced(job_, from, to));
    const Ended ended = place_.run_well({"run", "job.toml", "--json"});
    return json_events(ended.err).back();
  }
  std::string report() const {
    const std::string text = place_.read("out/report.txt");
    return "Elapsed Time: 0 minutes, 0 seconds" + text.substr(text.find('\n'));
  }
  std::string loaded() const { return server().query(warehouse_, fmt::format("SELECT {} FROM user_active_status ORDER BY id", kColumns)); }
  std::string loaded_in_sqlite() const {
    return place_.query("out/warehouse.db", fmt::format("SELECT {} FROM user_active_status ORDER BY id", kColumns));
  }
  /// What the server finds; `paired` says which of the records that share a key go together.
  static std::string joined(const std::string& paired) { return server().query(internal_, fmt::format(kSides, paired)); }

  static std::unique_ptr<NginxServer> nginx_;
  static std::string internal_;
  std::string warehouse_;
  std::string job_;
  Workplace place_;
};

std::unique_ptr<NginxServer> ReferenceJob::nginx_;
std::string ReferenceJob::internal_;

constexpr const char* kOneToOne = "l.place = r.place";

TEST_F(ReferenceJob, WritesTheExpectedReport) {
  run();
  EXPECT_EQ(report(), data("reference_report.txt"));
}

TEST_F(ReferenceJob, AccountsForEveryRecord) {
  const Event summary = run();
  const std::int64_t matches = number(summary, "/matches");
  EXPECT_EQ(server().query(warehouse_, "SELECT COUNT(*) FROM user_active_status"), fmt::format("{}\n", matches));
  EXPECT_EQ(number(summary, "/sides/internal/read"), 40);
  EXPECT_EQ(number(summary, "/sides/internal/keyless"), 2) << "a null last name and an empty first name";
  EXPECT_EQ(number(summary, "/sides/external/read"), 37);
  EXPECT_EQ(number(summary, "/sides/external/duplicate"), 1) << "the last of page 3 is the first of page 4";
  EXPECT_EQ(number(summary, "/sides/external/keyless"), 3);
  for (const std::string side : {"/sides/internal/", "/sides/external/"}) {
    std::int64_t sum = 0;
    for (const char* figure : {"duplicate", "rejected", "keyless", "matched", "ambiguous", "unmatched"}) sum += number(summary, side + figure);
    EXPECT_EQ(sum, number(summary, side + "read"));
    EXPECT_EQ(number(summary, side + "matched"), matches);
  }
  EXPECT_EQ(number(summary, "/sides/internal/ambiguous"), 2) << "three John Smith meet two, two Douglas Adams meet one";
  EXPECT_EQ(number(summary, "/sides/external/ambiguous"), 1) << "three Wei Zhang meet two";
  EXPECT_EQ(number(summary, "/sides/external/pages"), kPages);
}

TEST_F(ReferenceJob, LoadsTheMatchesIntoBothWarehouses) {
  run();
  EXPECT_EQ(loaded(), joined(kOneToOne));
  EXPECT_EQ(loaded_in_sqlite(), joined(kOneToOne));
}

TEST_F(ReferenceJob, PrintsDdlThatRunsAsItStands) {
  run();
  const std::string heading = "\nSQL DDL:\n";
  const std::string text = report();
  const std::string ddl = text.substr(text.find(heading) + heading.size());
  EXPECT_EQ(place_.run_well({"ddl", "job.toml", "--dialect", "mysql"}).out, ddl);
  const std::string made = server().fresh_database();
  server().run(made, ddl);
  const auto columns = [](const std::string& database) {
    return server().query(database, "SELECT column_name, column_type, is_nullable, extra FROM information_schema.columns WHERE table_schema = "
                                    "DATABASE() AND table_name = 'user_active_status' ORDER BY ordinal_position");
  };
  EXPECT_EQ(columns(made), columns(warehouse_)) << "the printed table is not the loaded one";
  EXPECT_EQ(lines_with(columns(made), "").size(), 10U);
  const std::string rows = fmt::format("INSERT INTO user_active_status ({0}) SELECT {0} FROM {1}.user_active_status ORDER BY id", kColumns, warehouse_);
  server().run(made, rows);
  EXPECT_EQ(server().query(made, "SELECT * FROM user_active_status ORDER BY id"), server().query(warehouse_, "SELECT * FROM user_active_status ORDER BY id"));
}

TEST_F(ReferenceJob, GivesTheSameWhenRunAgain) {
  const Event first = run();
  const std::string text = report();
  const std::string rows = loaded();
  const Event second = run();
  EXPECT_EQ(second.at("/digest"), first.at("/digest"));
  EXPECT_NE(second.at("/run_id"), first.at("/run_id"));
  EXPECT_EQ(report(), text);
  EXPECT_EQ(loaded(), rows);
  EXPECT_EQ(server().query(warehouse_, "SHOW TABLES"), "user_active_status\n") << "a table was left behind";
}

TEST_F(ReferenceJob, AppendsWhenAskedTo) {
  run();
  const std::string once = loaded();
  run("mode  = \"replace\"", "mode  = \"append\"");
  EXPECT_EQ(loaded(), once + once);
  EXPECT_EQ(loaded_in_sqlite(), once);
  EXPECT_EQ(server().query(warehouse_, "SHOW TABLES"), "user_active_status\n") << "a table was left behind";
}

TEST_F(ReferenceJob, PairsUniqueNamesAlone) {
  run("one-to-one", "unique");
  EXPECT_EQ(loaded(), joined("l.many = 1 AND r.many = 1"));
  EXPECT_NE(loaded(), joined(kOneToOne));
}

TEST_F(ReferenceJob, PairsAllOfAName) {
  const Event summary = run("one-to-one", "all");
  EXPECT_EQ(loaded(), joined("TRUE"));
  EXPECT_GT(loaded().size(), joined(kOneToOne).size());
  EXPECT_EQ(number(summary, "/sides/internal/ambiguous"), 0);
}

TEST_F(ReferenceJob, StreamsWhereTheOrderIsDeclared) {
  const Event sorted = run();
  const std::string text = report();
  const Event streamed = run("window  = \"auto\"", "window  = 4\nordered_by = [\"lastname\"]");
  EXPECT_EQ(streamed.at("/digest"), sorted.at("/digest"));
  EXPECT_EQ(report(), text);
}

TEST_F(ReferenceJob, FindsAMissingColumnBeforeReading) {
  place_.write("job.toml", replaced(job_, "classification FROM user", "class FROM user"));
  const Files before = place_.files();
  place_.expect_refused(before, place_.run({"run", "job.toml"}), 4, {"internal", "class"});
  place_.expect_refused(before, place_.run({"check", "job.toml"}), 4, {"internal", "class"});
  EXPECT_EQ(server().query(warehouse_, "SHOW TABLES"), "");
}

TEST_F(ReferenceJob, FindsAMissingTableBeforeReading) {
  place_.write("job.toml", replaced(job_, "classification FROM user", "classification FROM users"));
  const Files before = place_.files();
  place_.expect_refused(before, place_.run({"run", "job.toml"}), 4, {"internal", "users"});
  EXPECT_EQ(server().query(warehouse_, "SHOW TABLES"), "");
}

TEST_F(ReferenceJob, LeavesTheTableAsItWasWhenAPageIsMissing) {
  run();
  const std::string rows = loaded();
  const std::filesystem::path page = nginx_->root() / "users" / "5.json";
  std::filesystem::rename(page, nginx_->root() / "away");
  const Files before = place_.files();
  const Ended ended = place_.run({"run", "job.toml"});
  std::filesystem::rename(nginx_->root() / "away", page);
  place_.expect_refused(before, ended, 5, {"external", "page 5", "404"});
  EXPECT_EQ(loaded(), rows);
  EXPECT_EQ(server().query(warehouse_, "SHOW TABLES"), "user_active_status\n") << "a table was left behind";
}

}  // namespace
}  // namespace counterpart::test
