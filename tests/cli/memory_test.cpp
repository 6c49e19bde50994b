// The budget of a run holds the whole process, whatever the input is like.
#include <gtest/gtest.h>

#include "support/json_events.hpp"
#include "support/workplace.hpp"

namespace counterpart::test {
namespace {

constexpr std::uint64_t kMiB = 1 << 20;
constexpr std::uint64_t kBeside = 16 * kMiB;  ///< code and libraries
constexpr int kRecords = 150'000;

enum class Names { different, few, one };

std::string name(Names names, int i) {
  switch (names) {
    case Names::different: return "name " + std::to_string(i * 7919 % kRecords);
    case Names::few: return "name " + std::to_string(i % 20);
    case Names::one: return "the same name";
  }
  return {};
}

class Memory : public testing::TestWithParam<Names> {
 protected:
  Memory() {
    std::string csv = "id,name,note\n";
    std::string jsonl;
    for (int i = 0; i < kRecords; ++i) {
      const std::string id = std::to_string(i * 104'729LL % 1'000'003);
      csv += id + "," + name(GetParam(), i) + ",some words that are read as well\n";
      jsonl += R"({"id":)" + id + R"(,"name":")" + name(GetParam(), i + 1) + "\"}\n";
    }
    place_.write("left.csv", csv);
    place_.write("right.jsonl", jsonl);
    place_.write("job.toml", R"([left]
source  = "csv"
path    = "left.csv"
id      = "id"
columns = ["id", "name", "note"]
header  = true

[right]
source = "jsonl"
path   = "right.jsonl"
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
  }

  Workplace place_;
};

TEST_P(Memory, OfTheProcessKeepsToTheBudget) {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  GTEST_SKIP() << "a sanitizer takes memory of its own";
#endif
  for (const std::uint64_t budget : {16, 32, 64}) {
    const Ended ended =
        place_.run_well({"run", "job.toml", "--json", "--memory", std::to_string(budget) + "MiB"});
    const std::uint64_t peak = std::stoull(json_events(ended.err).back().at("/peak_memory_bytes"));
    EXPECT_LE(peak, budget * kMiB + kBeside) << budget << " MiB";
  }
}

INSTANTIATE_TEST_SUITE_P(Names, Memory, testing::Values(Names::different, Names::few, Names::one));

}  // namespace
}  // namespace counterpart::test
