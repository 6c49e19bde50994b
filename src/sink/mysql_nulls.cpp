#include "sink/mysql_nulls.hpp"

#include <fmt/format.h>

#include "base/utf8.hpp"
#include "sink/identifier.hpp"

namespace counterpart {

MysqlNulls::MysqlNulls(MysqlConnection& connection, const std::string& table, const TableSpec& spec)
    : place_(fmt::format("table {} in {}", printable(spec.table), connection.place())) {
  const auto full = connection.rows(
      "SELECT column_name FROM information_schema.columns WHERE table_schema = DATABASE() AND is_nullable = "
      "'NO' AND extra NOT LIKE '%auto_increment%' AND table_name = " +
      connection.literal(table));
  for (std::size_t i = 0; i < spec.columns.size(); ++i) {
    for (const auto& row : full) {
      if (same_name(spec.columns[i].name, row[0].value_or(""))) full_.push_back({i, spec.columns[i].name});
    }
  }
}

void MysqlNulls::check(const std::vector<Value>& row, std::uint64_t number) const {
  for (const Full& column : full_) {
    if (!row[column.index].is_null()) continue;
    throw Error(ErrorKind::load_rolled_back,
                fmt::format("{}: row {} of the load has no value for column '{}', which takes no null",
                            place_, number, printable(column.name)))
        .hint("let the column take nulls, or load into another table");
  }
}

}  // namespace counterpart
