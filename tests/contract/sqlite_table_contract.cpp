#include <sqlite3.h>

#include <stdexcept>

#include "contract/table_contract.hpp"
#include "support/temporary_directory.hpp"

namespace counterpart::test {
namespace {

class SqliteTables final : public TableWorld {
 public:
  std::string url() const override { return "sqlite:" + file(); }
  void run(const std::string& sql) override { query(sql); }
  std::string tables() override {
    if (!std::filesystem::exists(file())) return "";
    return query(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'counterpart_runs' ORDER BY name");
  }
  std::string query(const std::string& sql) override {
    sqlite3* database = nullptr;
    sqlite3_open(file().c_str(), &database);
    std::string text;
    const int code = sqlite3_exec(database, sql.c_str(), append_row, &text, nullptr);
    const std::string reason = sqlite3_errmsg(database);
    sqlite3_close(database);
    if (code != SQLITE_OK) throw std::runtime_error(reason);
    return text;
  }

 private:
  static int append_row(void* text, int columns, char** values, char**) {
    auto& out = *static_cast<std::string*>(text);
    for (int i = 0; i < columns; ++i)
      out += std::string(i == 0 ? "" : "|") + (values[i] == nullptr ? "NULL" : values[i]);
    out += '\n';
    return 0;
  }
  std::string file() const { return (folder_.path() / "warehouse.db").string(); }

  TemporaryDirectory folder_;
};

INSTANTIATE_TEST_SUITE_P(Sqlite, TableContract,
                         testing::Values(TableCase{[] { return std::make_unique<SqliteTables>(); },
                                                   ErrorKind::load_rolled_back,
                                                   "VARCHAR(50) COLLATE NOCASE"}));

}  // namespace
}  // namespace counterpart::test
