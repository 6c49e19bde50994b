// The order of an index that holds all that is read is taken by itself, and given up where it is not that of
// the bytes.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/json_events.hpp"
#include "support/workplace.hpp"

namespace counterpart::test {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

/// A table of names in all cases and a file of some of them.
class HopedOrder : public testing::Test {
 protected:
  HopedOrder() {
    place_.write("right.csv", "id,name\n1,anna\n2,Bert\n3,Éric\n4,bert\n5,zoe\n6,Anna\n");
    place_.write("job.toml", R"([left]
name   = "table"
source = "sqlite"
url    = "sqlite:people.db"
table  = "people"
id     = "id"

[right]
name   = "file"
source = "csv"
path   = "right.csv"
id     = "id"

[match]
[[match.on]]
left  = "name"
right = "name"

[[output]]
kind = "csv"
path = "out/pairs.csv"

[[output]]
kind = "csv"
what = "unmatched-left"
path = "out/rest.csv"
)");
    place_.query(
        "people.db",
        "CREATE TABLE people (id TEXT NOT NULL, name TEXT, note TEXT); INSERT INTO people VALUES "
        "('a', 'Zoe', ''), ('b', 'anna', ''), ('c', 'bert', ''), ('d', 'Anna', ''), ('e', 'Éric', ''), "
        "('f', 'Bert', ''), ('g', 'carl', '')");
  }
  /// What the run writes without any index.
  Files sorted_here() {
    place_.run_well({"run", "job.toml"});
    return place_.results();
  }

  Workplace place_;
};

TEST_F(HopedOrder, IsThatOfAnIndexThatHoldsAllThatIsRead) {
  const Files sorted = sorted_here();
  EXPECT_THAT(
      place_.run_well({"plan", "job.toml"}).out,
      HasSubstr("table: sqlite; sorted here: no index in the order of the bytes holds all that is read\n"));
  place_.query("people.db", "CREATE INDEX by_name ON people (name, id)");
  const std::string plan = place_.run_well({"plan", "job.toml"}).out;
  EXPECT_THAT(plan,
              HasSubstr("table: sqlite; in the order of the index by_name, which holds all that is read, "
                        "verified while it streams\n"));
  EXPECT_THAT(plan, HasSubstr("memory: records of one group at a time"));
  place_.run_well({"run", "job.toml"});
  EXPECT_EQ(place_.results(), sorted);
}

TEST_F(HopedOrder, IsNotThatOfAnotherCollationOrOfAnIndexThatHoldsLess) {
  place_.query("people.db",
               "CREATE INDEX by_name ON people (name COLLATE NOCASE, id); "
               "CREATE INDEX less ON people (name)");
  EXPECT_THAT(
      place_.run_well({"plan", "job.toml"}).out,
      HasSubstr("table: sqlite; sorted here: no index in the order of the bytes holds all that is read\n"));
}

TEST_F(HopedOrder, IsNotLookedForWhereTheKeyIsNormalized) {
  place_.query("people.db", "CREATE INDEX by_name ON people (name, id)");
  std::string job = place_.read("job.toml");
  place_.write("job.toml",
               job.replace(job.find("right = \"name\"\n"), 15, "right = \"name\"\nnormalize = \"strict\"\n"));
  EXPECT_THAT(place_.run_well({"plan", "job.toml"}).out, HasSubstr("table: sqlite; sorted here\n"));
}

TEST_F(HopedOrder, ThatIsBrokenIsGivenUpAndNoRecordIsLost) {
  const Files sorted = sorted_here();
  // An index whose entries stand in another order than its definition says.
  place_.query("people.db", "CREATE INDEX by_name ON people (name COLLATE NOCASE, id)");
  place_.query(
      "people.db",
      "PRAGMA writable_schema = ON; UPDATE sqlite_master SET sql = replace(sql, ' COLLATE NOCASE', '') "
      "WHERE name = 'by_name'; PRAGMA writable_schema = OFF");
  EXPECT_THAT(place_.run_well({"plan", "job.toml"}).out, HasSubstr("in the order of the index by_name"));
  const Ended ended = place_.run_well({"run", "job.toml", "--json"});
  EXPECT_EQ(place_.results(), sorted);
  EXPECT_THAT(json_events(ended.err).back().at("/warnings/0"),
              HasSubstr("the order of an index is not that of the bytes; both sides were read once more"));
}

}  // namespace
}  // namespace counterpart::test
