#include "match/linkage/block_part.hpp"

#include <gtest/gtest.h>

namespace counterpart::linkage {
namespace {

std::string made(const BlockPart& part, const Value& value) {
  std::string text = "what stood there";
  BlockPartMaker(part).make(value, text);
  return text;
}

TEST(BlockPart, IsNormalizedThenCutThenCoded) {
  BlockPart part;
  part.steps = *normalization_steps("name");
  EXPECT_EQ(made(part, Value::string(" Müller ")), "muller");
  part.length = 3;
  EXPECT_EQ(made(part, Value::string("Müller")), "mul");
  part.from = 2;
  EXPECT_EQ(made(part, Value::string("Müller")), "lle");
  part.from = part.length = 0;
  part.code = PhoneticCode::soundex;
  EXPECT_EQ(made(part, Value::string("Müller")), "M460");
  part.code = PhoneticCode::metaphone;
  EXPECT_EQ(made(part, Value::string("Müller")), "MLR");
}

TEST(BlockPart, CountsCharactersAndNotBytes) {
  BlockPart part;
  part.from = 1;
  part.length = 2;
  EXPECT_EQ(made(part, Value::string("Łódź")), "ód");
  EXPECT_EQ(made(part, Value::string("Łó")), "ó");
  EXPECT_EQ(made(part, Value::string("Ł")), "");
}

TEST(BlockPart, TakesTheDigitsOfADate) {
  BlockPart part;
  part.date = true;
  part.length = 4;
  EXPECT_EQ(made(part, Value::string("1956-04-09")), "1956");
  EXPECT_EQ(made(part, Value::date(0)), "1970");
  EXPECT_EQ(made(part, Value::string("no date")), "");
}

TEST(BlockPart, IsEmptyWithoutAValue) {
  EXPECT_EQ(made({}, Value::null()), "");
  EXPECT_EQ(made({}, Value::string("")), "");
  EXPECT_EQ(made({}, Value::int64(42)), "42");
}

}  // namespace
}  // namespace counterpart::linkage
