/// The order that a job declares of a table: from an index where that is the order of the bytes, and how long
/// a server is kept waiting for the match.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "match/side_reader.hpp"
#include "source/estimate.hpp"
#include "support/mysql_reading.hpp"

namespace counterpart::test {
namespace {

class MysqlOrder : public MysqlReading {
 protected:
  static DatabaseSpec by_name() {
    DatabaseSpec spec = table("t");
    spec.ordered_by = {"name"};
    return spec;
  }
  /// A table of odd names, indexed by name and id, whose other column no index has.
  void make(const std::string& name_type) {
    server_.run_all(database_,
                    {"CREATE TABLE t (id INT, name " + name_type + ", note TEXT, KEY by_name (name, id))",
                     "INSERT INTO t (id, name) VALUES (1, 'b'), (2, 'B'), (3, 'a'), (4, 'Smith '), "
                     "(5, 'Smith\\t'), (6, 'Smith'), (7, 'é'), (8, 'z'), (9, NULL), (10, ''), (11, '😀'), "
                     "(12, '\\uFFFD')",
                     "UPDATE t SET name = '\xEF\xBF\xBD' WHERE id = 12", "ANALYZE TABLE t"});
  }
  std::vector<std::string> names(RecordStream& stream) {
    std::vector<std::string> texts;
    for (const auto& row : all(stream)) texts.push_back(row[1].is_null() ? "NULL" : to_text(row[1]));
    return texts;
  }
  static std::vector<std::string> in_bytes() {
    return {"NULL", "", "B", "Smith", "Smith\t", "Smith ", "a", "b", "z", "é", "\xEF\xBF\xBD", "😀"};
  }
};

TEST_F(MysqlOrder, IsThatOfAnIndexThatOrdersByTheBytes) {
  make("VARCHAR(50) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin");
  const auto stream = open(by_name());
  EXPECT_EQ(stream->order_evidence(), "in the order of the index by_name, which holds all that is read");
  EXPECT_EQ(names(*stream), in_bytes());
}

TEST_F(MysqlOrder, IsThatOfBinaryStringsInAnIndex) {
  make("VARBINARY(50)");
  const auto stream = open(by_name());
  EXPECT_EQ(stream->order_evidence(), "in the order of the index by_name, which holds all that is read");
  EXPECT_EQ(names(*stream), in_bytes());
}

TEST_F(MysqlOrder, IsMadeByTheServerWhereAnIndexHasAnotherOne) {
  // One folds letters; the other takes spaces at the end for nothing.
  for (const char* collation : {"utf8mb4_general_ci", "utf8mb4_bin"}) {
    make(std::string("VARCHAR(50) CHARACTER SET utf8mb4 COLLATE ") + collation);
    const auto stream = open(by_name());
    EXPECT_EQ(stream->order_evidence(), "sorted by the database") << collation;
    EXPECT_EQ(names(*stream), in_bytes()) << collation;
    server_.run(database_, "DROP TABLE t");
  }
}

TEST_F(MysqlOrder, IsHopedForOnlyWhereAnIndexHasTheOrderOfTheBytes) {
  DatabaseSpec spec = table("t");
  spec.hoped_order = {"name"};
  for (const char* type : {"VARCHAR(50) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin", "VARBINARY(50)"}) {
    make(type);
    const auto stream = open(spec);
    EXPECT_EQ(stream->ordered_fields(), 1U) << type;
    EXPECT_EQ(names(*stream), in_bytes()) << type;
    server_.run(database_, "DROP TABLE t");
  }
  for (const char* collation : {"utf8mb4_general_ci", "utf8mb4_general_nopad_ci", "utf8mb4_bin"}) {
    make(std::string("VARCHAR(50) CHARACTER SET utf8mb4 COLLATE ") + collation);
    const auto stream = open(spec);
    EXPECT_EQ(stream->ordered_fields(), 0U) << collation;
    EXPECT_EQ(stream->order_evidence(),
              std::string("name has the collation ") + collation + ", whose order is not that of the bytes");
    EXPECT_THAT(names(*stream), ::testing::UnorderedElementsAreArray(in_bytes())) << collation;
    server_.run(database_, "DROP TABLE t");
  }
}

TEST_F(MysqlOrder, IsMadeByTheServerWhereNoIndexHasAllThatIsRead) {
  make("VARCHAR(50) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin");
  want({"id", "name", "note"});
  const auto stream = open(by_name());
  EXPECT_EQ(stream->order_evidence(), "sorted by the database");
  EXPECT_EQ(names(*stream), in_bytes());
}

TEST_F(MysqlOrder, OfAViewIsKnownToTheServerAlone) {
  make("VARCHAR(50) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin");
  server_.run_all(database_,
                  {"CREATE VIEW v AS SELECT id, name FROM t", "CREATE USER IF NOT EXISTS viewer@localhost",
                   "GRANT SELECT ON v TO viewer@localhost"});
  DatabaseSpec spec = by_name();
  spec.url = server_.url(database_, "viewer");
  spec.table = "v";
  const auto stream = open(spec);
  EXPECT_EQ(stream->order_evidence(), "sorted by the database");
  EXPECT_EQ(names(*stream), in_bytes());
}

TEST_F(MysqlOrder, WithoutOneTheDatabaseHasNoPartInIt) {
  make("VARBINARY(50)");
  EXPECT_EQ(open(table("t"))->order_evidence(), "");
}

/// Far more rows than the queue and the socket hold, of a server that gives up on slow readers: nobody takes
/// one before all of them were read.
TEST_F(MysqlOrder, ASideIsReadToItsEndWhileNothingIsTakenFromIt) {
  make_large_table();
  SidePlan plan;
  plan.name = "crm";
  plan.read = read_;
  plan.key = {{1, {}}};
  plan.ordered_parts = 1;
  plan.drains = true;
  const TemporaryDirectory folder;
  const auto stream = open(by_name());
  SideReader reader(plan, *stream, {1 << 20, 1 << 20, folder.path()}, cancel_, progress_);
  reader.read();
  const auto ordered = reader.ordered();
  std::size_t entries = 0;
  while (ordered->next() != nullptr) ++entries;
  EXPECT_EQ(entries, 300'000U);
}

TEST_F(MysqlOrder, EstimatesComeFromTheStatisticsOfTheServer) {
  make_large_table();
  server_.run_all(database_, {"ANALYZE TABLE t"});
  DatabaseSpec spec = table("t");
  spec.kind = DatabaseSpec::Kind::mysql;
  spec.url = server_.url(database_);
  const auto estimate = estimate_records(spec, cancel_);
  ASSERT_TRUE(estimate);
  EXPECT_NEAR(static_cast<double>(estimate->records), 300'000, 60'000);
  spec.table = "nowhere";
  EXPECT_FALSE(estimate_records(spec, cancel_));
}

}  // namespace
}  // namespace counterpart::test
