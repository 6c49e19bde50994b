#pragma once
/// Records out of a PostgreSQL server.

#include <memory>

#include "source/source.hpp"

namespace counterpart {

/// Connects, checks the wanted fields, and starts one read-only snapshot: all rows are of one moment, and
/// stream unbuffered, by COPY in binary form where the server can. Decimals come as the server's text, types
/// without a form here too; instants are UTC; infinite dates are rejected. Error(source).
std::unique_ptr<RecordStream> open_postgres_source(const DatabaseSpec& spec, const SourceContext& context);

}  // namespace counterpart
