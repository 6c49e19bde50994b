/// Tables of a MariaDB server over several connections at once: each row once, whatever its number is.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "support/mysql_reading.hpp"

namespace counterpart::test {
namespace {

using testing::HasSubstr;

class MysqlSplit : public MysqlReading {
 protected:
  /// The ids of the table as they come over so many connections, sorted; fails for one that comes twice.
  std::vector<std::string> ids(unsigned parts, const std::string& by = "id") {
    DatabaseSpec spec = table("t");
    spec.split = parts;
    spec.split_by = by;
    std::multiset<std::string> found;
    for (const auto& row : all(spec)) found.insert(to_text(row[0]));
    return {found.begin(), found.end()};
  }
  std::vector<std::string> ids_at_once() {
    std::multiset<std::string> found;
    for (const auto& row : all(table("t"))) found.insert(to_text(row[0]));
    return {found.begin(), found.end()};
  }
  void expect_each_once(const std::string& by = "id") {
    const std::vector<std::string> expected = ids_at_once();
    for (const unsigned parts : {2U, 3U, 16U}) EXPECT_EQ(ids(parts, by), expected) << parts;
  }
};

TEST_F(MysqlSplit, ReadsEachRowOnce) {
  server_.run_all(database_, {"CREATE TABLE t (id INT PRIMARY KEY, name VARCHAR(100))",
                              "INSERT INTO t SELECT CAST(seq AS SIGNED) * 7 - 9000, 'n' FROM seq_1_to_5000"});
  expect_each_once();
}

TEST_F(MysqlSplit, ReadsNumbersAtTheEndsOfTheirTypes) {
  server_.run_all(database_,
                  {"CREATE TABLE t (id BIGINT PRIMARY KEY, name VARCHAR(9))",
                   "INSERT INTO t VALUES (-9223372036854775808, 'a'), (-1, 'b'), (0, 'c'), (1, 'd'), "
                   "(9223372036854775807, 'e')"});
  expect_each_once();
  server_.run_all(database_,
                  {"DROP TABLE t", "CREATE TABLE t (id BIGINT UNSIGNED PRIMARY KEY, name VARCHAR(9))",
                   "INSERT INTO t VALUES (0, 'a'), (9223372036854775808, 'b'), (18446744073709551615, 'c')"});
  expect_each_once();
}

TEST_F(MysqlSplit, ReadsTablesWithFewerRowsThanParts) {
  server_.run(database_, "CREATE TABLE t (id INT PRIMARY KEY, name VARCHAR(9))");
  expect_each_once();
  server_.run(database_, "INSERT INTO t VALUES (5, 'a')");
  expect_each_once();
}

TEST_F(MysqlSplit, ReadsRowsWhoseColumnIsNull) {
  server_.run_all(database_,
                  {"CREATE TABLE t (id INT PRIMARY KEY, name VARCHAR(9), number SMALLINT)",
                   "INSERT INTO t SELECT seq, 'n', IF(seq % 3 = 0, NULL, seq % 11) FROM seq_1_to_300"});
  expect_each_once("number");
}

TEST_F(MysqlSplit, KeepsTheConditionOfTheJobWhole) {
  server_.run_all(database_, {"CREATE TABLE t (id INT PRIMARY KEY, name VARCHAR(9))",
                              "INSERT INTO t SELECT seq, IF(seq % 2, 'a', 'b') FROM seq_1_to_100"});
  DatabaseSpec spec = table("t");
  spec.split = 4;
  spec.split_by = "id";
  spec.where = "id < 3 OR id > 98";
  EXPECT_EQ(all(spec).size(), 4U);
}

TEST_F(MysqlSplit, SaysThatItReadsSeveralStates) {
  server_.run_all(database_, {"CREATE TABLE t (id INT PRIMARY KEY, name VARCHAR(9))",
                              "INSERT INTO t SELECT seq, 'n' FROM seq_1_to_100"});
  DatabaseSpec spec = table("t");
  spec.split = 4;
  spec.split_by = "id";
  const auto stream = open(spec);
  EXPECT_EQ(all(*stream).size(), 100U);
  EXPECT_EQ(stream->report().end_reason, "end of rows of 4 ranges");
  ASSERT_EQ(stream->report().warnings.size(), 1U);
  EXPECT_THAT(stream->report().warnings.front(), HasSubstr("as many snapshots"));
}

TEST_F(MysqlSplit, NamesTheRangeOfARowThatIsRejected) {
  server_.run_all(database_, {"CREATE TABLE t (id INT PRIMARY KEY, name DATE)",
                              "INSERT INTO t SELECT seq, '2020-01-01' FROM seq_1_to_100",
                              "UPDATE t SET name = '0000-00-00' WHERE id = 80"});
  DatabaseSpec spec = table("t");
  spec.split = 2;
  spec.split_by = "id";
  EXPECT_EQ(all(spec).size(), 99U);
  ASSERT_EQ(reasons().size(), 1U);
  EXPECT_THAT(reasons().front(), HasSubstr("range 2"));
}

TEST_F(MysqlSplit, RefusesAColumnThatHasNoWholeNumbers) {
  server_.run(database_, "CREATE TABLE t (id INT PRIMARY KEY, name VARCHAR(9))");
  DatabaseSpec spec = table("t");
  spec.split = 2;
  spec.split_by = "name";
  EXPECT_THAT(failure(spec), HasSubstr("split needs a column of whole numbers"));
  spec.split_by = "nmae";
  EXPECT_THAT(failure(spec), HasSubstr("name"));
}

TEST_F(MysqlSplit, EndsAllRangesWhereOneIsCut) {
  make_large_table();
  DatabaseSpec spec = table("t");
  spec.split = 3;
  spec.split_by = "id";
  const auto stream = open(spec);
  RecordBatch batch;
  ASSERT_TRUE(stream->next(batch));
  server_.kill_connections(database_);
  EXPECT_THROW(while (stream->next(batch)){}, Error);
}

TEST_F(MysqlSplit, GivesGapsAndHeapsWhole) {
  server_.run_all(database_, {"CREATE TABLE t (id INT PRIMARY KEY, name VARCHAR(9))",
                              "INSERT INTO t SELECT seq, 'n' FROM seq_1_to_20000",
                              "INSERT INTO t SELECT 2000000000 + seq, 'n' FROM seq_1_to_5"});
  expect_each_once();
}

TEST_F(MysqlSplit, AColumnBesideTheIdVouchesForNoIds) {
  server_.run_all(database_, {"CREATE TABLE t (id INT PRIMARY KEY, name VARCHAR(9), shard INT)",
                              "INSERT INTO t VALUES (1, 'n', 1), (2, 'n', 1), (3, 'n', 2), (4, 'n', NULL)"});
  DatabaseSpec spec = table("t");
  spec.split = 2;
  spec.split_by = "id";
  EXPECT_TRUE(open(spec)->unique_ids());
  spec.split_by = "shard";
  EXPECT_FALSE(open(spec)->unique_ids());
}

TEST_F(MysqlSplit, GivenUpEarlyLetsGoOfTheServer) {
  make_large_table();
  DatabaseSpec spec = table("t");
  spec.split = 3;
  spec.split_by = "id";
  auto stream = open(spec);
  RecordBatch batch;
  ASSERT_TRUE(stream->next(batch));
  stream.reset();
  server_.await_no_connections(database_);
}

}  // namespace
}  // namespace counterpart::test
