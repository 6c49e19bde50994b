#pragma once
/// An SQLite file as a world of tables.

#include <filesystem>
#include <optional>

#include "support/table_world.hpp"
#include "support/temporary_directory.hpp"

namespace counterpart::test {

class SqliteTables final : public TableWorld {
 public:
  /// A file in a folder of its own.
  SqliteTables();
  /// This file, made or not.
  explicit SqliteTables(std::filesystem::path file) : file_(std::move(file)) {}

  std::string url() const override { return "sqlite:" + file_.string(); }
  void run(const std::string& sql) override { query(sql); }
  std::string query(const std::string& sql) override;
  std::string tables() override;
  void clear() override;

 private:
  std::optional<TemporaryDirectory> folder_;
  std::filesystem::path file_;
};

}  // namespace counterpart::test
