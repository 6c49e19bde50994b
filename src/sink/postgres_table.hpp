#pragma once
/// A table of a PostgreSQL server, loaded in one transaction.

#include <memory>

#include "sink/sink.hpp"

namespace counterpart {

/// Tries out all that the load will do and takes the lock of the target; nothing is written, and no table
/// locked, before the first row comes. Until `commit` readers see the table as it was, and are never kept
/// waiting. The run's row in `counterpart_runs` is part of the transaction. Errors as `open_table` says.
std::unique_ptr<RecordSink> open_postgres_table(TableSpec spec, CancelToken& cancel);

}  // namespace counterpart
