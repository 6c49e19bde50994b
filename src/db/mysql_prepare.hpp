#pragma once
/// What a server says of a statement that it does not run.

#include <string>
#include <string_view>

namespace counterpart {

class MysqlConnection;

/// The statement that MariaDB's "SET STATEMENT name = value, … FOR" stands before, or `sql` itself if it does
/// not begin so. Settings for one statement change nothing of what it does.
std::string_view behind_settings(std::string_view sql);

/// True if this is one SELECT (or VALUES) whose rows go to the client alone. False for one INTO a file or a
/// variable, and for everything that is no SELECT. Nothing is run. Throws what the server has against the
/// statement itself, such as a column that is not there.
bool gives_rows_alone(MysqlConnection& connection, const std::string& sql);

}  // namespace counterpart
