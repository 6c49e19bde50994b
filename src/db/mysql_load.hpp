#pragma once
/// Rows into a MySQL table by LOAD DATA LOCAL, from memory. Hides the text that the server reads.

#include <memory>
#include <string>

#include "base/worker.hpp"
#include "db/mysql_bulk.hpp"

namespace counterpart {

/// For a connection that was made to send rows.
class MysqlLoad final : public MysqlBulk {
 public:
  /// `table` and `columns` are plain names. Nothing if the server, or what stands before it, takes no rows in
  /// this way, which it is asked by a statement without a row.
  static std::unique_ptr<MysqlLoad> open(MysqlConnection& connection, const std::string& table,
                                         const std::vector<std::string>& columns);

  void add(const std::vector<Value>& row) override;
  void settle() override;
  void flush() override;
  std::uint64_t sent() const noexcept override { return sent_; }
  unsigned error_number() const noexcept override { return error_number_; }

 private:
  struct Rows {
    std::string text;
    std::uint64_t count = 0;
  };

  MysqlLoad(MysqlConnection& connection, std::string sql);
  void send();
  void store();

  MysqlConnection& connection_;
  std::string sql_;
  MysqlPacket packet_;
  Rows taken_;   ///< those that wait for more
  Rows on_way_;  ///< the worker's, while it works
  std::uint64_t sent_ = 0;
  unsigned error_number_ = 0;
  Worker worker_;  ///< goes first
};

/// One row as LOAD DATA reads it with its defaults: tabs between the fields, a line feed behind them, a
/// backslash before what would be taken for one of them, \N for null.
void append_load_row(std::string& text, const std::vector<Value>& row);

}  // namespace counterpart
