#pragma once
/// `counterpart_runs` in a MySQL database. A row of the state `prepared` stands beside a staging table: the
/// run is published if that table is gone, since only the swap takes it away while the row says so.

#include <optional>
#include <string>

#include "db/mysql.hpp"
#include "sink/mysql_names.hpp"
#include "sink/sink.hpp"

namespace counterpart {

struct MysqlRun {
  LoadRecord record;
  bool prepared = false;
};

/// Error(load_rolled_back) if the table is there and is not one of this program.
void check_mysql_runs(MysqlConnection& connection);
/// Makes the table if it is missing. Commits.
void make_mysql_runs(MysqlConnection& connection);

void add_mysql_run(MysqlConnection& connection, const LoadRecord& record, bool prepared);
/// The row of the run is `published` from here on.
void publish_mysql_run(MysqlConnection& connection, const MysqlNames& names, const std::string& run_id);
/// Takes the row of a prepared run away: its table is not published.
void forget_mysql_run(MysqlConnection& connection, const MysqlNames& names, const std::string& run_id);
/// Makes true what a killed run left prepared. To be called with the lock, before its staging table is
/// touched.
void settle_mysql_runs(MysqlConnection& connection, const MysqlNames& names);

/// The row of a run (with an empty id, the last published one) that loaded the target.
std::optional<MysqlRun> mysql_run(MysqlConnection& connection, const MysqlNames& names,
                                  const std::string& run_id);
/// True if a run kept an older table under this name.
bool mysql_kept(MysqlConnection& connection, const MysqlNames& names, const std::string& name);

/// As `table_status` of sink.hpp.
TableStatus mysql_table_status(const TableSpec& spec, const std::string& run_id, CancelToken& cancel);

}  // namespace counterpart
