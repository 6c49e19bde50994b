#include "match/linkage/person_table.hpp"

#include <gtest/gtest.h>

#include <thread>

#include "support/linkage_tables.hpp"

namespace counterpart::linkage {
namespace {

Spec two_fields() {
  Spec spec;
  spec.comparisons = {equality("name", 0), equality("city", 1)};
  spec.blocks = {same("name", {0}), same("name, city", {0, 1})};
  return spec;
}

TEST(PersonTable, StoresEachValueOnceForBothSides) {
  const Spec spec = two_fields();
  PersonTable table(spec, false);
  add_all(table, Side::left, {{"ann", "york"}, {"bob", "york"}, {"ann", std::nullopt}});
  add_all(table, Side::right, {{"cid", "york"}, {"bob", ""}});
  table.finish();
  EXPECT_EQ(table.rows(Side::left), 3U);
  EXPECT_EQ(table.rows(Side::right), 2U);
  const std::vector<Code>& left = table.compared(Side::left, 0);
  const std::vector<Code>& right = table.compared(Side::right, 0);
  EXPECT_EQ(left[0], left[2]);
  EXPECT_NE(left[0], left[1]);
  EXPECT_EQ(right[1], left[1]);
  EXPECT_EQ(table.values(0).size(), 3U);
  EXPECT_EQ(table.values(0).value(right[0]), "cid");
  EXPECT_EQ(table.compared(Side::left, 1)[2], 0U);
  EXPECT_EQ(table.compared(Side::right, 1)[1], 0U);
  EXPECT_EQ(table.frequencies(Side::left, 0)[left[0]], 2U);
  EXPECT_EQ(table.frequencies(Side::right, 0)[left[0]], 0U);
  EXPECT_EQ(table.frequencies(Side::right, 1)[0], 1U);
  EXPECT_GT(table.bytes(), 0U);
}

TEST(PersonTable, KeysOfOneRuleAreOfOneNumberingAndAloneOnesAreNone) {
  const Spec spec = two_fields();
  PersonTable table(spec, false);
  add_all(table, Side::left, {{"ann", "york"}, {"bob", "york"}});
  add_all(table, Side::right, {{"bob", "york"}, {"bob", "leeds"}, {"cid", "york"}});
  table.finish();
  EXPECT_EQ(table.blocked(Side::left, 0), (std::vector<Code>{0, 1}));
  EXPECT_EQ(table.blocked(Side::right, 0), (std::vector<Code>{1, 1, 0}));
  EXPECT_EQ(table.blocked(Side::right, 1), (std::vector<Code>{1, 0, 0}));
}

TEST(PersonTable, SaysWhetherARecordHasAnyKey) {
  Spec spec = two_fields();
  spec.blocks = {same("name", {0}), same("city", {1})};
  PersonTable table(spec, true);
  EXPECT_TRUE(table.add(Side::left, {Value::string("ann"), Value::null()}));
  EXPECT_TRUE(table.add(Side::left, {Value::null(), Value::string("york")}));
  EXPECT_FALSE(table.add(Side::left, {Value::null(), Value::string("")}));
}

TEST(PersonTable, KeysDoNotRunIntoEachOther) {
  Spec spec = two_fields();
  PersonTable table(spec, false);
  add_all(table, Side::left, {{"ab", "c"}, {"c", "ab"}});
  add_all(table, Side::right, {{"a", "bc"}, {"ab", "c"}});
  table.finish();
  EXPECT_EQ(table.blocked(Side::left, 1), (std::vector<Code>{1, 0}));
  EXPECT_EQ(table.blocked(Side::right, 1), (std::vector<Code>{0, 1}));
}

TEST(PersonTable, SwappedFieldsMeet) {
  Spec spec = two_fields();
  BlockRule swapped = same("swapped", {0, 1});
  swapped.parts[0].right = 1;
  swapped.parts[1].right = 0;
  spec.blocks = {swapped};
  PersonTable table(spec, false);
  add_all(table, Side::left, {{"ann", "york"}});
  add_all(table, Side::right, {{"ann", "york"}, {"york", "ann"}});
  table.finish();
  EXPECT_EQ(table.blocked(Side::right, 0), (std::vector<Code>{0, 1}));
}

TEST(PersonTable, KeepsManyValuesThatHardlyRepeatApart) {
  Spec spec = two_fields();
  PersonTable table(spec, true);
  const auto name = [](std::uint32_t i) { return "n" + std::to_string(i % 250'000); };
  for (std::uint32_t i = 0; i < 260'000; ++i) {
    const std::string text = name(i);
    table.add(Side::left, {i % 1000 == 0 ? Value::null() : Value::string(text), Value::int64(i % 30'000)});
  }
  table.finish(2);
  const std::vector<Code>& names = table.compared(Side::left, 0);
  const std::vector<Code>& cities = table.compared(Side::left, 1);
  for (std::uint32_t i = 0; i < 260'000; ++i) {
    if (i % 1000 == 0) {
      ASSERT_EQ(names[i], 0U);
    } else {
      ASSERT_EQ(table.values(0).value(names[i]), name(i));
    }
    ASSERT_EQ(table.values(1).value(cities[i]), std::to_string(i % 30'000));
  }
  EXPECT_EQ(table.values(0).size(), 249'750U);
  EXPECT_EQ(table.values(1).size(), 30'000U);
}

TEST(PersonTable, IsTheSameForOneThreadAndTwo) {
  const Spec spec = two_fields();
  std::vector<Fields> left;
  std::vector<Fields> right;
  for (int i = 0; i < 5000; ++i) {
    left.push_back({std::to_string(i % 700), std::to_string(i % 40)});
    right.push_back({std::to_string(i % 900), std::to_string(i % 50)});
  }
  PersonTable one(spec, false);
  add_all(one, Side::left, left);
  add_all(one, Side::right, right);
  one.finish(1);
  PersonTable two(spec, false);
  std::thread other([&] { add_all(two, Side::right, right); });
  add_all(two, Side::left, left);
  other.join();
  two.finish(3);
  for (const Side side : {Side::left, Side::right})
    for (std::size_t i = 0; i < 2; ++i) {
      EXPECT_EQ(one.compared(side, i), two.compared(side, i));
      EXPECT_EQ(one.blocked(side, i), two.blocked(side, i));
      EXPECT_EQ(one.frequencies(side, i), two.frequencies(side, i));
    }
}

}  // namespace
}  // namespace counterpart::linkage
