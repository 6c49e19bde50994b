// The budget of a run holds the whole process, whatever the input is like.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "support/peak_memory.hpp"
#include "support/rogue_api.hpp"

namespace counterpart::test {
namespace {

constexpr int kRecords = 150'000;
constexpr int kUsers = 100'000;
constexpr int kUsersOnAPage = 1'000;

enum class Names { different, few, one };

std::string name(Names names, std::int64_t i) {
  switch (names) {
    case Names::different: return "name " + std::to_string(i * 7919 % kRecords);
    case Names::few: return "name " + std::to_string(i % 20);
    case Names::one: return "the same name";
  }
  return {};
}

/// A CSV file on the left against what is made of `right`, by name.
class Memory : public testing::TestWithParam<Names> {
 protected:
  void write_job(int records, const std::string& right) {
    std::string csv = "id,name,note\n";
    for (int i = 0; i < records; ++i) {
      csv += fmt::format("{},{},some words that are read as well\n", i * 104'729LL % 1'000'003,
                         name(GetParam(), i));
    }
    place_.write("left.csv", csv);
    place_.write("job.toml", R"([left]
source  = "csv"
path    = "left.csv"
id      = "id"
columns = ["id", "name", "note"]
header  = true

)" + right + R"(
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
  std::string jsonl;
  for (int i = 0; i < kRecords; ++i)
    jsonl +=
        fmt::format("{{\"id\":{},\"name\":\"{}\"}}\n", i * 104'729LL % 1'000'003, name(GetParam(), i + 1));
  place_.write("right.jsonl", jsonl);
  write_job(kRecords, "[right]\nsource = \"jsonl\"\npath = \"right.jsonl\"\nid = \"id\"\n");
  expect_within_budgets(place_, kRecords);
}

TEST_P(Memory, OfAnApiInAnyOrderKeepsToTheBudget) {
  const Names names = GetParam();
  RogueApi api([names](const Ask& ask) {
    const int first = static_cast<int>(ask.page - 1) * kUsersOnAPage;
    std::string users;
    for (int i = first; first >= 0 && i < std::min(kUsers, first + kUsersOnAPage); ++i)
      users += fmt::format(R"({}{{"id":{},"name":"{}","note":"{:0140}"}})", users.empty() ? "" : ",", i,
                           name(names, i), i);
    return Reply{.body = "[" + users + "]"};
  });
  write_job(kUsers, fmt::format("[right]\nsource = \"rest\"\nurl = \"{}\"\nid = \"id\"\n\n[right.pages]\n"
                                "kind = \"page\"\nparam = \"page\"\nfirst = 1\n",
                                api.url()));
  expect_within_budgets(place_, kUsers);
}

INSTANTIATE_TEST_SUITE_P(Names, Memory, testing::Values(Names::different, Names::few, Names::one));

}  // namespace
}  // namespace counterpart::test
