#include <utility>

#include "sink/mysql_table.hpp"
#include "sink/sink.hpp"
#include "sink/sqlite_table.hpp"

namespace counterpart {

std::unique_ptr<RecordSink> open_table(TableSpec spec, CancelToken& cancel) {
  if (spec.url.starts_with("mysql:")) return open_mysql_table(std::move(spec), cancel);
  return open_sqlite_table(spec, cancel);
}

}  // namespace counterpart
