#include "http/rate_hint.hpp"

#include <gtest/gtest.h>

#include "http/retry.hpp"

namespace counterpart::http {
namespace {

using std::chrono::seconds;
using Headers = std::vector<std::pair<std::string, std::string>>;

constexpr std::int64_t kNow = 1'700'000'000;

/// "remaining/reset" with - for what there is not.
std::string hint(const Headers& headers) {
  const auto read = parse_rate_limit(headers, kNow);
  if (!read) return "none";
  return (read->remaining ? std::to_string(*read->remaining) : "-") + "/" +
         (read->reset ? std::to_string(read->reset->count()) : "-");
}

std::string of_list(const std::string& value) {
  return hint({{"ratelimit", value}});
}
std::string of_reset(const std::string& value) {
  return hint({{"x-ratelimit-reset", value}});
}
std::string of_remaining(const std::string& value) {
  return hint({{"x-ratelimit-remaining", value}});
}

TEST(RateHint, ReadsTheFieldsOfTheOldDrafts) {
  EXPECT_EQ(
      hint({{"ratelimit-limit", "100, 100;w=60"}, {"ratelimit-remaining", "50"}, {"ratelimit-reset", "30"}}),
      "50/30");
  EXPECT_EQ(hint({{"ratelimit-remaining", " 7\t"}}), "7/-");
  EXPECT_EQ(hint({{"ratelimit-reset", "0"}}), "-/0");
}

TEST(RateHint, ReadsTheDictionaryOfDraftSeven) {
  EXPECT_EQ(of_list("limit=100, remaining=50, reset=30"), "50/30");
  EXPECT_EQ(of_list("reset=5,remaining=0"), "0/5");
  EXPECT_EQ(hint({{"ratelimit", "limit=10, remaining=1"}, {"ratelimit", "reset=2"}}), "1/2");
}

TEST(RateHint, ReadsTheListOfTheNewDrafts) {
  EXPECT_EQ(of_list(R"("default";r=50;t=30)"), "50/30");
  EXPECT_EQ(of_list(R"("a";r=50)"), "50/-");
  EXPECT_EQ(of_list(R"(token; pk=:cHsdsRa894==:; r=999 ;t=1)"), "999/1");
}

TEST(RateHint, GivesTheMostPressingOfSeveral) {
  EXPECT_EQ(of_list(R"("minute";r=50;t=30, "hour";r=3;t=2000, "day";r=900;t=80000)"), "3/2000");
  EXPECT_EQ(of_list(R"("a";r=0;t=3, "b";r=0;t=9, "c";r=0)"), "0/9");
  EXPECT_EQ(of_list(R"("a";t=9000, "b";r=5;t=3)"), "5/3");
  EXPECT_EQ(hint({{"ratelimit", R"("a";r=5;t=3)"}, {"ratelimit", R"("b";r=2;t=9)"}}), "2/9");
  EXPECT_EQ(
      hint({{"x-ratelimit-remaining", "8"}, {"x-ratelimit-reset", "40"}, {"ratelimit", "\"a\";r=9;t=3"}}),
      "8/40");
  EXPECT_EQ(hint({{"x-ratelimit-remaining", "8"},
                  {"x-ratelimit-remaining", "4"},
                  {"x-ratelimit-reset", "40"},
                  {"x-ratelimit-reset", "50"}}),
            "4/50");
}

TEST(RateHint, IsNotMisledByQuotedNames) {
  EXPECT_EQ(of_list(R"("a,b;r=0;t=9";r=5;t=3)"), "5/3");
  EXPECT_EQ(of_list(R"("a\";r=0";r=5;t=3)"), "5/3");
  EXPECT_EQ(of_list(R"("never closed;r=0;t=3)"), "none");
  EXPECT_EQ(of_list("\"a\\"), "none");
}

TEST(RateHint, ReadsTheWidespreadFieldsWithDelaysOrTimes) {
  EXPECT_EQ(
      hint(
          {{"x-ratelimit-limit", "60"}, {"x-ratelimit-remaining", "0"}, {"x-ratelimit-reset", "1700000042"}}),
      "0/42");
  EXPECT_EQ(hint({{"x-rate-limit-remaining", "1"}, {"x-rate-limit-reset", "42"}}), "1/42");
  EXPECT_EQ(of_reset("1700000042000"), "-/42");
  EXPECT_EQ(of_reset("1700000041001000"), "-/42");
  EXPECT_EQ(of_reset("1700000041.25"), "-/42");
  EXPECT_EQ(of_reset("41.0"), "-/41");
  EXPECT_EQ(of_reset("1600000000"), "-/0");
  EXPECT_EQ(hint({{"ratelimit-remaining", "0"}, {"ratelimit-reset", "1700000042"}}), "0/42");
}

TEST(RateHint, RoundsAgainstItself) {
  EXPECT_EQ(of_remaining("598.9"), "598/-");
  EXPECT_EQ(of_reset("0.01"), "-/1");
}

TEST(RateHint, IgnoresNonsense) {
  for (const char* text : {"", " ", "soon", "-1", "+1", "1e3", "0x10", "1 2", ".5", "5.", "1.2.3", "١"}) {
    EXPECT_EQ(of_remaining(text), "none") << text;
    EXPECT_EQ(of_reset(text), "none") << text;
    EXPECT_EQ(of_list(std::string("\"a\";r=") + text), "none") << text;
  }
  EXPECT_EQ(of_list(R"("a";r;t=, =, ;;;,,,r=3,t=4,"b";R=1)"), "none");
  EXPECT_EQ(
      hint({{"ratelimit-policy", "\"a\";q=1;w=1;r=0;t=5"}, {"ratelimit-limit", "0"}, {"retry-after", "5"}}),
      "none");
  EXPECT_EQ(hint({}), "none");
}

TEST(RateHint, IsClamped) {
  const std::string huge = "99999999999999999999999";
  EXPECT_EQ(of_remaining(huge), "18446744073709551615/-");
  EXPECT_EQ(of_reset(huge), "-/" + std::to_string(kForeverSeconds));
  EXPECT_EQ(of_reset("18446744073709551615.5"), "-/" + std::to_string(kForeverSeconds));
  EXPECT_EQ(of_reset(std::to_string(kForeverSeconds)), "-/" + std::to_string(kForeverSeconds));
  EXPECT_EQ(parse_rate_limit({{"x-ratelimit-reset", "1700000042"}}, -5)->reset, seconds(kForeverSeconds));
}

}  // namespace
}  // namespace counterpart::http
