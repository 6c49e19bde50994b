// Two sides that come ordered take the same memory, however many records they have.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "support/json_events.hpp"
#include "support/rogue_api.hpp"
#include "support/workplace.hpp"

namespace counterpart::test {
namespace {

constexpr std::uint64_t kMiB = 1 << 20;
constexpr unsigned kUsersOnAPage = 1'000;

/// About 200 kB: two of each last name, in the order of the last names.
Reply page_of_users(unsigned page) {
  std::string users;
  for (unsigned i = (page - 1) * kUsersOnAPage; i < page * kUsersOnAPage; ++i)
    users += fmt::format(R"({}{{"id":{},"last":"Name {:07}","first":"{}","note":"{:0140}"}})",
                         users.empty() ? "" : ",", i, i / 2, i % 2 == 0 ? "Zoe" : "Anna", i);
  return {.body = "[" + users + "]"};
}

class LeanMemory : public testing::Test {
 protected:
  /// The peak of a run over so many pages, and a table with as many people.
  std::uint64_t peak_of(unsigned pages) {
    const Workplace place;
    RogueApi api(
        [pages](const Ask& ask) { return ask.page > pages ? Reply{.body = "[]"} : page_of_users(ask.page); });
    place.query(
        "people.db",
        fmt::format("CREATE TABLE people (id INTEGER PRIMARY KEY, last TEXT NOT NULL, first TEXT NOT NULL);"
                    "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < {})"
                    "INSERT INTO people SELECT i, printf('Name %07d', i / 2), 'Zoe' FROM n;"
                    "CREATE INDEX names ON people (last, first, id)",
                    pages * kUsersOnAPage));
    place.write("job.toml", fmt::format(R"([left]
source = "sqlite"
url    = "sqlite:people.db"
table  = "people"
id     = "id"

[right]
source     = "rest"
url        = "{}"
id         = "id"
ordered_by = ["last"]

[right.pages]
kind  = "page"
param = "page"
first = 1

[match]
[[match.on]]
left  = "last"
right = "last"

[[match.on]]
left  = "first"
right = "first"

[[output]]
kind = "csv"
path = "out/pairs.csv"
)",
                                        api.url()));
    const Event summary = json_events(place.run_well({"run", "job.toml", "--json"}).err).back();
    EXPECT_EQ(summary.at("/matches"), std::to_string(pages * kUsersOnAPage / 2));
    EXPECT_EQ(summary.at("/sides/right/read"), std::to_string(pages * kUsersOnAPage));
    return static_cast<std::uint64_t>(number(summary, "/peak_memory_bytes"));
  }
};

TEST_F(LeanMemory, DoesNotGrowWithTheRecords) {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  GTEST_SKIP() << "a sanitizer takes memory of its own";
#endif
  const std::uint64_t of_few = peak_of(40);
  const std::uint64_t of_many = peak_of(240);
  RecordProperty("few", std::to_string(of_few));
  RecordProperty("many", std::to_string(of_many));
  EXPECT_LE(of_many, of_few + 4 * kMiB);
  EXPECT_LE(of_many, 32 * kMiB);
}

/// Of the run's job, with an API of 100 pages in any order; `name` is that of each user, or nothing for many.
void expect_within_budgets(const std::string& name) {
  const Workplace place;
  RogueApi api([&name](const Ask& ask) {
    std::string users;
    for (unsigned i = (ask.page - 1) * kUsersOnAPage; ask.page - 1 < 100 && i < ask.page * kUsersOnAPage; ++i)
      users += fmt::format(R"({}{{"id":{},"name":"{}","note":"{:0140}"}})", users.empty() ? "" : ",", i,
                           name.empty() ? std::to_string(i * 7919 % 100'003) : name, i);
    return Reply{.body = "[" + users + "]"};
  });
  std::string csv = "id,name\n";
  for (int i = 0; i < 100'000; ++i)
    csv += fmt::format("{},{}\n", i, name.empty() ? std::to_string(i * 104'729LL % 100'003) : name);
  place.write("left.csv", csv);
  place.write("job.toml", fmt::format(R"([left]
source = "csv"
path   = "left.csv"
id     = "id"

[right]
source = "rest"
url    = "{}"
id     = "id"

[right.pages]
kind  = "page"
param = "page"
first = 1

[match]
[[match.on]]
left  = "name"
right = "name"

[[output]]
kind = "csv"
path = "out/pairs.csv"
)",
                                      api.url()));
  for (const std::uint64_t budget : {16, 32, 64}) {
    const Ended ended =
        place.run_well({"run", "job.toml", "--json", "--memory", std::to_string(budget) + "MiB"});
    const Event summary = json_events(ended.err).back();
    EXPECT_EQ(summary.at("/sides/right/read"), "100000");
    EXPECT_EQ(summary.at("/sides/left/read"), "100000");
    const auto peak = number(summary, "/peak_memory_bytes");
    EXPECT_LE(static_cast<std::uint64_t>(peak), (budget + 16) * kMiB) << budget << " MiB";
  }
}

TEST(MemoryOfAnApi, KeepsToTheBudget) {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  GTEST_SKIP() << "a sanitizer takes memory of its own";
#endif
  expect_within_budgets("");
  expect_within_budgets("the same name");
}

}  // namespace
}  // namespace counterpart::test
