#pragma once
/// What is used of SQLite, which is loaded with the first call. For sqlite.cpp and the demo only.

#include <sqlite3.h>

#include "base/late_library.hpp"

namespace counterpart {

inline constinit const LateLibrary kLibSqlite("libsqlite3", 0, "libsqlite3-0");

COUNTERPART_LATE(kLibSqlite, sqlite3_bind_double);
COUNTERPART_LATE(kLibSqlite, sqlite3_bind_int);
COUNTERPART_LATE(kLibSqlite, sqlite3_bind_int64);
COUNTERPART_LATE(kLibSqlite, sqlite3_bind_null);
COUNTERPART_LATE(kLibSqlite, sqlite3_bind_text);
COUNTERPART_LATE(kLibSqlite, sqlite3_bind_text64);
COUNTERPART_LATE(kLibSqlite, sqlite3_busy_handler);
COUNTERPART_LATE(kLibSqlite, sqlite3_changes);
COUNTERPART_LATE(kLibSqlite, sqlite3_close);
COUNTERPART_LATE(kLibSqlite, sqlite3_close_v2);
COUNTERPART_LATE(kLibSqlite, sqlite3_column_blob);
COUNTERPART_LATE(kLibSqlite, sqlite3_column_bytes);
COUNTERPART_LATE(kLibSqlite, sqlite3_column_bytes16);
COUNTERPART_LATE(kLibSqlite, sqlite3_column_count);
COUNTERPART_LATE(kLibSqlite, sqlite3_column_double);
COUNTERPART_LATE(kLibSqlite, sqlite3_column_int64);
COUNTERPART_LATE(kLibSqlite, sqlite3_column_name);
COUNTERPART_LATE(kLibSqlite, sqlite3_column_text);
COUNTERPART_LATE(kLibSqlite, sqlite3_column_text16);
COUNTERPART_LATE(kLibSqlite, sqlite3_column_type);
COUNTERPART_LATE(kLibSqlite, sqlite3_db_cacheflush);
COUNTERPART_LATE(kLibSqlite, sqlite3_db_config);
COUNTERPART_LATE(kLibSqlite, sqlite3_errcode);
COUNTERPART_LATE(kLibSqlite, sqlite3_errmsg);
COUNTERPART_LATE(kLibSqlite, sqlite3_errstr);
COUNTERPART_LATE(kLibSqlite, sqlite3_exec);
COUNTERPART_LATE(kLibSqlite, sqlite3_finalize);
COUNTERPART_LATE(kLibSqlite, sqlite3_interrupt);
COUNTERPART_LATE(kLibSqlite, sqlite3_open);
COUNTERPART_LATE(kLibSqlite, sqlite3_open_v2);
COUNTERPART_LATE(kLibSqlite, sqlite3_prepare_v2);
COUNTERPART_LATE(kLibSqlite, sqlite3_prepare_v3);
COUNTERPART_LATE(kLibSqlite, sqlite3_reset);
COUNTERPART_LATE(kLibSqlite, sqlite3_set_authorizer);
COUNTERPART_LATE(kLibSqlite, sqlite3_step);
COUNTERPART_LATE(kLibSqlite, sqlite3_stmt_readonly);
COUNTERPART_LATE(kLibSqlite, sqlite3_system_errno);

}  // namespace counterpart
