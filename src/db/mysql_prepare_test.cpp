#include "db/mysql_prepare.hpp"

#include <gtest/gtest.h>

namespace counterpart {
namespace {

TEST(MysqlPrepare, FindsTheStatementBehindSettings) {
  EXPECT_EQ(behind_settings("SET STATEMENT max_statement_time = 5 FOR SELECT 1"), " SELECT 1");
  EXPECT_EQ(behind_settings("  set\n statement a='x FOR y', b=`c FOR d` /* FOR */ for(SELECT 1)"),
            "(SELECT 1)");
  EXPECT_EQ(behind_settings("SET STATEMENT sql_mode=\"FOR\", x_for=1, forth=2 -- FOR 3\n FOR SELECT 2"),
            " SELECT 2");
}

TEST(MysqlPrepare, LeavesOtherStatementsAsTheyStand) {
  for (const char* const sql :
       {"SELECT 1 FOR UPDATE", "SET STATEMENTS FOR SELECT 1", "SETSTATEMENT FOR SELECT 1", "",
        "SET STATEMENT a = 1", "SET STATEMENT a = 'FOR SELECT 1", "SET a = 1"})
    EXPECT_EQ(behind_settings(sql), sql);
}

}  // namespace
}  // namespace counterpart
