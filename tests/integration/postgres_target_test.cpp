/// What a PostgreSQL table has to be, and a user to have, before anything is read for it.

#include <gmock/gmock.h>

#include "integration/postgres_table_world.hpp"

namespace counterpart::test {
namespace {

using testing::HasSubstr;

TEST_F(PostgresTable, RefusesWhatIsNoTableOfItsOwn) {
  server_.run_all(database_,
                  {"CREATE TABLE x (name varchar(50))", "CREATE VIEW v AS SELECT * FROM x",
                   "CREATE MATERIALIZED VIEW m AS SELECT * FROM x", "CREATE SEQUENCE s",
                   "CREATE UNLOGGED TABLE u (name varchar(50))", "CREATE TABLE parent (name varchar(50))",
                   "CREATE TABLE child () INHERITS (parent)", "CREATE EXTENSION postgres_fdw",
                   "CREATE SERVER far FOREIGN DATA WRAPPER postgres_fdw",
                   "CREATE FOREIGN TABLE f (name varchar(50)) SERVER far"});
  const std::vector<std::pair<std::string, std::string>> refused{{"v", "is a view"},
                                                                 {"m", "is a materialized view"},
                                                                 {"s", "is no table"},
                                                                 {"f", "is a foreign table"},
                                                                 {"u", "is not logged"},
                                                                 {"parent", "children"},
                                                                 {"pg_class", "of the server itself"}};
  for (const auto& [table, why] : refused) {
    spec_.table = table;
    EXPECT_THAT(refusal(), HasSubstr(why)) << table;
  }
}

TEST_F(PostgresTable, TakesAPartitionedTable) {
  server_.run_all(database_, {"CREATE TABLE t (name varchar(50) PRIMARY KEY) PARTITION BY LIST (name)",
                              "CREATE TABLE t_ada PARTITION OF t FOR VALUES IN ('Ada')",
                              "CREATE TABLE t_rest PARTITION OF t DEFAULT"});
  load("Ada");
  load("Bob", Mode::append);
  load("Ada", Mode::upsert);
  EXPECT_EQ(names(), "Ada\nBob\n");
  EXPECT_EQ(query("SELECT name FROM t_ada"), "Ada\n");
}

TEST_F(PostgresTable, RefusesToReplaceWhatOtherTablesPointTo) {
  server_.run_all(database_, {"CREATE TABLE t (name varchar(50) PRIMARY KEY)", "INSERT INTO t VALUES ('old')",
                              "CREATE TABLE child (name varchar(50) REFERENCES t ON DELETE CASCADE)",
                              "INSERT INTO child VALUES ('old')"});
  EXPECT_THAT(refusal(), HasSubstr("foreign keys"));
  load("Ada", Mode::append);
  EXPECT_EQ(names() + query("SELECT name FROM child"), "Ada\nold\nold\n");
}

TEST_F(PostgresTable, RefusesColumnsThatDoNotHoldTheJobsValues) {
  using Wrong = std::pair<ColumnType, std::string>;
  for (const auto& [type, declared] :
       {Wrong{{Kind::varchar, 50}, "varchar(49)"}, Wrong{{Kind::varchar, 50}, "int"},
        Wrong{{Kind::text, 0}, "date"}, Wrong{{Kind::real, 0}, "real"},
        Wrong{{Kind::real, 0}, "numeric(9, 2)"}, Wrong{{Kind::bigint, 0}, "numeric(9, -2)"},
        Wrong{{Kind::bigint, 0}, "boolean"}, Wrong{{Kind::timestamp, 0}, "timestamp(3)"},
        Wrong{{Kind::timestamp, 0}, "date"}, Wrong{{Kind::any, 0}, "int"}, Wrong{{Kind::text, 0}, "name"},
        Wrong{{Kind::text, 0}, "bytea"},
        Wrong{{Kind::varchar, 9}, "varchar(50) GENERATED ALWAYS AS ('x') STORED"},
        Wrong{{Kind::bigint, 0}, "bigint GENERATED ALWAYS AS IDENTITY"}}) {
    server_.run_all(database_, {"DROP TABLE IF EXISTS t", "CREATE TABLE t (name " + declared + ")"});
    spec_.columns.front().type = type;
    EXPECT_THAT(refusal(), HasSubstr("'name'")) << declared;
  }
}

TEST_F(PostgresTable, RefusesAColumnThatNothingFills) {
  run("CREATE TABLE t (name varchar(50), other int NOT NULL)");
  EXPECT_THAT(refusal(), HasSubstr("'other' has no default"));
}

TEST_F(PostgresTable, RefusesNamesThatTheServerWouldCut) {
  spec_.table = std::string(64, 'n');
  EXPECT_THAT(refusal(), HasSubstr("longer than 63 bytes"));
  spec_.table = std::string(63, 'n');
  spec_.keep_previous = std::string(63, 'k');
  load("Ada");
  load("Bob");
  EXPECT_EQ(query("SELECT name FROM " + spec_.table + " UNION ALL SELECT name FROM " + spec_.keep_previous),
            "Bob\nAda\n");
  spec_.columns.front().name = std::string(64, 'c');
  spec_.table = "other";
  EXPECT_THAT(refusal(), HasSubstr("longer than 63 bytes"));
}

TEST_F(PostgresTable, RefusesAServerThatOnlyReads) {
  run("ALTER DATABASE " + database_ + " SET default_transaction_read_only = on");
  EXPECT_THAT(refusal(), testing::AllOf(HasSubstr("25006"), HasSubstr("primary")));
}

TEST_F(PostgresTable, RefusesRowSecurityThatHidesRows) {
  server_.run_all(database_, {"CREATE TABLE t (name varchar(50))", "ALTER TABLE t ENABLE ROW LEVEL SECURITY",
                              "GRANT ALL ON t TO reader", "GRANT ALL ON SCHEMA public TO reader"});
  spec_.url = server_.tcp_url(database_, "reader");
  spec_.password = Secret("right");
  EXPECT_THAT(refusal(), HasSubstr("row-level security"));
}

/// Each right but one, mode by mode; with all of them it works.
TEST_F(PostgresTable, SaysWhichRightIsMissingBeforeAnythingIsRead) {
  server_.run_all(database_, {"CREATE TABLE t (name varchar(50) UNIQUE, n int)",
                              "REVOKE ALL ON SCHEMA public FROM PUBLIC",
                              "REVOKE ALL ON DATABASE " + database_ + " FROM PUBLIC",
                              "GRANT CONNECT ON DATABASE " + database_ + " TO reader"});
  spec_.columns.push_back({"n", {Kind::integer, 0}});
  spec_.url = server_.tcp_url(database_, "reader");
  spec_.password = Secret("right");
  const std::vector<std::string> all{"SELECT ON t",
                                     "INSERT ON t",
                                     "UPDATE ON t",
                                     "DELETE ON t",
                                     "USAGE ON SCHEMA public",
                                     "CREATE ON SCHEMA public",
                                     "TEMPORARY ON DATABASE " + database_};
  const auto opens = [&](Mode mode, const std::string& without) {
    for (const std::string& right : all)
      run((right == without ? "REVOKE " : "GRANT ") + right +
          (right == without ? " FROM reader" : " TO reader"));
    try {
      open(mode);
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::load_rolled_back) << error.what();
      return false;
    }
    return true;
  };
  const std::map<Mode, std::string> needless{{Mode::replace, "UPDATE ON t, TEMPORARY"},
                                             {Mode::append, "UPDATE ON t, DELETE ON t, TEMPORARY"},
                                             {Mode::upsert, "DELETE ON t"}};
  for (const auto& [mode, rights] : needless) {
    EXPECT_TRUE(opens(mode, ""));
    for (const std::string& right : all) {
      const bool needed = rights.find(right.substr(0, 9)) == std::string::npos;
      // Of a table that is not in the search path the name is free.
      EXPECT_EQ(opens(mode, right), !needed) << static_cast<int>(mode) << " " << right;
    }
  }
}

TEST_F(PostgresTable, KeepsWhatOthersBuiltOnTheTableThatItKept) {
  spec_.keep_previous = "t_before";
  load("first");
  load("second");
  run("CREATE VIEW v AS SELECT * FROM t_before");
  EXPECT_THAT(refusal(), HasSubstr("depend on it"));
  EXPECT_EQ(query("SELECT name FROM v"), "first\n");
  EXPECT_EQ(names(), "second\n");
}

TEST_F(PostgresTable, OfAKeyNeedsAnIndexThatCanDecide) {
  run("CREATE TABLE t (name varchar(50), UNIQUE (name) DEFERRABLE)");
  EXPECT_THAT(refusal(Mode::upsert), HasSubstr("no unique index"));
  server_.run_all(database_, {"DROP TABLE t", "CREATE TABLE t (name varchar(50))",
                              "CREATE UNIQUE INDEX part ON t (name) WHERE name <> 'x'"});
  EXPECT_THAT(refusal(Mode::upsert), HasSubstr("no unique index"));
  run("CREATE UNIQUE INDEX whole ON t (name) INCLUDE (name)");
  EXPECT_EQ(refusal(Mode::upsert), "no failure");
}

}  // namespace
}  // namespace counterpart::test
