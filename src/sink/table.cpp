#include <utility>

#include "sink/mysql_runs.hpp"
#include "sink/mysql_table.hpp"
#include "sink/postgres_runs.hpp"
#include "sink/postgres_table.hpp"
#include "sink/run_log.hpp"
#include "sink/sink.hpp"
#include "sink/sqlite_runs.hpp"
#include "sink/sqlite_table.hpp"

namespace counterpart {

Dialect table_dialect(const std::string& url) noexcept {
  if (url.starts_with("mysql:")) return Dialect::mysql;
  const bool postgres = url.starts_with("postgres:") || url.starts_with("postgresql:");
  return postgres ? Dialect::postgres : Dialect::sqlite;
}

std::unique_ptr<RecordSink> open_table(TableSpec spec, CancelToken& cancel) {
  switch (table_dialect(spec.url)) {
    case Dialect::mysql: return open_mysql_table(std::move(spec), cancel);
    case Dialect::postgres: return open_postgres_table(std::move(spec), cancel);
    case Dialect::sqlite: break;
  }
  return open_sqlite_table(std::move(spec), cancel);
}

TableStatus table_status(const TableSpec& spec, const std::string& run_id, CancelToken& cancel) {
  TableStatus status;
  switch (table_dialect(spec.url)) {
    case Dialect::mysql: status = mysql_table_status(spec, run_id, cancel); break;
    case Dialect::postgres: status = postgres_table_status(spec, run_id, cancel); break;
    case Dialect::sqlite: status = sqlite_table_status(spec, run_id, cancel); break;
  }
  settle_status(status);
  return status;
}

}  // namespace counterpart
