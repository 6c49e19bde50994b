#include "db/mysql_error.hpp"

#include <gtest/gtest.h>

#include "db/mysql.hpp"
#include "db/sqlite.hpp"

namespace counterpart {
namespace {

TEST(MysqlErrorText, WithholdsTextsThatCanQuoteAValue) {
  EXPECT_EQ(mysql_error_text(1062, "23000", "Duplicate entry 'Lovelace' for key 'name'"),
            "error 1062 (ER_DUP_ENTRY); its text is withheld because it can hold data");
  EXPECT_EQ(mysql_error_text(4078, "22018", "cannot cast 'Lovelace'").find("Lovelace"), std::string::npos);
  EXPECT_EQ(mysql_error_text(1644, "45000", "no Lovelace here").find("Lovelace"), std::string::npos);
}

TEST(MysqlErrorText, ShowsTextsThatHoldNamesOnlyWithoutControlCharacters) {
  EXPECT_EQ(mysql_error_text(1406, "22001", "Data too long for column 'x' at row 1"),
            "Data too long for column 'x' at row 1 (error 1406)");
  EXPECT_EQ(mysql_error_text(1146, "42S02", "Table \x1b[31m doesn't exist").find('\x1b'), std::string::npos);
}

TEST(QuotedNames, DoubleTheirQuotes) {
  EXPECT_EQ(mysql_quoted("a`b"), "`a``b`");
  EXPECT_EQ(sqlite_quoted("a\"b"), "\"a\"\"b\"");
}

}  // namespace
}  // namespace counterpart
