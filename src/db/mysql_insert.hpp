#pragma once
/// Rows into a MySQL table by prepared statements of many rows each, with bound values.

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/worker.hpp"
#include "db/mysql_bulk.hpp"

namespace counterpart {

/// Some hundred rows in a statement. Works on every server.
class MysqlInsert final : public MysqlBulk {
 public:
  /// `table` and `columns` are plain names.
  MysqlInsert(MysqlConnection& connection, const std::string& table, const std::vector<std::string>& columns);
  ~MysqlInsert() override;

  void add(const std::vector<Value>& row) override;
  void settle() override;
  void flush() override;
  std::uint64_t sent() const noexcept override { return sent_; }
  unsigned error_number() const noexcept override { return error_number_; }

 private:
  struct Statement;
  struct Cell {
    Type type = Type::null;
    std::int64_t number = 0;
    std::size_t offset = 0;    ///< of a text, in `texts`
    unsigned long length = 0;  ///< of a text
  };

  struct Rows {
    std::vector<Cell> cells;
    std::string texts;
  };

  Cell cell(Value value);
  void send();
  void store(Rows& rows);
  std::unique_ptr<Statement> prepare(std::size_t rows);
  void execute(Statement& statement, Rows& rows);

  MysqlConnection& connection_;
  std::string head_;  ///< "INSERT INTO … VALUES "
  std::string row_;   ///< "(?, ?)"
  std::size_t columns_;
  std::size_t rows_per_statement_;
  MysqlPacket packet_;
  std::size_t bytes_per_statement_;
  Rows taken_;                       ///< those that wait for more
  Rows on_way_;                      ///< the worker's, while it works
  std::unique_ptr<Statement> full_;  ///< for `rows_per_statement_` rows
  std::uint64_t sent_ = 0;
  unsigned error_number_ = 0;
  Worker worker_;  ///< goes first
};

}  // namespace counterpart
