/// A MySQL table read over several connections.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "record/record.hpp"
#include "source/mysql_source.hpp"
#include "support/mariadb_server.hpp"

namespace counterpart {
namespace {

using test::MariadbServer;

class MysqlSplit : public testing::Test {
 protected:
  std::unique_ptr<RecordStream> open(unsigned split, const std::string& by = "id",
                                     const std::string& where = "") {
    DatabaseSpec spec;
    spec.kind = DatabaseSpec::Kind::mysql;
    spec.url = server_.url(database_);
    spec.table = "t";
    spec.where = where;
    spec.split = split;
    spec.split_by = by;
    return open_mysql_source(spec, SourceContext{read_, progress_, cancel_, 1 << 20});
  }
  /// Makes the table `t` of the column `id` and its values, in the words of SQL.
  void make(const std::string& type, const std::string& values) {
    std::vector<std::string> statements{"DROP TABLE IF EXISTS t", "CREATE TABLE t (id " + type + ")"};
    if (!values.empty()) statements.push_back("INSERT INTO t VALUES " + values);
    server_.run_all(database_, statements);
  }
  /// All first fields as texts, sorted; ids that are null are rejects.
  std::vector<std::string> all(RecordStream& stream) {
    std::vector<std::string> texts;
    RecordBatch batch;
    std::vector<Value> values;
    while (stream.next(batch)) {
      for (std::size_t i = 0; i < batch.size(); ++i) {
        unpack(batch.record(i), values);
        texts.push_back(to_text(values[0]));
      }
      rejects_ += batch.rejects().size();
    }
    std::sort(texts.begin(), texts.end());
    return texts;
  }
  std::vector<std::string> all(unsigned split) { return all(*open(split)); }

  MariadbServer& server_ = MariadbServer::instance();
  std::string database_ = server_.fresh_database();
  ReadSpec read_{.fields = {{.name = "id"}}, .id = 0};
  SideProgress progress_;
  CancelToken cancel_;
  std::size_t rejects_ = 0;
};

TEST_F(MysqlSplit, GivesEachRowOnceWhateverTheNumbersAre) {
  using testing::UnorderedElementsAre;
  for (const unsigned split : {2U, 3U, 16U}) {
    SCOPED_TRACE(split);
    make("BIGINT", "(-9223372036854775808), (-1), (0), (1), (9223372036854775807), (9223372036854775806)");
    EXPECT_THAT(all(split), UnorderedElementsAre("-9223372036854775808", "-1", "0", "1",
                                                 "9223372036854775807", "9223372036854775806"));
    make("BIGINT UNSIGNED", "(0), (1), (9223372036854775808), (18446744073709551615)");
    EXPECT_THAT(all(split), UnorderedElementsAre("0", "1", "9223372036854775808", "18446744073709551615"));
    make("INT", "(7)");
    EXPECT_THAT(all(split), UnorderedElementsAre("7"));
    make("INT", "");
    EXPECT_TRUE(all(split).empty());
    make("INT", "(7), (7), (7), (8)");
    EXPECT_THAT(all(split), UnorderedElementsAre("7", "7", "7", "8"));
    make("TINYINT", "(-128), (127), (5)");
    EXPECT_THAT(all(split), UnorderedElementsAre("-128", "127", "5"));
  }
}

TEST_F(MysqlSplit, GivesTheNullsOnce) {
  make("INT", "(NULL), (1), (NULL), (100)");
  EXPECT_EQ(all(3).size(), 2U);
  EXPECT_EQ(rejects_, 2U);
}

TEST_F(MysqlSplit, GivesGapsAndHeapsWhole) {
  server_.run_all(database_,
                  {"CREATE TABLE t (id INT PRIMARY KEY)", "INSERT INTO t SELECT seq FROM seq_1_to_20000",
                   "INSERT INTO t SELECT 2000000000 + seq FROM seq_1_to_5"});
  const auto stream = open(4);
  EXPECT_TRUE(stream->unique_ids());
  const auto texts = all(*stream);
  EXPECT_EQ(texts.size(), 20'005U);
  EXPECT_TRUE(std::adjacent_find(texts.begin(), texts.end()) == texts.end());
  EXPECT_EQ(progress_.records, 20'005U);
  EXPECT_EQ(stream->report().end_reason, "end of rows of 4 ranges");
}

TEST_F(MysqlSplit, KeepsToTheCondition) {
  make("INT", "(1), (2), (3), (4), (50), (60)");
  EXPECT_EQ(all(*open(3, "id", "id % 2 = 0 OR id = 3 -- not the others")),
            (std::vector<std::string>{"2", "3", "4", "50", "60"}));
}

TEST_F(MysqlSplit, SaysThatTheRangesAreOfSeveralSnapshots) {
  make("INT", "(1), (100)");
  const auto stream = open(2);
  all(*stream);
  ASSERT_EQ(stream->report().warnings.size(), 1U);
  EXPECT_THAT(stream->report().warnings[0], testing::HasSubstr("2 ranges in as many snapshots"));
}

TEST_F(MysqlSplit, NeedsWholeNumbers) {
  make("VARCHAR(20)", "('1')");
  try {
    open(2);
    FAIL() << "no error";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::source);
    EXPECT_THAT(error.what(), testing::HasSubstr("'id' is of type varchar"));
  }
  EXPECT_THROW(open(2, "nothing"), Error);
}

TEST_F(MysqlSplit, AColumnBesideTheIdVouchesForNoIds) {
  server_.run_all(database_, {"CREATE TABLE t (id INT PRIMARY KEY, shard INT)",
                              "INSERT INTO t VALUES (1, 1), (2, 1), (3, 2), (4, NULL)"});
  EXPECT_TRUE(open(2)->unique_ids());
  const auto stream = open(2, "shard");
  EXPECT_FALSE(stream->unique_ids());
  EXPECT_EQ(all(*stream), (std::vector<std::string>{"1", "2", "3", "4"}));
}

TEST_F(MysqlSplit, ALostConnectionOfOneRangeEndsAll) {
  server_.run_all(database_, {"CREATE TABLE t (id INT PRIMARY KEY, name VARCHAR(100))",
                              "INSERT INTO t SELECT seq, REPEAT('n', 60) FROM seq_1_to_300000"});
  read_.fields.push_back({.name = "name"});
  const auto stream = open(3);
  RecordBatch batch;
  ASSERT_TRUE(stream->next(batch));
  server_.kill_connections(database_);
  try {
    while (stream->next(batch)) {
    }
    FAIL() << "no error";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::source);
  }
  server_.await_no_connections(database_);
}

TEST_F(MysqlSplit, GivenUpEarlyItLetsGoOfTheServer) {
  server_.run_all(database_,
                  {"CREATE TABLE t (id INT PRIMARY KEY)", "INSERT INTO t SELECT seq FROM seq_1_to_300000"});
  auto stream = open(3);
  RecordBatch batch;
  ASSERT_TRUE(stream->next(batch));
  stream.reset();
  server_.await_no_connections(database_);
}

}  // namespace
}  // namespace counterpart
