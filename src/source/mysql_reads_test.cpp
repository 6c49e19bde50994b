#include "source/mysql_reads.hpp"

#include <gtest/gtest.h>

namespace counterpart {
namespace {

std::string listed_tables(std::string_view rewritten) {
  std::string text;
  for (const ReadTable& read : tables_in(rewritten))
    text += read.table.schema + "/" + read.table.name + "/" + read.alias + " ";
  return text;
}

TEST(TablesInARewrittenStatement, AreToldFromColumns) {
  EXPECT_EQ(listed_tables("select `d`.`u`.`id` AS `id`,`d`.`u`.`a` AS `a` from `d`.`u`"), "d/u/u ");
  EXPECT_EQ(listed_tables("select `d2`.`p`.`id` AS `id` from `d2`.`u` `p` join `d`.`u` `t` where "
                          "`d`.`t`.`id` = `d2`.`p`.`id`"),
            "d2/u/p d/u/t ");
  EXPECT_EQ(
      listed_tables("/* select#1 */ select (/* `x`.`y` */ select max(`d`.`u`.`id`) from `d`.`u`) AS `id`"),
      "d/u/u ");
}

TEST(TablesInARewrittenStatement, AreToldFromTextsAndFunctions) {
  EXPECT_EQ(listed_tables("select `d`.`f`(1) AS `id` from `d`.`a` where `d`.`a`.`b` = 'it\\'s `d`.`t` '"),
            "d/a/a ");
  EXPECT_EQ(listed_tables("select 'a''`d`.`t`' AS `id` from `d`.`a```"), "d/a`/a` ");
}

TEST(TablesInARewrittenStatement, OfABrokenTextAreThoseBeforeTheBreak) {
  EXPECT_EQ(listed_tables("from `d`.`a` where '`d`.`t`"), "d/a/a ");
  EXPECT_EQ(listed_tables("from `d`.`a` /* `d`.`t`"), "d/a/a ");
  EXPECT_EQ(listed_tables("from `d`.`a"), "d/a/a ");
  EXPECT_EQ(listed_tables("`"), "");
}

}  // namespace
}  // namespace counterpart
