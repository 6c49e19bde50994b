// A MySQL server that is at odds with a load: locks of others, its limits, a standby.
#include <gmock/gmock.h>

#include "db/mysql.hpp"
#include "integration/mysql_table_world.hpp"

namespace counterpart::test {
namespace {

using testing::HasSubstr;

/// A global setting of the server while it lives.
class ServerSetting {
 public:
  ServerSetting(MariadbServer& server, std::string database, const std::string& name,
                const std::string& value)
      : server_(server), database_(std::move(database)) {
    std::string before = server_.query(database_, "SELECT @@GLOBAL." + name);
    before.pop_back();
    restore_ = "SET GLOBAL " + name + " = " + before;
    server_.run(database_, "SET GLOBAL " + name + " = " + value);
  }
  ~ServerSetting() { server_.run(database_, restore_); }
  ServerSetting(const ServerSetting&) = delete;
  ServerSetting& operator=(const ServerSetting&) = delete;

 private:
  MariadbServer& server_;
  std::string database_;
  std::string restore_;
};

class MysqlServerFaults : public MysqlTable {
 protected:
  MysqlServerFaults() {
    server_.run_all(database_,
                    {"CREATE TABLE t (name VARCHAR(50) COLLATE utf8mb4_bin NOT NULL PRIMARY KEY, n INT)",
                     "INSERT INTO t VALUES ('Ada', 1)"});
    spec_.columns.push_back({"n", {Kind::integer, 0}});
    spec_.key = {"name"};
  }
  std::string rows() { return server_.query(database_, "SELECT name, n FROM t ORDER BY name"); }
  static std::vector<Value> ada() { return {Value::string("Ada"), Value::int64(2)}; }
};

/// Somebody holds the row for as long as the load tries, three times.
TEST_F(MysqlServerFaults, ALockThatIsNotGivenUpLeavesTheTable) {
  const ServerSetting patience(server_, database_, "innodb_lock_wait_timeout", "1");
  CancelToken cancel;
  MysqlConnection other(parse_mysql_url(server_.url(database_)), Secret(), ErrorKind::source, cancel);
  other.run("START TRANSACTION");
  other.run("UPDATE t SET n = 7 WHERE name = 'Ada'");
  EXPECT_THAT(failure(ada(), Mode::upsert), HasSubstr("Lock wait timeout"));
  other.run("ROLLBACK");
  EXPECT_EQ(rows(), "Ada|1\n");
  EXPECT_EQ(tables(), "t\n");
  load(ada(), Mode::upsert);
  EXPECT_EQ(rows(), "Ada|2\n");
}

TEST_F(MysqlServerFaults, AStandbyThatOnlyReadsIsFoundBeforeAnythingIsRead) {
  server_.run_all(database_, {"CREATE OR REPLACE USER writer@'%' IDENTIFIED BY 'pw'",
                              "GRANT ALL ON " + database_ + ".* TO writer@'%'"});
  const ServerSetting standby(server_, database_, "read_only", "1");
  spec_.url = server_.tcp_url(database_, "writer");
  spec_.password = Secret("pw");
  for (const Mode mode : {Mode::replace, Mode::append, Mode::upsert}) {
    if (mode != Mode::upsert) spec_.key.clear();
    try {
      open(mode);
      ADD_FAILURE() << "opened";
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::load_rolled_back);
      EXPECT_THAT(error.what(), HasSubstr("read-only"));
    }
    spec_.key = {"name"};
  }
  EXPECT_EQ(rows(), "Ada|1\n");
}

TEST_F(MysqlServerFaults, ARowBeyondThePacketLimitLeavesTheTable) {
  const ServerSetting limit(server_, database_, "max_allowed_packet", "65536");
  server_.run(database_, "CREATE TABLE big (name LONGTEXT COLLATE utf8mb4_bin)");
  spec_.table = "big";
  spec_.columns = {{"name", {Kind::text, 0}}};
  spec_.key.clear();
  load({Value::string("small")}, Mode::append);
  const std::string message = failure({Value::string(std::string(1U << 20, 'x'))}, Mode::append);
  EXPECT_THAT(message, HasSubstr("big"));
  EXPECT_EQ(server_.query(database_, "SELECT name FROM big"), "small\n") << message;
  EXPECT_EQ(tables(), "big\nt\n");
}

}  // namespace
}  // namespace counterpart::test
