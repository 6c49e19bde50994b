#include "match/matcher.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "order/external_sort.hpp"
#include "record/record.hpp"
#include "support/temporary_directory.hpp"

namespace counterpart {
namespace {

/// People as (id, name); the record is both fields.
using People = std::vector<std::pair<std::int64_t, std::string>>;

class Story final : public MatchListener {
 public:
  void pair(std::string_view left, std::string_view right, std::string_view) override {
    add(id(left) + "=" + id(right));
  }
  void unmatched(Side side, std::string_view record) override {
    add(std::string(side == Side::left ? "left " : "right ") + id(record));
  }
  void ambiguous(Side side, std::string_view record) override {
    add(std::string(side == Side::left ? "left? " : "right? ") + id(record));
  }
  std::string text;

 private:
  static std::string id(std::string_view record) { return to_text(field_of(record, 0)); }
  void add(const std::string& event) { text += (text.empty() ? "" : ", ") + event; }
};

class MatcherTest : public testing::Test {
 protected:
  SideCursor cursor(const People& people) {
    ExternalSort sort({1 << 20, folder_.path(), &cancel_});
    KeyBuilder keys({{1, {}}}, 0);
    for (const auto& [id, name] : people) {
      std::string record;
      append_value(record, Value::int64(id));
      append_value(record, Value::string(name));
      keys.clear();
      keys.add(record);
      EXPECT_TRUE(keys.has_key(0));
      sort.add(keys.entry(0));
    }
    return SideCursor(sort.finish(), false);
  }

  std::string story(Pairing pairing, const People& left, const People& right,
                    std::uint64_t group_memory = 1 << 20) {
    SideCursor lefts = cursor(left);
    SideCursor rights = cursor(right);
    Matcher matcher(pairing, group_memory, folder_.path(), cancel_);
    Story heard;
    matcher.run(lefts, rights, heard);
    shapes_ = matcher.shapes();
    duplicates_ = lefts.duplicates() + rights.duplicates();
    return heard.text;
  }

  test::TemporaryDirectory folder_;
  CancelToken cancel_;
  KeyShapes shapes_;
  std::uint64_t duplicates_ = 0;
};

const People kLeft{{3, "b"}, {1, "b"}, {2, "a"}, {9, "d"}};
const People kRight{{7, "b"}, {5, "c"}, {6, "b"}, {8, "b"}, {4, "d"}};

TEST_F(MatcherTest, OneToOnePairsInOrderOfIdAndLeavesTheSurplusAmbiguous) {
  EXPECT_EQ(story(Pairing::one_to_one, kLeft, kRight), "left 2, 1=6, 3=7, right? 8, right 5, 9=4");
}

TEST_F(MatcherTest, UniqueTakesOnlyGroupsOfOneAndOne) {
  EXPECT_EQ(story(Pairing::unique, kLeft, kRight),
            "left 2, left? 1, left? 3, right? 6, right? 7, right? 8, right 5, 9=4");
}

TEST_F(MatcherTest, AllGivesEveryCombinationLeftFirst) {
  const std::string every = "left 2, 1=6, 1=7, 1=8, 3=6, 3=7, 3=8, right 5, 9=4";
  EXPECT_EQ(story(Pairing::all, kLeft, kRight), every);
  EXPECT_EQ(story(Pairing::all, kLeft, kRight, 1), every) << "a group that spills is the same group";
}

TEST_F(MatcherTest, CountsKeysByShape) {
  story(Pairing::all, {{1, "a"}, {2, "b"}, {3, "c"}, {4, "c"}, {5, "d"}, {6, "d"}},
        {{1, "a"}, {2, "b"}, {3, "b"}, {4, "c"}, {5, "d"}, {6, "d"}});
  EXPECT_EQ(shapes_.one_to_one, 1u);
  EXPECT_EQ(shapes_.one_to_many, 1u);
  EXPECT_EQ(shapes_.many_to_one, 1u);
  EXPECT_EQ(shapes_.many_to_many, 1u);
}

TEST_F(MatcherTest, ARepeatedRecordIsDroppedAndCounted) {
  EXPECT_EQ(story(Pairing::one_to_one, {{1, "a"}, {1, "a"}, {2, "a"}}, {{5, "a"}, {6, "a"}, {6, "a"}}),
            "1=5, 2=6");
  EXPECT_EQ(duplicates_, 2u);
}

TEST_F(MatcherTest, AnEmptySideLeavesTheOtherUnmatched) {
  EXPECT_EQ(story(Pairing::one_to_one, {}, {{1, "a"}}), "right 1");
  EXPECT_EQ(story(Pairing::all, {{1, "a"}}, {}), "left 1");
  EXPECT_EQ(story(Pairing::unique, {}, {}), "");
}

TEST_F(MatcherTest, NegativeIdsOrderAsNumbers) {
  EXPECT_EQ(story(Pairing::one_to_one, {{10, "a"}, {-2, "a"}, {9, "a"}}, {{1, "a"}, {2, "a"}, {3, "a"}}),
            "-2=1, 9=2, 10=3");
}

}  // namespace
}  // namespace counterpart
