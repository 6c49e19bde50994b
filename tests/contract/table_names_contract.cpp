#include "contract/table_contract.hpp"

#include <gmock/gmock.h>

#include <algorithm>

namespace counterpart::test {
namespace {

/// Each would be SQL of its own if it stood in a statement as it is, in whatever quotes.
constexpr const char* kName = "a\"b`c'd]; DROP TABLE people; -- \\";

}  // namespace

TEST_P(TableContract, TakesNamesAndValuesThatLookLikeSqlAsTheyAre) {
  load(TableSpec::Mode::replace, {person("Ada", true)});
  spec_.table = kName;
  spec_.columns[0].name = std::string("x\"`'); DROP TABLE people; --");
  for (const TableSpec::Mode mode : {TableSpec::Mode::replace, TableSpec::Mode::append})
    load(mode, {person("'); DROP TABLE people; --", true), person("\"; \\'; DELETE FROM people; #", false)});
  EXPECT_EQ(status().rows, 4U);
  EXPECT_EQ(people(), "Ada|1|2017-02-02\n");
  const std::string tables = world_->tables();
  EXPECT_THAT(tables, testing::HasSubstr(std::string(kName) + "\n"));
  EXPECT_EQ(std::count(tables.begin(), tables.end(), '\n'), 2) << tables;
}

}  // namespace counterpart::test
