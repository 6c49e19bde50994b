// Two sides that come ordered take the same memory, however many records they have.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "support/peak_memory.hpp"
#include "support/rogue_api.hpp"

namespace counterpart::test {
namespace {

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
  /// A table with so many people, in an index by their names.
  static void make_table(const Workplace& place, unsigned people) {
    place.query(
        "people.db",
        fmt::format("CREATE TABLE people (id INTEGER PRIMARY KEY, last TEXT NOT NULL, first TEXT NOT NULL);"
                    "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < {})"
                    "INSERT INTO people SELECT i, printf('Name %07d', i / 2), 'Zoe' FROM n;"
                    "CREATE INDEX names ON people (last, first, id)",
                    people));
  }

  /// What a run tells of itself over so many pages, and a table with as many people.
  static Event summary_of(unsigned pages) {
    const Workplace place;
    RogueApi api(
        [pages](const Ask& ask) { return ask.page > pages ? Reply{.body = "[]"} : page_of_users(ask.page); });
    make_table(place, pages * kUsersOnAPage);
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
    return summary;
  }
};

TEST_F(LeanMemory, DoesNotGrowWithTheRecords) {
  const auto of_few = static_cast<std::uint64_t>(number(summary_of(40), "/peak_memory_bytes"));
  const Event many = summary_of(240);
  RecordProperty("few", std::to_string(of_few));
  RecordProperty("many", many.at("/peak_memory_bytes"));
  expect_peak_within(many, of_few + 4 * kMiB);
  expect_peak_within(many, 28 * kMiB);
}

}  // namespace
}  // namespace counterpart::test
