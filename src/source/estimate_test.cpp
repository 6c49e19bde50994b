#include "source/estimate.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "support/sqlite_reading.hpp"

namespace counterpart {
namespace {

class Estimate : public test::SqliteReading {
 protected:
  std::optional<RecordEstimate> of_file(const std::string& name, const std::string& text) {
    const auto path = folder_.path() / name;
    std::ofstream(path) << text;
    FileSpec spec;
    spec.kind = name.starts_with("c") ? FileSpec::Kind::csv : FileSpec::Kind::jsonl;
    spec.path = path;
    return estimate_records(spec, cancel_);
  }
};

TEST_F(Estimate, OfAFileComesFromItsFirstLines) {
  std::string text = "id,name\n";
  for (int i = 0; i < 50'000; ++i) text += std::to_string(100'000 + i) + ",somebody\n";
  const auto estimate = of_file("c.csv", text);
  ASSERT_TRUE(estimate);
  EXPECT_NEAR(static_cast<double>(estimate->records), 50'000, 500);
  EXPECT_EQ(of_file("j.jsonl", "{}\n{}\n{}\n")->records, 3u);
  EXPECT_FALSE(of_file("c.csv.gz", text));
  EXPECT_FALSE(of_file("c2.csv", ""));
}

TEST_F(Estimate, OfAnSqliteTableIsTheSpanOfItsRowids) {
  execute(
      "CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT); INSERT INTO t VALUES (101, 'a'), (600, 'b');"
      "CREATE TABLE none (id INTEGER PRIMARY KEY)");
  DatabaseSpec spec = table("t");
  spec.url = "sqlite:" + file();
  EXPECT_EQ(estimate_records(spec, cancel_)->records, 500u);
  spec.table = "none";
  EXPECT_FALSE(estimate_records(spec, cancel_));
  spec.table = "nowhere";
  EXPECT_FALSE(estimate_records(spec, cancel_));
}

}  // namespace
}  // namespace counterpart
