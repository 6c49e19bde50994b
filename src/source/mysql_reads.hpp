#pragma once
/// Which tables a SELECT of MySQL or MariaDB reads, by what the server says of its plan.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "record/stream.hpp"

namespace counterpart {

class MysqlConnection;

/// A table or view of a statement, and the name that it has there.
struct ReadTable {
  TableName table;
  std::string alias;
};

/// The tables of a statement as the server writes it anew for the note of EXPLAIN: `database`.`table` or
/// `database`.`table` `alias`, beside columns, functions, texts and comments, which are passed over.
std::vector<ReadTable> tables_in(std::string_view rewritten);

/// That of the targets which this SELECT reads, directly or by a view. Nothing too if the server does not
/// tell, as of a view whose plan takes a right of its own; what a function reads is never told.
std::optional<TableName> target_read(MysqlConnection& connection, const std::string& select,
                                     const std::vector<TableName>& targets);

}  // namespace counterpart
