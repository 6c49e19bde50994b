// A load into a MariaDB table whose rows another session holds, or of a server that may not be written to.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <mysql.h>

#include <memory>
#include <stdexcept>

#include "support/load_job.hpp"
#include "support/mysql_tables.hpp"

namespace counterpart::test {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

/// Rows of people that the load changes; it comes to the first one earlier.
constexpr const char* kEarlyRow = "SELECT note FROM people WHERE person_id = 150 FOR UPDATE";
constexpr const char* kLateRow = "SELECT note FROM people WHERE person_id = 600 FOR UPDATE";

/// A session of root beside the run, in one transaction until it goes.
class OtherSession {
 public:
  OtherSession(const std::string& socket, const std::string& database) {
    if (mysql_real_connect(connection_.get(), nullptr, "root", "", database.c_str(), 0, socket.c_str(), 0) ==
        nullptr) {
      throw std::runtime_error(mysql_error(connection_.get()));
    }
    run("START TRANSACTION");
  }
  void run(const std::string& sql) {
    if (mysql_query(connection_.get(), sql.c_str()) != 0)
      throw std::runtime_error(mysql_error(connection_.get()));
    mysql_free_result(mysql_store_result(connection_.get()));
  }

 private:
  std::unique_ptr<MYSQL, decltype(&mysql_close)> connection_{mysql_init(nullptr), mysql_close};
};

class HeldRows : public ::testing::Test {
 protected:
  HeldRows() { job_.reset(); }
  OtherSession other_session() const {
    const std::string url = world_->url();
    const std::size_t database = url.rfind('/', url.find('?')) + 1;
    const std::string socket = url.substr(url.find("socket=") + 7);
    return {socket, url.substr(database, url.find('?') - database)};
  }
  void await_waiting_session() {
    const auto limit = std::chrono::steady_clock::now() + std::chrono::seconds(30);
    while (status("Innodb_row_lock_current_waits") == "0\n")
      ASSERT_LT(std::chrono::steady_clock::now(), limit) << "nobody waits for the row";
  }
  std::string status(const std::string& variable) {
    return server_.query(
        "", "SELECT variable_value FROM information_schema.global_status WHERE variable_name = '" + variable +
                "'");
  }

  MariadbServer& server_ = MariadbServer::instance();
  const TableWorld* world_ = nullptr;
  LoadJob job_{{[this](const std::filesystem::path&) {
                  auto world = std::make_unique<MysqlTables>("loader", "canary-of-a-password");
                  world_ = world.get();
                  return world;
                },
                Loading::upsert}};
};

TEST_F(HeldRows, AreWaitedForThreeTimesAndThenLeft) {
  server_.run("", "SET GLOBAL innodb_lock_wait_timeout = 1");
  Ended ended;
  {
    OtherSession other = other_session();
    other.run(kLateRow);
    ended = job_.run();
  }
  server_.run("", "SET GLOBAL innodb_lock_wait_timeout = 50");
  EXPECT_THAT(ended.err, HasSubstr("Lock wait timeout"));
  EXPECT_THAT(job_.judge(ended, {.exit_codes = {6}}), IsEmpty());
  EXPECT_THAT(job_.judge_rerun(), IsEmpty());
}

/// The other session has changed more rows, so that it is the load that loses.
TEST_F(HeldRows, OfADeadlockAreTakenInASecondTry) {
  job_.world().run("CREATE TABLE heavy AS SELECT seq FROM seq_1_to_20000");
  const std::string before = status("Innodb_deadlocks");
  {
    OtherSession other = other_session();
    other.run("UPDATE heavy SET seq = seq + 1");
    other.run(kLateRow);
    Program program(job_.start());
    await_waiting_session();
    other.run(kEarlyRow);
    other.run("ROLLBACK");
    const Ended ended = program.wait();
    EXPECT_EQ(ended.exit_code, 0) << ended.err;
  }
  EXPECT_NE(status("Innodb_deadlocks"), before);
  job_.world().run("DROP TABLE heavy");
  EXPECT_EQ(job_.oracles().look().rows, job_.after().rows);
}

TEST_F(HeldRows, OfAServerThatMayOnlyBeReadAreLeft) {
  server_.run("", "SET GLOBAL read_only = 1");
  const Ended ended = job_.run();
  server_.run("", "SET GLOBAL read_only = 0");
  EXPECT_THAT(ended.err, HasSubstr("read-only"));
  EXPECT_THAT(job_.judge(ended, {.exit_codes = {6}}), IsEmpty());
  EXPECT_THAT(job_.judge_rerun(), IsEmpty());
}

}  // namespace
}  // namespace counterpart::test
