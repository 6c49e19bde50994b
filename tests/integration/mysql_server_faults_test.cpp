// A MySQL server whose limits a load does not keep.
#include <gmock/gmock.h>

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

class MysqlServerFaults : public MysqlTable {};

TEST_F(MysqlServerFaults, ARowBeyondThePacketLimitLeavesTheTable) {
  const ServerSetting limit(server_, database_, "max_allowed_packet", "65536");
  server_.run(database_, "CREATE TABLE t (name LONGTEXT COLLATE utf8mb4_bin)");
  spec_.columns = {{"name", {Kind::text, 0}}};
  load({Value::string("small")}, Mode::append);
  // The server hangs up, or says why first.
  const std::string message = failure({Value::string(std::string(1U << 20, 'x'))}, Mode::append);
  EXPECT_THAT(message, testing::AnyOf(HasSubstr("2006"), HasSubstr("2013"), HasSubstr("1153")));
  EXPECT_EQ(server_.query(database_, "SELECT name FROM t"), "small\n");
  EXPECT_EQ(tables(), "t\n");
}

}  // namespace
}  // namespace counterpart::test
