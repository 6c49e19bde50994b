#include "job/pair_file.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "counterpart/error.hpp"
#include "support/temporary_directory.hpp"

namespace counterpart {
namespace {

class PairFile : public testing::Test {
 protected:
  std::filesystem::path file(const std::string& text) {
    std::ofstream(path_) << text;
    return path_;
  }
  std::string failure(const std::string& text) {
    try {
      read_pair_file(file(text), "people", "partner");
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::source);
      EXPECT_FALSE(error.hint().empty());
      return std::string(error.what()).substr(path_.string().size());
    }
    return "no failure";
  }

  test::TemporaryDirectory folder_;
  std::filesystem::path path_ = folder_.path() / "pairs.csv";
};

TEST_F(PairFile, WithoutDecisionsIsOfMatches) {
  const auto pairs = read_pair_file(file("left_id,right_id\n7,a\n\n8,\"b,c\"\n"), "people", "partner");
  ASSERT_EQ(pairs.size(), 2u);
  EXPECT_EQ(pairs[1].left, "8");
  EXPECT_EQ(pairs[1].right, "b,c");
  EXPECT_EQ(pairs[1].line, 4u);
  EXPECT_TRUE(pairs[1].match);
}

TEST_F(PairFile, TakesTheNamesOfTheSidesAndLeavesOutWhatNobodyDecided) {
  const auto pairs = read_pair_file(
      file("decision,people_id,partner_id,left_digest,right_digest,probability\nmatch,1,2,aa,bb,0.7\n"
           ",3,4,cc,dd,0.6\nNone,5,6,ee,ff,0.5\n"),
      "people", "partner");
  ASSERT_EQ(pairs.size(), 2u);
  EXPECT_TRUE(pairs[0].match);
  EXPECT_EQ(pairs[0].left_digest, "aa");
  EXPECT_EQ(pairs[0].right_digest, "bb");
  EXPECT_FALSE(pairs[1].match);
  EXPECT_EQ(pairs[1].left, "5");
}

TEST_F(PairFile, OfOneSideHasIdAndOtherId) {
  EXPECT_EQ(read_pair_file(file("id,other_id\n1,2\n"), "people", "partner").front().right, "2");
}

TEST_F(PairFile, NamesTheLineThatIsWrong) {
  EXPECT_EQ(failure("left_id,right_id,match\n1,2,1\n1,2,perhaps\n"),
            ":3: 'perhaps' is no decision: write match (or 1) or none (or 0)");
  EXPECT_EQ(failure("left_id,right_id\n1\n"), ":2: has 1 fields where 2 are expected");
  EXPECT_EQ(failure("left_id,right_id\n1,\n"), ":2: lacks an id");
  EXPECT_EQ(failure("left_id,other\n"), ": has no column right_id or partner_id or other_id");
}

TEST_F(PairFile, OfClustersIsToldByItsHeader) {
  EXPECT_FALSE(read_cluster_file(file("left_id,right_id\n1,2\n")));
  const auto members = read_cluster_file(file("side,id,cluster\nleft,1,x\npartner,2,x\n"));
  ASSERT_TRUE(members);
  ASSERT_EQ(members->size(), 2u);
  EXPECT_EQ(members->back().side, "partner");
  EXPECT_EQ(members->back().cluster, "x");
  EXPECT_EQ(read_cluster_file(file("id,cluster\n1,x\n"))->front().side, "");
}

}  // namespace
}  // namespace counterpart
