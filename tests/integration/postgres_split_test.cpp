/// A PostgreSQL table read over several connections.

#include <gmock/gmock.h>

#include <algorithm>

#include "support/postgres_reading.hpp"

namespace counterpart {
namespace {

class PostgresSplit : public test::PostgresReading {
 protected:
  static DatabaseSpec ranges(unsigned split, const std::string& by = "id") {
    DatabaseSpec spec = table("t");
    spec.split = split;
    spec.split_by = by;
    return spec;
  }
  void make(const std::string& type, const std::string& values) {
    want({"id"});
    std::vector<std::string> statements{"DROP TABLE IF EXISTS t", "CREATE TABLE t (id " + type + ")"};
    if (!values.empty()) statements.push_back("INSERT INTO t VALUES " + values);
    server_.run_all(database_, statements);
  }
  /// All first fields as texts, sorted.
  std::vector<std::string> ids(RecordStream& stream) {
    std::vector<std::string> texts;
    for (const auto& row : all(stream)) texts.push_back(to_text(row[0]));
    std::sort(texts.begin(), texts.end());
    return texts;
  }
  std::vector<std::string> ids(const DatabaseSpec& spec) { return ids(*open(spec)); }
};

TEST_F(PostgresSplit, GivesEachRowOnceWhateverTheNumbersAre) {
  using testing::UnorderedElementsAre;
  for (const unsigned split : {2U, 3U, 16U}) {
    SCOPED_TRACE(split);
    make("bigint", "(-9223372036854775808), (-1), (0), (1), (9223372036854775807), (9223372036854775806)");
    EXPECT_THAT(ids(ranges(split)), UnorderedElementsAre("-9223372036854775808", "-1", "0", "1",
                                                         "9223372036854775807", "9223372036854775806"));
    make("smallint", "(-32768), (32767), (5)");
    EXPECT_THAT(ids(ranges(split)), UnorderedElementsAre("-32768", "32767", "5"));
    make("int", "(7)");
    EXPECT_THAT(ids(ranges(split)), UnorderedElementsAre("7"));
    make("int", "");
    EXPECT_TRUE(ids(ranges(split)).empty());
    make("int", "(7), (7), (7), (8)");
    EXPECT_THAT(ids(ranges(split)), UnorderedElementsAre("7", "7", "7", "8"));
  }
}

TEST_F(PostgresSplit, GivesTheNullsOnce) {
  make("int", "(NULL), (1), (NULL), (100)");
  EXPECT_EQ(ids(ranges(3)).size(), 2U);
  EXPECT_EQ(rejects_.size(), 2U);
}

TEST_F(PostgresSplit, AllRangesSeeOneSnapshot) {
  make_large_table();
  const auto stream = open(ranges(4));
  server_.run_all(database_, {"UPDATE t SET id = id + 1000000", "DELETE FROM t WHERE name LIKE 'n%'"});
  const auto texts = ids(*stream);
  EXPECT_EQ(texts.size(), 300'000U);
  EXPECT_TRUE(std::adjacent_find(texts.begin(), texts.end()) == texts.end());
  EXPECT_TRUE(stream->unique_ids());
  EXPECT_TRUE(stream->report().warnings.empty());
  EXPECT_EQ(stream->report().end_reason, "end of rows of 4 ranges");
  EXPECT_EQ(progress_.records, 300'000U);
}

TEST_F(PostgresSplit, AColumnBesideTheIdCanCutToo) {
  server_.run_all(database_, {"CREATE TABLE t (id text PRIMARY KEY, shard int)",
                              "INSERT INTO t VALUES ('a', 1), ('b', 1), ('c', 2), ('d', NULL)"});
  want({"id"});
  const auto stream = open(ranges(2, "shard"));
  EXPECT_TRUE(stream->unique_ids());
  EXPECT_EQ(ids(*stream), (std::vector<std::string>{"a", "b", "c", "d"}));
}

TEST_F(PostgresSplit, KeepsToTheCondition) {
  make("int", "(1), (2), (3), (4), (50), (60)");
  DatabaseSpec spec = ranges(3);
  spec.where = "id % 2 = 0 OR id = 3 -- not the others";
  EXPECT_EQ(ids(spec), (std::vector<std::string>{"2", "3", "4", "50", "60"}));
}

TEST_F(PostgresSplit, NeedsWholeNumbers) {
  make("varchar(20)", "('1')");
  EXPECT_THAT(failure(ranges(2)), testing::HasSubstr("'id' is of type character varying"));
}

TEST_F(PostgresSplit, ALostConnectionOfOneRangeEndsAll) {
  make_large_table();
  const auto stream = open(ranges(3));
  RecordBatch batch;
  ASSERT_TRUE(stream->next(batch));
  server_.terminate_connections(database_);
  EXPECT_THROW(
      {
        while (stream->next(batch)) {
        }
      },
      Error);
}

}  // namespace
}  // namespace counterpart
