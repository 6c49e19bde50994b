#pragma once
/// Records out of a MySQL or MariaDB server.

#include <memory>

#include "source/source.hpp"

namespace counterpart {

/// Connects, checks the wanted fields, and starts one read-only snapshot: all rows are of one moment, and
/// stream unbuffered. Numbers too large for int64 and decimals come as the server's text; instants are UTC;
/// dates that are none ('0000-00-00') are rejected. Error(source).
std::unique_ptr<RecordStream> open_mysql_source(const DatabaseSpec& spec, const SourceContext& context);

}  // namespace counterpart
