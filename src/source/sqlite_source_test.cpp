#include "source/sqlite_source.hpp"

#include <cstdint>
#include <fstream>
#include <thread>

#include "support/sqlite_reading.hpp"

namespace counterpart {
namespace {

class SqliteSource : public test::SqliteReading {};

TEST_F(SqliteSource, GivesEachValueTheKindItWasStoredWith) {
  execute(
      "CREATE TABLE t (id, name DATE); INSERT INTO t VALUES (1, '2017-02-02'), ('x', 1.5), "
      "(-9223372036854775808, x'414243')");
  const auto stream = open_table("t");
  EXPECT_EQ(all(*stream), (std::vector<std::vector<Value>>{{Value::int64(1), Value::string("2017-02-02")},
                                                           {Value::string("x"), Value::float64(1.5)},
                                                           {Value::int64(INT64_MIN), Value::string("ABC")}}));
}

TEST_F(SqliteSource, RejectsBytesThatAreNoUtf8) {
  execute("CREATE TABLE t (id, name); INSERT INTO t VALUES (1, CAST(x'FF' AS TEXT)), (2, 'ok')");
  const auto stream = open_table("t");
  EXPECT_EQ(all(*stream).size(), 1u);
  ASSERT_EQ(rejects_.size(), 1u);
  EXPECT_EQ(rejects_[0].reason, "field 'name': is not valid UTF-8");
}

TEST_F(SqliteSource, SaysWhichFileOrTableIsMissing) {
  DatabaseSpec spec;
  spec.table = "peeple";
  EXPECT_NE(failure(spec).find("no such file"), std::string::npos);
  EXPECT_FALSE(std::filesystem::exists(file()));
  execute("CREATE TABLE people (id, name)");
  EXPECT_NE(failure(spec).find("did you mean 'people'?"), std::string::npos);
}

TEST_F(SqliteSource, RefusesAFileThatIsNoDatabase) {
  std::ofstream(file()) << std::string(4096, 'x');
  DatabaseSpec spec;
  spec.table = "t";
  EXPECT_NE(failure(spec).find("not a database"), std::string::npos);
}

TEST_F(SqliteSource, AddsTheConditionAsOneTerm) {
  execute("CREATE TABLE t (id, name); INSERT INTO t VALUES (1, 'a'), (2, 'b'), (3, 'c')");
  DatabaseSpec spec;
  spec.table = "t";
  spec.where = "id = 1 OR id = 3 -- both";
  EXPECT_EQ(all(*open(spec)).size(), 2u);
}

TEST_F(SqliteSource, OrdersByBytesWhateverTheCollationOfTheColumn) {
  execute(
      "CREATE TABLE t (id, name TEXT COLLATE NOCASE); INSERT INTO t VALUES (1, 'b'), (2, 'B'), (3, 'a'), (4, "
      "'b '), (5, 'b\t')");
  DatabaseSpec spec;
  spec.table = "t";
  spec.ordered_by = {"name"};
  std::string ids;
  for (const auto& row : all(*open(spec))) ids += to_text(row[0]);
  EXPECT_EQ(ids, "23154");
}

TEST_F(SqliteSource, TakesTheOrderOfAnIndexWhereAllIsText) {
  execute(
      "CREATE TABLE t (id INTEGER, name TEXT); CREATE INDEX by_name ON t (name, id);"
      "INSERT INTO t VALUES (1, 'b'), (2, 'B'), (3, 7), (4, 'b '), (5, 'b\t'), (6, '10'), (7, NULL)");
  DatabaseSpec spec;
  spec.table = "t";
  EXPECT_EQ(open(spec)->order_evidence(), "");
  spec.ordered_by = {"name"};
  auto stream = open(spec);
  EXPECT_EQ(stream->order_evidence(), "in the order of the index by_name, which holds all that is read");
  std::string ids;
  for (const auto& row : all(*stream)) ids += to_text(row[0]);
  EXPECT_EQ(ids, "7632154");
  // A blob would be behind all texts there.
  stream.reset();
  execute("INSERT INTO t VALUES (8, CAST('A' AS BLOB))");
  stream = open(spec);
  EXPECT_EQ(stream->order_evidence(), "sorted by the database");
  ids.clear();
  for (const auto& row : all(*stream)) ids += to_text(row[0]);
  EXPECT_EQ(ids, "76382154");
}

TEST_F(SqliteSource, OrdersNumbersAsTheTextsThatKeysAreMadeOf) {
  execute("CREATE TABLE t (id, name INTEGER); INSERT INTO t VALUES (1, 9), (2, 10), (3, 100)");
  DatabaseSpec spec;
  spec.table = "t";
  spec.ordered_by = {"name"};
  std::string ids;
  for (const auto& row : all(*open(spec))) ids += to_text(row[0]);
  EXPECT_EQ(ids, "231");
}

TEST_F(SqliteSource, RunsAQueryAsItStands) {
  execute("CREATE TABLE t (a, b); INSERT INTO t VALUES (1, 'x'), (2, 'y')");
  DatabaseSpec spec;
  spec.query = "SELECT b AS Name, a AS id FROM t WHERE a > 1;";
  EXPECT_EQ(all(*open(spec)), (std::vector<std::vector<Value>>{{Value::int64(2), Value::string("y")}}));
}

TEST_F(SqliteSource, RefusesQueriesThatChangeSomethingOrAreTwo) {
  execute("CREATE TABLE t (id, name)");
  DatabaseSpec spec;
  for (const char* query : {"DELETE FROM t RETURNING id, name", "SELECT id, name FROM t; SELECT 1", "",
                            "SELECT id AS name, name FROM t"}) {
    spec.query = query;
    spec.table = *query == '\0' ? "missing" : "";
    EXPECT_NE(failure(spec), "") << query;
  }
}

TEST_F(SqliteSource, SeesOneMoment) {
  execute(
      "PRAGMA journal_mode = WAL; CREATE TABLE t (id, name); "
      "INSERT INTO t SELECT value, 'n' FROM (WITH RECURSIVE c(value) AS (SELECT 1 UNION ALL SELECT value + 1 "
      "FROM c LIMIT 3000) SELECT * FROM c)");
  const auto stream = open_table("t");
  RecordBatch batch;
  ASSERT_TRUE(stream->next(batch));
  execute("DELETE FROM t");
  EXPECT_EQ(batch.size() + all(*stream).size(), 3000u);
}

TEST_F(SqliteSource, PromisesUniqueIdsOnlyWhereNoTwoValuesReadTheSame) {
  execute(
      "CREATE TABLE a (id TEXT PRIMARY KEY, name); CREATE TABLE b (id TEXT NOT NULL UNIQUE, name); CREATE "
      "TABLE c (id TEXT UNIQUE, name);"
      "CREATE TABLE d (id BLOB PRIMARY KEY, name); CREATE TABLE e (id TEXT, name, PRIMARY KEY (id, name));"
      "CREATE TABLE f (id TEXT NOT NULL, name); CREATE UNIQUE INDEX part ON f (id) WHERE name = 'x';"
      "CREATE UNIQUE INDEX expression ON f (id, lower(name)); CREATE TABLE g (id integer primary key, name)");
  std::string promised;
  for (const char* table : {"a", "b", "c", "d", "e", "f", "g"})
    promised += open_table(table)->unique_ids() ? table : "-";
  EXPECT_EQ(promised, "ab----g");
  DatabaseSpec spec;
  spec.query = "SELECT id, name FROM g";
  EXPECT_FALSE(open(spec)->unique_ids());
}

TEST_F(SqliteSource, InterruptsALongQueryWhenCancelled) {
  execute("CREATE TABLE t (id, name)");
  DatabaseSpec spec;
  spec.query =
      "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT x AS id, x AS name FROM c "
      "WHERE x < 0";
  const auto stream = open(spec);
  std::thread canceller([this] { cancel_.cancel(ErrorKind::terminated); });
  RecordBatch batch;
  try {
    while (stream->next(batch)) {
    }
    ADD_FAILURE() << "ended";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::terminated);
  }
  canceller.join();
}

}  // namespace
}  // namespace counterpart
