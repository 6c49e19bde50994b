#include <utility>

#include "sink/mysql_runs.hpp"
#include "sink/mysql_table.hpp"
#include "sink/postgres_runs.hpp"
#include "sink/postgres_table.hpp"
#include "sink/sink.hpp"
#include "sink/sqlite_runs.hpp"
#include "sink/sqlite_table.hpp"

namespace counterpart {

namespace {

bool is_postgres(const std::string& url) {
  return url.starts_with("postgres:") || url.starts_with("postgresql:");
}

}  // namespace

std::unique_ptr<RecordSink> open_table(TableSpec spec, CancelToken& cancel) {
  if (spec.url.starts_with("mysql:")) return open_mysql_table(std::move(spec), cancel);
  if (is_postgres(spec.url)) return open_postgres_table(std::move(spec), cancel);
  return open_sqlite_table(std::move(spec), cancel);
}

TableStatus table_status(const TableSpec& spec, const std::string& run_id, CancelToken& cancel) {
  if (spec.url.starts_with("mysql:")) return mysql_table_status(spec, run_id, cancel);
  if (is_postgres(spec.url)) return postgres_table_status(spec, run_id, cancel);
  return sqlite_table_status(spec, run_id, cancel);
}

}  // namespace counterpart
