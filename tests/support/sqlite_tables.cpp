#include "support/sqlite_tables.hpp"

#include <sqlite3.h>

#include <stdexcept>

namespace counterpart::test {
namespace {

int append_row(void* text, int columns, char** values, char**) {
  auto& out = *static_cast<std::string*>(text);
  for (int i = 0; i < columns; ++i)
    out += std::string(i == 0 ? "" : "|") + (values[i] == nullptr ? "NULL" : values[i]);
  out += '\n';
  return 0;
}

}  // namespace

SqliteTables::SqliteTables() : folder_(std::in_place), file_(folder_->path() / "warehouse.db") {}

std::string SqliteTables::query(const std::string& sql) {
  sqlite3* database = nullptr;
  sqlite3_open(file_.c_str(), &database);
  // Tests outlive no power cut.
  sqlite3_exec(database, "PRAGMA synchronous = OFF", nullptr, nullptr, nullptr);
  std::string text;
  const int code = sqlite3_exec(database, sql.c_str(), append_row, &text, nullptr);
  const std::string reason = sqlite3_errmsg(database);
  sqlite3_close(database);
  if (code != SQLITE_OK) throw std::runtime_error(reason);
  return text;
}

std::string SqliteTables::tables() {
  if (!std::filesystem::exists(file_)) return "";
  return query(
      "SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'counterpart_runs' ORDER BY name");
}

void SqliteTables::clear() {
  std::filesystem::remove(file_);
  std::filesystem::remove(file_.string() + "-journal");
}

}  // namespace counterpart::test
