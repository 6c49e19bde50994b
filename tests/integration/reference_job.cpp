#include "integration/reference_job.hpp"

#include <fmt/format.h>

#include <fstream>

#include "base/file.hpp"

namespace counterpart::test {
namespace {

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

}  // namespace

std::string test_data(const std::string& name) {
  return read_file(std::filesystem::path(COUNTERPART_TEST_DATA) / name, ErrorKind::internal);
}

std::unique_ptr<NginxServer> ReferenceJob::nginx_;
std::string ReferenceJob::internal_;

void ReferenceJob::SetUpTestSuite() {
  if (!NginxServer::available()) GTEST_FAIL() << "nginx is not installed: tools/setup test";
  nginx_ = std::make_unique<NginxServer>();
  std::filesystem::create_directories(nginx_->root() / "users");
  internal_ = server().fresh_database();
  make_internal_users();
  server().run(internal_,
               "CREATE TABLE external_user (id INT, lastname VARCHAR(50), firstname VARCHAR(50), "
               "last_active_date DATE, "
               "practice_location VARCHAR(50), user_type_classification VARCHAR(50)) COLLATE utf8mb4_bin");
  for (int page = 1; page <= kPages; ++page) publish_page(page);
}

void ReferenceJob::SetUp() {
  if (!nginx_) GTEST_FAIL() << "nginx is not installed: tools/setup test";
  warehouse_ = server().fresh_database();
  job_ = replaced(test_data("reference_job.toml"), "@INTERNAL@", server().url(internal_));
  job_ = replaced(replaced(job_, "@API@", nginx_->url() + "/users"), "@WAREHOUSE@", server().url(warehouse_));
}

void ReferenceJob::make_internal_users() {
  server().run(
      internal_,
      "CREATE TABLE user (id INT, lastname VARCHAR(50), firstname VARCHAR(50), last_active_date DATE, "
      "platform_registered_on VARCHAR(25), practice_id INT, specialty VARCHAR(50), classification "
      "VARCHAR(50), "
      "KEY by_name (lastname, firstname)) CHARACTER SET utf8mb4");
  server().run(internal_, test_data("internal_users.sql"));
}

/// Gives the page to nginx, and its users to the server for the join.
void ReferenceJob::publish_page(int page) {
  const std::string json = test_data(fmt::format("external_page_{}.json", page));
  std::ofstream(nginx_->root() / "users" / fmt::format("{}.json", page)) << json;
  std::string literal;
  for (const char c : json) literal.append(c == '\\' || c == '\'' ? 2 : 1, c == '\'' ? '\'' : c);
  server().run(
      internal_,
      "INSERT INTO external_user SELECT * FROM JSON_TABLE('" + literal +
          "', '$.users[*]' COLUMNS (id INT PATH '$.id', lastname VARCHAR(50) PATH '$.lastname', "
          "firstname VARCHAR(50) PATH '$.firstname', last_active_date DATE PATH '$.last_active_date', "
          "practice_location VARCHAR(50) PATH '$.practice_location', "
          "user_type_classification VARCHAR(50) PATH '$.user_type_classification')) AS page");
}

Event ReferenceJob::run(const std::string& from, const std::string& to) {
  place_.write("job.toml", from.empty() ? job_ : replaced(job_, from, to));
  const Ended ended = place_.run_well({"run", "job.toml", "--json"});
  return json_events(ended.err).back();
}

std::string ReferenceJob::report() const {
  const std::string text = place_.read("out/report.txt");
  return "Elapsed Time: 0 minutes, 0 seconds" + text.substr(text.find('\n'));
}

std::string ReferenceJob::loaded() const {
  return server().query(warehouse_, fmt::format("SELECT {} FROM user_active_status ORDER BY id", kColumns));
}

std::string ReferenceJob::loaded_in_sqlite() const {
  return place_.query("out/warehouse.db",
                      fmt::format("SELECT {} FROM user_active_status ORDER BY id", kColumns));
}

std::string ReferenceJob::joined(const std::string& paired) {
  return server().query(internal_, fmt::format(kSides, paired));
}

}  // namespace counterpart::test
