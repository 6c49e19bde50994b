#pragma once
/// A database of the test program's MariaDB server as a world of tables.

#include "support/mariadb_server.hpp"
#include "support/table_world.hpp"

namespace counterpart::test {

class MysqlTables : public TableWorld {
 public:
  /// Of root, who needs no password; or of another user, who is made with this one.
  MysqlTables() = default;
  MysqlTables(std::string user, std::string password)
      : user_(std::move(user)), password_(std::move(password)) {
    server_.run(database_, "GRANT ALL ON " + database_ + ".* TO " + user_ + "@localhost IDENTIFIED BY '" +
                               password_ + "'");
  }

  std::string url() const override { return server_.url(database_, user_); }
  std::string password() const override { return password_; }
  void run(const std::string& sql) override { server_.run(database_, sql); }
  std::string query(const std::string& sql) override { return server_.query(database_, sql); }
  std::string tables() override {
    return query(
        "SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name "
        "<> 'counterpart_runs' ORDER BY table_name");
  }
  void await_quiet() override { server_.await_no_connections(database_); }
  void end_sessions() override { server_.kill_connections(database_); }

 private:
  MariadbServer& server_ = MariadbServer::instance();
  std::string database_ = server_.fresh_database();
  std::string user_ = "root";
  std::string password_ = {};
};

/// While it lives, the server takes no rows by LOAD DATA LOCAL.
class MysqlWithoutLocal {
 public:
  MysqlWithoutLocal() { MariadbServer::instance().run("", "SET GLOBAL local_infile = 0"); }
  ~MysqlWithoutLocal() { MariadbServer::instance().run("", "SET GLOBAL local_infile = 1"); }
  MysqlWithoutLocal(const MysqlWithoutLocal&) = delete;
  MysqlWithoutLocal& operator=(const MysqlWithoutLocal&) = delete;
};

class MysqlTablesByInserts final : public MysqlTables {
  MysqlWithoutLocal without_;
};

}  // namespace counterpart::test
