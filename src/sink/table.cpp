#include <utility>

#include "sink/mysql_runs.hpp"
#include "sink/mysql_table.hpp"
#include "sink/sink.hpp"
#include "sink/sqlite_runs.hpp"
#include "sink/sqlite_table.hpp"

namespace counterpart {

std::unique_ptr<RecordSink> open_table(TableSpec spec, CancelToken& cancel) {
  if (spec.url.starts_with("mysql:")) return open_mysql_table(std::move(spec), cancel);
  return open_sqlite_table(std::move(spec), cancel);
}

TableStatus table_status(const TableSpec& spec, const std::string& run_id, CancelToken& cancel) {
  return spec.url.starts_with("mysql:") ? mysql_table_status(spec, run_id, cancel)
                                        : sqlite_table_status(spec, run_id, cancel);
}

}  // namespace counterpart
