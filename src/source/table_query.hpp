#pragma once
/// The one statement that reads a table, in the SQL that all databases share.

#include <optional>
#include <string>
#include <vector>

#include "counterpart/error.hpp"
#include "record/stream.hpp"

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

/// The index that a database takes the order of a statement's rows from.
struct OrderIndex {
  std::string name;
  bool covering = false;  ///< it holds all that is read: the table itself is not looked at
};

/// The same for people; without an index the database sorts.
std::string evidence_of(const std::optional<OrderIndex>& index);
/// Why there is none of the order that was hoped for.
std::string no_covering_index();

/// The error of a source that reads this table, which the run loads.
Error reads_target(const std::string& place, const TableName& target);

/// "a, b, c"
std::string listed(const std::vector<std::string>& expressions);

}  // namespace counterpart
