/// Tables of a PostgreSQL server over several connections at once, in one state of the data; authorities of a
/// job.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "support/postgres_reading.hpp"

namespace counterpart::test {
namespace {

using testing::HasSubstr;

class PostgresSplit : public PostgresReading {
 protected:
  static DatabaseSpec cut(unsigned parts, const std::string& by = "id") {
    DatabaseSpec spec = table("t");
    spec.split = parts;
    spec.split_by = by;
    return spec;
  }
  std::multiset<std::string> ids(const DatabaseSpec& spec) {
    std::multiset<std::string> found;
    for (const auto& row : all(spec)) found.insert(to_text(row[0]));
    return found;
  }
};

TEST_F(PostgresSplit, ReadsEachRowOnceFromTheLeastNumberToTheLargest) {
  server_.run_all(database_,
                  {"CREATE TABLE t (id bigint PRIMARY KEY, name text, number smallint)",
                   "INSERT INTO t SELECT g * 7 - 9000, 'n', CASE WHEN g % 3 > 0 THEN g % 11 END FROM "
                   "generate_series(1, 5000) g",
                   "INSERT INTO t VALUES (-9223372036854775808, 'a', 1), (9223372036854775807, 'b', 2)"});
  const auto expected = ids(table("t"));
  ASSERT_EQ(expected.size(), 5002U);
  for (const unsigned parts : {2U, 3U, 16U}) {
    EXPECT_TRUE(ids(cut(parts)) == expected) << parts;
    EXPECT_TRUE(ids(cut(parts, "number")) == expected) << parts;
  }
}

TEST_F(PostgresSplit, ReadsAnEmptyTableToItsEnd) {
  server_.run(database_, "CREATE TABLE t (id int PRIMARY KEY, name text)");
  EXPECT_TRUE(ids(cut(4)).empty());
}

TEST_F(PostgresSplit, SeesOneStateOfTheTable) {
  make_large_table();
  const auto stream = open(cut(4));
  server_.run(database_, "DELETE FROM t WHERE id % 2 = 0");
  EXPECT_EQ(all(*stream).size(), 300000U);
  EXPECT_TRUE(stream->report().warnings.empty());
  EXPECT_TRUE(stream->unique_ids());
}

TEST_F(PostgresSplit, RefusesAColumnThatHasNoWholeNumbers) {
  server_.run(database_, "CREATE TABLE t (id int PRIMARY KEY, name text)");
  EXPECT_THAT(failure(cut(2, "name")), HasSubstr("split needs a column of whole numbers"));
}

TEST_F(PostgresSplit, EndsAllRangesWhereOneIsCut) {
  make_large_table();
  const auto stream = open(cut(3));
  RecordBatch batch;
  ASSERT_TRUE(stream->next(batch));
  server_.terminate_connections(database_);
  EXPECT_THROW(while (stream->next(batch)){}, Error);
}

TEST_F(PostgresSplit, TrustsTheAuthorityThatTheJobNames) {
  server_.run_all(database_, {"CREATE TABLE t (id int PRIMARY KEY, name text)",
                              "INSERT INTO t VALUES (1, 'n')", "GRANT SELECT ON t TO reader"});
  DatabaseSpec spec = table("t");
  spec.url = server_.tcp_url(database_, "reader", "0.0.0.0");
  spec.password = Secret("right");
  EXPECT_THAT(failure(spec), HasSubstr("certificate"));
  spec.tls.mode = TlsSpec::Mode::verify_full;
  spec.tls.authorities = server_.authority();
  EXPECT_EQ(all(spec).size(), 1U);
  const TemporaryDirectory elsewhere;
  spec.tls.authorities = CertificateAuthority(elsewhere.path()).certificate();
  EXPECT_THAT(failure(spec), HasSubstr("certificate"));
}

}  // namespace
}  // namespace counterpart::test
