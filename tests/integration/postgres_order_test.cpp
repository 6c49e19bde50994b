/// The order that a job declares of a table: from an index where there is one of the order of the bytes.

#include <gmock/gmock.h>

#include "source/estimate.hpp"
#include "support/postgres_reading.hpp"

namespace counterpart::test {
namespace {

class PostgresOrder : public PostgresReading {
 protected:
  std::unique_ptr<RecordStream> open_by_name() {
    DatabaseSpec spec = table("t");
    spec.ordered_by = {"name"};
    return open(spec);
  }
  void make(const std::string& name_type) {
    // Rows that are not yet on disk cannot be vouched for, and their index alone is not enough.
    server_.run_all(database_, {"SET synchronous_commit = on",
                                "CREATE TABLE t (id int, name " + name_type + ", note text)",
                                "INSERT INTO t SELECT g, 'name ' || g, repeat('x', 200) FROM "
                                "generate_series(1, 20000) g",
                                "CREATE INDEX by_name ON t (name, id)", "VACUUM ANALYZE t"});
  }
  /// Reads all of it, and gives true if no name is behind a greater one.
  bool in_bytes(RecordStream& stream) {
    std::string last;
    std::size_t rows = 0;
    bool ordered = true;
    for (const auto& row : all(stream)) {
      ordered = ordered && last <= row[1].as_string();
      last = row[1].as_string();
      ++rows;
    }
    return ordered && rows == 20'000;
  }
};

TEST_F(PostgresOrder, IsThatOfAnIndexThatOrdersByTheBytes) {
  for (const char* type : {"text COLLATE \"C\"", "varchar(50) COLLATE \"C\""}) {
    make(type);
    const auto stream = open_by_name();
    EXPECT_EQ(stream->order_evidence(), "in the order of the index by_name, which holds all that is read")
        << type;
    EXPECT_TRUE(in_bytes(*stream)) << type;
    server_.run(database_, "DROP TABLE t");
  }
}

TEST_F(PostgresOrder, IsMadeByTheServerWhereAnIndexHasAnotherOne) {
  make("text COLLATE \"en-x-icu\"");
  const auto stream = open_by_name();
  EXPECT_EQ(stream->order_evidence(), "sorted by the database");
  EXPECT_TRUE(in_bytes(*stream));
}

TEST_F(PostgresOrder, IsHopedForOnlyWhereAnIndexHasTheOrderOfTheBytes) {
  server_.run(database_,
              "CREATE COLLATION folding (provider = icu, locale = 'und-u-ks-level2', deterministic = false)");
  DatabaseSpec spec = table("t");
  spec.hoped_order = {"name"};
  make("text COLLATE \"C\"");
  const auto ordered = open(spec);
  EXPECT_EQ(ordered->ordered_fields(), 1U);
  EXPECT_TRUE(in_bytes(*ordered));
  for (const char* type : {"text COLLATE \"en-x-icu\"", "text COLLATE folding", "char(60) COLLATE \"C\""}) {
    server_.run(database_, "DROP TABLE t");
    make(type);
    const auto stream = open(spec);
    EXPECT_EQ(stream->ordered_fields(), 0U) << type;
    EXPECT_EQ(stream->order_evidence(), "no index in the order of the bytes holds all that is read") << type;
    EXPECT_EQ(all(*stream).size(), 20'000U) << type;
  }
}

TEST_F(PostgresOrder, WithoutOneTheDatabaseHasNoPartInIt) {
  make("text COLLATE \"C\"");
  EXPECT_EQ(open(table("t"))->order_evidence(), "");
}

TEST_F(PostgresOrder, EstimatesComeFromTheStatisticsOfTheServer) {
  make_large_table();
  server_.run_all(database_, {"ANALYZE t"});
  DatabaseSpec spec = table("t");
  spec.kind = DatabaseSpec::Kind::postgres;
  spec.url = server_.url(database_);
  const auto estimate = estimate_records(spec, cancel_);
  ASSERT_TRUE(estimate);
  EXPECT_NEAR(static_cast<double>(estimate->records), 300'000, 60'000);
  spec.table = "nowhere";
  EXPECT_FALSE(estimate_records(spec, cancel_));
}

}  // namespace
}  // namespace counterpart::test
