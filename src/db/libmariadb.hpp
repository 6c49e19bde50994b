#pragma once
/// What is used of libmariadb, which is loaded with the first call. For mysql*.cpp only.

#include <mysql.h>

#include "base/late_library.hpp"

namespace counterpart {

inline constinit const LateLibrary kLibMariadb("libmariadb", 3, "libmariadb3");

// Within the house these names stand before those of the header.
#define COUNTERPART_LATE(function)                                     \
  inline constinit const LateFunction<decltype(::function)> function { \
    kLibMariadb, #function                                             \
  }
COUNTERPART_LATE(mysql_affected_rows);
COUNTERPART_LATE(mysql_close);
COUNTERPART_LATE(mysql_errno);
COUNTERPART_LATE(mysql_error);
COUNTERPART_LATE(mysql_fetch_fields);
COUNTERPART_LATE(mysql_fetch_lengths);
COUNTERPART_LATE(mysql_fetch_row);
COUNTERPART_LATE(mysql_field_count);
COUNTERPART_LATE(mysql_free_result);
COUNTERPART_LATE(mysql_get_socket);
COUNTERPART_LATE(mysql_init);
COUNTERPART_LATE(mysql_num_fields);
COUNTERPART_LATE(mysql_optionsv);
COUNTERPART_LATE(mysql_real_connect);
COUNTERPART_LATE(mysql_real_escape_string);
COUNTERPART_LATE(mysql_real_query);
COUNTERPART_LATE(mysql_server_init);
COUNTERPART_LATE(mysql_set_local_infile_handler);
COUNTERPART_LATE(mysql_sqlstate);
COUNTERPART_LATE(mysql_stmt_bind_param);
COUNTERPART_LATE(mysql_stmt_close);
COUNTERPART_LATE(mysql_stmt_errno);
COUNTERPART_LATE(mysql_stmt_error);
COUNTERPART_LATE(mysql_stmt_execute);
COUNTERPART_LATE(mysql_stmt_field_count);
COUNTERPART_LATE(mysql_stmt_init);
COUNTERPART_LATE(mysql_stmt_prepare);
COUNTERPART_LATE(mysql_stmt_sqlstate);
COUNTERPART_LATE(mysql_store_result);
COUNTERPART_LATE(mysql_use_result);
COUNTERPART_LATE(mysql_warning_count);
#undef COUNTERPART_LATE

}  // namespace counterpart
