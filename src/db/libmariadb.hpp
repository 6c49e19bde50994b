#pragma once
/// What is used of libmariadb, which is loaded with the first call. For mysql*.cpp only.

#include <mysql.h>

#include "base/late_library.hpp"

namespace counterpart {

inline constinit const LateLibrary kLibMariadb("libmariadb", 3, "libmariadb3");

COUNTERPART_LATE(kLibMariadb, mysql_affected_rows);
COUNTERPART_LATE(kLibMariadb, mysql_close);
COUNTERPART_LATE(kLibMariadb, mysql_errno);
COUNTERPART_LATE(kLibMariadb, mysql_error);
COUNTERPART_LATE(kLibMariadb, mysql_fetch_fields);
COUNTERPART_LATE(kLibMariadb, mysql_fetch_lengths);
COUNTERPART_LATE(kLibMariadb, mysql_fetch_row);
COUNTERPART_LATE(kLibMariadb, mysql_field_count);
COUNTERPART_LATE(kLibMariadb, mysql_free_result);
COUNTERPART_LATE(kLibMariadb, mysql_get_socket);
COUNTERPART_LATE(kLibMariadb, mysql_init);
COUNTERPART_LATE(kLibMariadb, mysql_num_fields);
COUNTERPART_LATE(kLibMariadb, mysql_optionsv);
COUNTERPART_LATE(kLibMariadb, mysql_real_connect);
COUNTERPART_LATE(kLibMariadb, mysql_real_escape_string);
COUNTERPART_LATE(kLibMariadb, mysql_real_query);
COUNTERPART_LATE(kLibMariadb, mysql_server_init);
COUNTERPART_LATE(kLibMariadb, mysql_set_local_infile_handler);
COUNTERPART_LATE(kLibMariadb, mysql_sqlstate);
COUNTERPART_LATE(kLibMariadb, mysql_stmt_bind_param);
COUNTERPART_LATE(kLibMariadb, mysql_stmt_close);
COUNTERPART_LATE(kLibMariadb, mysql_stmt_errno);
COUNTERPART_LATE(kLibMariadb, mysql_stmt_error);
COUNTERPART_LATE(kLibMariadb, mysql_stmt_execute);
COUNTERPART_LATE(kLibMariadb, mysql_stmt_field_count);
COUNTERPART_LATE(kLibMariadb, mysql_stmt_init);
COUNTERPART_LATE(kLibMariadb, mysql_stmt_prepare);
COUNTERPART_LATE(kLibMariadb, mysql_stmt_sqlstate);
COUNTERPART_LATE(kLibMariadb, mysql_store_result);
COUNTERPART_LATE(kLibMariadb, mysql_use_result);
COUNTERPART_LATE(kLibMariadb, mysql_warning_count);

}  // namespace counterpart
