#pragma once
/// A table of an SQLite file, loaded in one transaction.

#include <memory>

#include "sink/sink.hpp"

namespace counterpart {

/// Makes the file and the table if they are missing; an abandoned run leaves neither. `replace` empties the
/// table first. The run's row in `counterpart_runs` is part of the transaction. Errors as `open_table` says.
std::unique_ptr<RecordSink> open_sqlite_table(TableSpec spec, CancelToken& cancel);

}  // namespace counterpart
