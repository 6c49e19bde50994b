#pragma once
/// A table of a MySQL or MariaDB server, loaded through a staging table beside it.

#include <memory>

#include "sink/sink.hpp"

namespace counterpart {

/// Takes the server's lock for the target, checks it, and makes the staging table. `replace` publishes by one
/// RENAME TABLE, `append` and `upsert` by one transaction. A failure before that leaves the target as it was
/// (load_rolled_back). A connection lost during it is looked into: see docs/design/loads.md.
std::unique_ptr<RecordSink> open_mysql_table(TableSpec spec, CancelToken& cancel);

}  // namespace counterpart
