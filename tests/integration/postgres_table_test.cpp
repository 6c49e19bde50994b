/// The PostgreSQL table sink against a real server: what the contract suite of table sinks does not cover.

#include "integration/postgres_table_world.hpp"

#include <gmock/gmock.h>

#include <future>

#include "db/postgres.hpp"

namespace counterpart::test {
namespace {

using testing::HasSubstr;

TEST_F(PostgresTable, StoresEveryTypeExactly) {
  spec_.columns = {{"a", {Kind::text, 0}},      {"b", {Kind::bigint, 0}},  {"c", {Kind::real, 0}},
                   {"d", {Kind::timestamp, 0}}, {"e", {Kind::integer, 0}}, {"f", {Kind::boolean, 0}},
                   {"g", {Kind::date, 0}},      {"h", {Kind::any, 0}}};
  const std::string large(3 << 20, 'x');
  load({Value::string(large), Value::int64(INT64_MIN), Value::float64(0.1), Value::timestamp(1'000'006),
        Value::int64(-7), Value::boolean(true), Value::date(-719'162), Value::int64(5)});
  EXPECT_EQ(query("SELECT length(a), b, c, d AT TIME ZONE 'UTC', e, f, g, h FROM t"),
            "3145728|-9223372036854775808|0.1|1970-01-01 00:00:01.000006|-7|t|0001-01-01|5\n");
}

TEST_F(PostgresTable, TakesTheTypesOfTheTableThatIsThere) {
  spec_.columns = {{"a", {Kind::varchar, 5}}, {"b", {Kind::bigint, 0}}, {"c", {Kind::boolean, 0}},
                   {"d", {Kind::date, 0}},    {"e", {Kind::bigint, 0}}, {"f", {Kind::text, 0}},
                   {"g", {Kind::text, 0}},    {"h", {Kind::text, 0}}};
  server_.run_all(database_,
                  {"CREATE TYPE mood AS ENUM ('good', 'bad')", "CREATE DOMAIN small AS smallint",
                   "CREATE TABLE t (a char(5), b small, c int, d timestamp, e numeric(30, 2), f mood, g "
                   "jsonb, h json)"});
  load({Value::string("abc"), Value::int64(-5), Value::boolean(true), Value::date(17'199),
        Value::int64(-1'234'567'890'123), Value::string("bad"), Value::string("{\"x\": 1}"),
        Value::string("[ 1]")});
  EXPECT_EQ(query("SELECT a || '.', b, c, d, e, f, g, h FROM t"),
            "abc.|-5|1|2017-02-02 00:00:00|-1234567890123.00|bad|{\"x\": 1}|[ 1]\n");
}

TEST_F(PostgresTable, KeepsAllThatHangsOnTheTableThatItReplaces) {
  server_.run_all(
      database_,
      {"CREATE TABLE t (id int GENERATED ALWAYS AS IDENTITY, name varchar(50) PRIMARY KEY, loaded "
       "timestamptz DEFAULT now())",
       "COMMENT ON TABLE t IS 'kept'", "GRANT SELECT ON t TO reader", "CREATE INDEX by_age ON t (loaded)",
       "CREATE VIEW v AS SELECT name FROM t", "INSERT INTO t (name) VALUES ('old'), ('older')"});
  load("Ada");
  EXPECT_EQ(query("SELECT * FROM v"), "Ada\n");
  EXPECT_EQ(query("SELECT obj_description('t'::regclass), has_table_privilege('reader', 't', 'SELECT'), "
                  "to_regclass('by_age')"),
            "kept|t|by_age\n");
  EXPECT_EQ(query("SELECT id FROM t"), "1\n")
      << "a table that is replaced every day must not run out of numbers";
  spec_.keep_previous = "t_before";
  load("Bob");
  EXPECT_EQ(query("SELECT * FROM v UNION ALL SELECT name FROM t_before"), "Bob\nAda\n");
}

/// A reader in the midst of a long query is not kept waiting, nor does it keep the load waiting, and it sees
/// the rows that it began with.
TEST_F(PostgresTable, IsReadAsItWasUntilItIsCommitted) {
  load("old");
  CancelToken cancel;
  PostgresConnection reader(parse_postgres_url(spec_.url), Secret(), ErrorKind::source, cancel);
  reader.begin("ISOLATION LEVEL REPEATABLE READ READ ONLY");
  EXPECT_EQ(reader.rows("SELECT name FROM t").at(0)[0], "old");
  const auto sink = open();
  push(*sink, {Value::string("new")});
  sink->prepare();
  EXPECT_EQ(names(), "old\n");
  sink->commit();
  EXPECT_EQ(names(), "new\n");
  EXPECT_EQ(reader.rows("SELECT name FROM t").at(0)[0], "old");
}

TEST_F(PostgresTable, LocksNothingBeforeTheFirstRow) {
  load("old");
  const auto sink = open();
  server_.run_all(database_, {"SET lock_timeout = '5s'", "ALTER TABLE t ADD COLUMN note text",
                              "INSERT INTO t (name) VALUES ('other')"});
  push(*sink, {Value::string("new")});
  sink->prepare();
  sink->commit();
  EXPECT_EQ(names(), "new\n");
}

TEST_F(PostgresTable, LooksAgainAtATableThatWasChangedWhileTheSourcesWereRead) {
  spec_.columns = {{"n", {Kind::integer, 0}}};
  run("CREATE TABLE t (n int)");
  const auto sink = open();
  // As many bytes as before, which would mean a day.
  server_.run_all(database_, {"DROP TABLE t", "CREATE TABLE t (n date)"});
  EXPECT_THAT(failure([&] { push(*sink, {Value::int64(5)}); }), HasSubstr("'n' is date"));
}

TEST_F(PostgresTable, NamesTheRowWhoseValueItsColumnCannotHave) {
  load("old");
  const auto refused = [&](const std::vector<Value>& row) {
    return failure([&] {
      const auto sink = open();
      push(*sink, {Value::string("fine")});
      push(*sink, row);
    });
  };
  const std::string message = refused({Value::string(std::string_view("Love\0lace", 9))});
  EXPECT_THAT(message, HasSubstr("row 2: the value of 'name' has a NUL character"));
  EXPECT_THAT(message, testing::Not(HasSubstr("Love")));
  try {
    push(*open(), {Value::string(std::string_view("\0", 1))});
    FAIL() << "took a NUL";
  } catch (const Error& error) {
    EXPECT_THAT(error.hint(), HasSubstr("no type of PostgreSQL holds it"));
  }
  server_.run_all(database_,
                  {"DROP TABLE t", "CREATE TABLE t (name char(9))", "INSERT INTO t VALUES ('old')"});
  spec_.columns = {{"name", {Kind::text, 0}}};
  EXPECT_THAT(refused({Value::string("Ada ")}), HasSubstr("row 2: the value of 'name' ends with a space"));
  EXPECT_EQ(names(), "old      \n");
}

TEST_F(PostgresTable, NeverCutsOrChangesAValue) {
  spec_.columns = {{"name", {Kind::text, 0}}};
  server_.run_all(database_, {"CREATE TABLE t (name varchar(3))", "INSERT INTO t VALUES ('old')"});
  for (const Mode mode : {Mode::replace, Mode::append})
    EXPECT_THAT(failure([&] { load("Lovelace", mode); }), HasSubstr("too long"));
  EXPECT_EQ(names(), "old\n");
  database_ = server_.fresh_database("LATIN1");
  spec_.url.clear();
  load("Zo\xC3\xAB");
  const std::string message = failure([&] { load("\xF0\x9F\x98\x80"); });
  EXPECT_THAT(message, testing::AllOf(HasSubstr("22P05"), HasSubstr("UTF8 database")));
  EXPECT_EQ(names(), "Zo\xC3\xAB\n");
}

/// The server cuts what a text has too much of where that is spaces alone.
TEST_F(PostgresTable, NeverCutsSpacesAtTheEnd) {
  server_.run_all(database_, {"CREATE DOMAIN short AS varchar(3)", "CREATE DOMAIN shorter AS short",
                              "CREATE TABLE t (name varchar(50) UNIQUE, a varchar(3), b shorter)"});
  for (const Kind kind : {Kind::any, Kind::text}) {
    spec_.columns = {{"name", {Kind::varchar, 50}}, {"a", {kind, 0}}, {"b", {kind, 0}}};
    for (const Mode mode : {Mode::replace, Mode::append, Mode::upsert}) {
      for (const std::size_t at : {1U, 2U}) {
        std::vector<Value> row(3, Value::string("x"));
        row[at] = Value::string("\u00EBx  ");
        EXPECT_THAT(failure([&] { load(row, mode); }), HasSubstr("is too long"));
      }
    }
    load({Value::string("Ada"), Value::string("\u00EB  "), Value::string("   ")});
    EXPECT_EQ(query("SELECT name, a || '.', b || '.' FROM t"), "Ada|\u00EB  .|   .\n");
  }
}

TEST_F(PostgresTable, StopsEarlyWhenTheServerRefusesARow) {
  run("CREATE TABLE t (name text CHECK (name <> 'bad'))");
  const auto sink = open();
  push(*sink, {Value::string("bad")});
  const std::string message = failure([&] {
    const std::string good(1 << 20, 'x');
    for (int i = 0; i < 100; ++i) push(*sink, {Value::string(good)});
  });
  EXPECT_THAT(message, HasSubstr("check constraint"));
}

/// More rows than one statement takes, and more notices than anybody reads.
TEST_F(PostgresTable, TakesNoNoticeForAnError) {
  constexpr int kRows = 400;
  server_.run_all(database_, {"CREATE TABLE t (name text)",
                              "CREATE FUNCTION chat() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN SET LOCAL "
                              "client_min_messages = notice; "
                              "RAISE NOTICE '%', NEW.name; RETURN NEW; END $$",
                              "CREATE TRIGGER chat BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION chat()"});
  spec_.columns = {{"name", {Kind::text, 0}}};
  const auto sink = open();
  const std::string text(100'000, 'x');
  for (int i = 0; i < kRows; ++i) push(*sink, {Value::string(text)});
  sink->prepare();
  sink->commit();
  EXPECT_EQ(query("SELECT count(*), min(length(name)) FROM t"), std::to_string(kRows) + "|100000\n");
}

TEST_F(PostgresTable, RefusesToLoseRowsToATrigger) {
  server_.run_all(
      database_,
      {"CREATE TABLE t (name varchar(50) UNIQUE)",
       "CREATE FUNCTION drop_it() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$",
       "CREATE TRIGGER drop_it BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION drop_it()"});
  for (const Mode mode : {Mode::replace, Mode::append, Mode::upsert})
    EXPECT_THAT(failure([&] { load("Ada", mode); }), HasSubstr("1 rows were sent, but the server counts 0"));
}

TEST_F(PostgresTable, LooksAtDeferredConstraintsBeforeItIsCommitted) {
  server_.run_all(database_,
                  {"CREATE TABLE p (name varchar(50) PRIMARY KEY)",
                   "CREATE TABLE t (name varchar(50) REFERENCES p DEFERRABLE INITIALLY DEFERRED)"});
  const auto sink = open();
  push(*sink, {Value::string("Ada")});
  EXPECT_THAT(failure([&] { sink->prepare(); }), HasSubstr("foreign key"));
}

TEST_F(PostgresTable, UpsertUsesUpNoNumbersForRowsThatAreThere) {
  for (int i = 0; i < 3; ++i) load("Ada", Mode::upsert);
  load("Bob", Mode::upsert);
  EXPECT_EQ(query("SELECT id, name FROM t ORDER BY id"), "1|Ada\n2|Bob\n");
}

/// Another session holds the row that the merge wants to change, and wants what the merge holds.
TEST_F(PostgresTable, UpsertIsTriedAgainAfterADeadlock) {
  server_.run_all(database_,
                  {"CREATE TABLE t (name varchar(50) UNIQUE, n int)", "INSERT INTO t VALUES ('Ada', 0)",
                   "CREATE TABLE other (n int)", "INSERT INTO other VALUES (0)",
                   "CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN UPDATE other SET n "
                   "= n + 1; RETURN NEW; END $$",
                   "CREATE TRIGGER touch BEFORE UPDATE ON t FOR EACH STATEMENT EXECUTE FUNCTION touch()",
                   "ALTER DATABASE " + database_ + " SET deadlock_timeout = '50ms'"});
  spec_.columns = {{"name", {Kind::varchar, 50}}, {"n", {Kind::integer, 0}}};
  const auto sink = open(Mode::upsert);
  push(*sink, {Value::string("Ada"), Value::int64(1)});
  CancelToken cancel;
  PostgresConnection other(parse_postgres_url(spec_.url), Secret(), ErrorKind::source, cancel);
  other.begin("ISOLATION LEVEL READ COMMITTED");
  // So that it is the load that is told of the deadlock.
  other.run("SET LOCAL deadlock_timeout = '100s'");
  other.run("UPDATE t SET n = 5 WHERE false");
  other.run("SELECT name FROM t WHERE name = 'Ada' FOR UPDATE");
  auto prepared = std::async(std::launch::async, [&sink] { sink->prepare(); });
  server_.await_statement(database_, "UPDATE \"public\".\"t\"");
  other.rows("SELECT n FROM other FOR UPDATE");
  other.run("COMMIT");
  EXPECT_NO_THROW(prepared.get());
  sink->commit();
  EXPECT_EQ(query("SELECT n FROM t"), "1\n");
}

TEST_F(PostgresTable, IsCommittedWithTheOthersOnceItIsPrepared) {
  load("old");
  const auto sink = open();
  push(*sink, {Value::string("new")});
  sink->prepare();
  cancel_.cancel(ErrorKind::terminated);
  sink->commit();
  EXPECT_EQ(names(), "new\n");
}

/// Outputs of one run are all prepared before the first is committed: none may wait for another one.
TEST_F(PostgresTable, IsLoadedBesideAnotherOneOfTheSameRun) {
  const auto first = open();
  spec_.table = "u";
  const auto second = open();
  for (const auto* sink : {&first, &second}) {
    push(**sink, {Value::string("Ada")});
    (*sink)->prepare();
  }
  first->commit();
  second->commit();
  EXPECT_EQ(query("SELECT target_table FROM counterpart_runs ORDER BY 1"), "t\nu\n");
}

TEST_F(PostgresTable, StaysInTheSchemaWhereItIs) {
  server_.run_all(database_, {"CREATE SCHEMA marts", "CREATE TABLE marts.t (name varchar(50))",
                              "ALTER DATABASE " + database_ + " SET search_path = public, marts"});
  load("Ada");
  EXPECT_EQ(query("SELECT name, (SELECT target_table FROM marts.counterpart_runs) FROM marts.t"), "Ada|t\n");
  EXPECT_EQ(table_status(spec_, "run-1", cancel_).loaded_by_run, std::optional(true));
}

TEST_F(PostgresTable, RunsTheDdlThatIsPrinted) {
  spec_.columns = {{"first_name", {Kind::varchar, 50}},
                   {"order", {Kind::text, 0}},
                   {"a\"b", {Kind::timestamp, 0}},
                   {"rank", {Kind::boolean, 0}},
                   {"Name", {Kind::date, 0}},
                   {"x", {Kind::real, 0}},
                   {"y", {Kind::bigint, 0}},
                   {"z", {Kind::varchar, 65'535}}};
  spec_.table = "Active Users";
  const auto sink = open();
  sink->prepare();
  sink->commit();
  const std::string columns =
      "SELECT string_agg(attname || ' ' || format_type(atttypid, atttypmod) || attnotnull || "
      "attidentity::text, "
      "',' ORDER BY "
      "attnum) FROM pg_attribute WHERE attnum > 0 AND attrelid = '\"Active Users\"'::regclass";
  const std::string made = query(columns);
  const std::string other = server_.fresh_database();
  server_.run(other, ddl(Dialect::postgres, spec_.table, spec_.columns));
  EXPECT_EQ(server_.query(other, columns), made);
  EXPECT_THAT(made, HasSubstr("a\"b timestamp with time zone"));
}

}  // namespace
}  // namespace counterpart::test
