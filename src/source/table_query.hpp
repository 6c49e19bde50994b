#pragma once
/// The one statement that reads a table, in the SQL that all databases share.

#include <string>
#include <vector>

namespace counterpart {

/// All parts are SQL: names are quoted already.
struct TableQuery {
  std::vector<std::string> columns;
  std::string table;
  std::string where;               ///< as the job file has it; may be empty
  std::string range;               ///< a further condition; may be empty
  std::vector<std::string> order;  ///< may be empty
};

/// "SELECT … FROM … WHERE … ORDER BY …"
std::string select_statement(const TableQuery& query);

/// "a, b, c"
std::string listed(const std::vector<std::string>& expressions);

}  // namespace counterpart
