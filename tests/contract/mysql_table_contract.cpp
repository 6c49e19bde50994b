#include "contract/table_contract.hpp"
#include "support/mariadb_server.hpp"

namespace counterpart::test {
namespace {

class MysqlTables final : public TableWorld {
 public:
  std::string url() const override { return server_.url(database_); }
  void run(const std::string& sql) override { server_.run(database_, sql); }
  std::string query(const std::string& sql) override { return server_.query(database_, sql); }
  std::string tables() override {
    return query(
        "SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name "
        "<> 'counterpart_runs' ORDER BY table_name");
  }

 private:
  MariadbServer& server_ = MariadbServer::instance();
  std::string database_ = server_.fresh_database();
};

INSTANTIATE_TEST_SUITE_P(Mysql, TableContract,
                         testing::Values(TableCase{
                             [] { return std::make_unique<MysqlTables>(); }, ErrorKind::locked,
                             "VARCHAR(50) COLLATE utf8mb4_general_ci",
                             "ALTER TABLE people MODIFY name VARCHAR(50) COLLATE utf8mb4_bin NOT NULL"}));

}  // namespace
}  // namespace counterpart::test
