#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sink/sink.hpp"

namespace counterpart {
namespace {

using Kind = ColumnType::Kind;

std::vector<Column> people() {
  return {{"first_name", {Kind::varchar, 50}}, {"is_active_internal_platform", {Kind::boolean, 0}}};
}

TEST(Ddl, OfMysqlBeginsWithASurrogateKey) {
  EXPECT_EQ(ddl(Dialect::mysql, "user_active_status", people()),
            "CREATE TABLE user_active_status (\n"
            "    id INT NOT NULL AUTO_INCREMENT,\n"
            "    first_name VARCHAR(50),\n"
            "    is_active_internal_platform TINYINT(1),\n"
            "    PRIMARY KEY (id)\n"
            ");\n");
}

TEST(Ddl, OfPostgresNumbersByIdentity) {
  EXPECT_EQ(ddl(Dialect::postgres, "user_active_status", people()),
            "CREATE TABLE user_active_status (\n"
            "    id INTEGER GENERATED ALWAYS AS IDENTITY,\n"
            "    first_name VARCHAR(50),\n"
            "    is_active_internal_platform BOOLEAN,\n"
            "    PRIMARY KEY (id)\n"
            ");\n");
}

TEST(Ddl, OfSqliteUsesTheRowid) {
  EXPECT_EQ(ddl(Dialect::sqlite, "user_active_status", people()),
            "CREATE TABLE user_active_status (\n"
            "    id INTEGER PRIMARY KEY,\n"
            "    first_name VARCHAR(50),\n"
            "    is_active_internal_platform INTEGER\n"
            ");\n");
}

TEST(Ddl, KeepsAnIdThatTheColumnsBring) {
  EXPECT_EQ(ddl(Dialect::mysql, "t", {{"ID", {Kind::bigint, 0}}}), "CREATE TABLE t (\n    `ID` BIGINT\n);\n");
}

TEST(Ddl, OfAKeyKeepsItsColumnsUnique) {
  std::vector<Column> columns = people();
  columns.push_back({"user", {Kind::bigint, 0}});
  EXPECT_EQ(ddl(Dialect::postgres, "t", columns, {"user", "first_name"}),
            "CREATE TABLE t (\n"
            "    id INTEGER GENERATED ALWAYS AS IDENTITY,\n"
            "    first_name VARCHAR(50) NOT NULL,\n"
            "    is_active_internal_platform BOOLEAN,\n"
            "    \"user\" BIGINT NOT NULL,\n"
            "    PRIMARY KEY (id),\n"
            "    UNIQUE (\"user\", first_name)\n"
            ");\n");
}

TEST(Ddl, KnowsEveryType) {
  const std::vector<Column> columns{{"a", {Kind::text, 0}},        {"b", {Kind::integer, 0}},
                                    {"c", {Kind::bigint, 0}},      {"d", {Kind::real, 0}},
                                    {"e", {Kind::date, 0}},        {"f", {Kind::timestamp, 0}},
                                    {"g", {Kind::varchar, 20'000}}};
  EXPECT_THAT(ddl(Dialect::mysql, "t", columns),
              testing::HasSubstr("a LONGTEXT,\n    b INT,\n    c BIGINT,\n    d DOUBLE,\n    e DATE,\n"
                                 "    f DATETIME(6),\n    g LONGTEXT,\n"));
  EXPECT_THAT(ddl(Dialect::postgres, "t", columns),
              testing::HasSubstr("a TEXT,\n    b INTEGER,\n    c BIGINT,\n    d DOUBLE PRECISION,\n"
                                 "    e DATE,\n    f TIMESTAMPTZ,\n    g VARCHAR(20000),\n"));
  EXPECT_THAT(ddl(Dialect::sqlite, "t", columns),
              testing::HasSubstr("a TEXT,\n    b INTEGER,\n    c INTEGER,\n    d REAL,\n    e TEXT,\n"
                                 "    f TEXT,\n    g VARCHAR(20000)\n"));
}

TEST(Ddl, QuotesNamesOnlyWhereTheDialectNeedsIt) {
  const std::vector<Column> columns{{"rank", {Kind::text, 0}},   {"user", {Kind::text, 0}},
                                    {"index", {Kind::text, 0}},  {"Name", {Kind::text, 0}},
                                    {"a`b\"c", {Kind::text, 0}}, {"1st", {Kind::text, 0}}};
  EXPECT_THAT(ddl(Dialect::mysql, "order", columns),
              testing::AllOf(testing::HasSubstr("CREATE TABLE `order` ("),
                             testing::HasSubstr("    `rank` LONGTEXT,\n    user LONGTEXT,\n"
                                                "    `index` LONGTEXT,\n    `Name` LONGTEXT,\n    `a``b\"c` "
                                                "LONGTEXT,\n    `1st` LONGTEXT,\n")));
  EXPECT_THAT(ddl(Dialect::postgres, "order", columns),
              testing::HasSubstr("    rank TEXT,\n    \"user\" TEXT,\n    index TEXT,\n    \"Name\" TEXT,\n  "
                                 "  \"a`b\"\"c\" TEXT,\n"));
  EXPECT_THAT(ddl(Dialect::sqlite, "order", columns),
              testing::HasSubstr("    rank TEXT,\n    user TEXT,\n    \"index\" TEXT,\n"));
}

}  // namespace
}  // namespace counterpart
