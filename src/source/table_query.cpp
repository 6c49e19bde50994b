#include "source/table_query.hpp"

#include <fmt/format.h>

#include "base/utf8.hpp"

namespace counterpart {

std::string listed(const std::vector<std::string>& expressions) {
  std::string list;
  for (const std::string& expression : expressions) list += (list.empty() ? "" : ", ") + expression;
  return list;
}

std::string select_statement(const TableQuery& query) {
  std::string sql = "SELECT " + listed(query.columns) + " FROM " + query.table;
  // The line break ends a comment that the condition may hold.
  if (!query.where.empty()) sql += " WHERE (" + query.where + "\n)";
  if (!query.range.empty()) sql += (query.where.empty() ? " WHERE (" : " AND (") + query.range + ")";
  if (!query.order.empty()) sql += " ORDER BY " + listed(query.order);
  return sql;
}

std::string evidence_of(const std::optional<OrderIndex>& index) {
  if (!index) return "sorted by the database";
  return fmt::format("in the order of the index {}{}", printable(index->name),
                     index->covering ? ", which holds all that is read" : "");
}

std::string no_covering_index() {
  return "no index in the order of the bytes holds all that is read";
}

Error reads_target(const std::string& place, const TableName& target) {
  return Error(ErrorKind::job_file,
               fmt::format("an [[output]] would replace what is read here: table {} of {}",
                           printable(target.name), place))
      .hint("give each output a place of its own");
}

}  // namespace counterpart
