/// A read that is interrupted goes on from its journal: what was read before is not asked for again.

#include "integration/journal.hpp"

#include "base/folder_lock.hpp"

namespace counterpart::test {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

constexpr Users kUsers = kJournaledUsers;

std::string user(unsigned id, const std::string& name) {
  return fmt::format(R"({{"id":{},"name":"{}"}})", id, name);
}

TEST_F(Journal, AsksForTheFirstAndTheLastPageAndWhatIsBehind) {
  interrupted();
  expect_whole(read(), 3);
  EXPECT_THAT(asked(), ElementsAre(1, 5, 6, 7, 8, 9, 10));
}

TEST_F(Journal, OfAWholeReadNeedsItsFirstAndLastPageAlone) {
  expect_whole(read(), 0);
  expect_whole(read(), 8);
  EXPECT_THAT(asked(), ElementsAre(1, 10));
}

TEST_F(Journal, GoesOnAgainAndAgain) {
  interrupted(3);
  interrupted(6);
  interrupted(9);
  expect_whole(read(), 6);
  EXPECT_THAT(asked(), ElementsAre(1, 8, 9, 10));
}

TEST_F(Journal, GivesTheSameWithAnyWindow) {
  interrupted();
  RestSpec wide = spec();
  wide.window = 32;
  expect_whole(read(wide), 3);
  RestSpec adapting = spec();
  adapting.window = 0;
  expect_whole(read(adapting), 8);
}

TEST_F(Journal, IsForItsOwnerAlone) {
  interrupted();
  EXPECT_EQ(std::filesystem::status(folder()).permissions(), std::filesystem::perms(0700));
  EXPECT_EQ(std::filesystem::status(folder().parent_path()).permissions(), std::filesystem::perms(0700));
  for (const auto& entry : std::filesystem::directory_iterator(folder()))
    EXPECT_EQ(entry.status().permissions(), std::filesystem::perms(0600)) << entry.path();
}

TEST_F(Journal, OfOffsets) {
  std::atomic<bool> down = true;
  std::atomic<unsigned> kept_again = 0;
  bend([&](const Ask& ask, Reply& reply) {
    const auto offset = std::stoul(ask.target.substr(ask.target.find("offset=") + 7));
    reply.body = kUsers.page(static_cast<unsigned>(offset) / 10 + 1);
    if (!down && offset >= 10 && offset <= 30) ++kept_again;
    if (ask.target.ends_with("offset=50") && down) reply.status = 503;
  });
  RestSpec by_offset = spec();
  by_offset.pages.kind = PagesSpec::Kind::offset;
  by_offset.pages.param = "offset";
  by_offset.pages.first = 0;
  by_offset.pages.total_pages = "";
  EXPECT_THAT(read(by_offset).error, HasSubstr("the API answered 503"));
  down = false;
  expect_whole(read(by_offset), 3);
  EXPECT_EQ(kept_again, 0u);
}

/// The key that a page begins behind is that of a record, whoever asks.
TEST_F(Journal, OfKeysets) {
  std::atomic<bool> down = true;
  std::vector<std::string> targets;
  bend([&](const Ask& ask, Reply& reply) {
    targets.push_back(ask.target);
    const std::size_t at = ask.target.find("after=");
    const unsigned after =
        at == std::string::npos ? 0 : static_cast<unsigned>(std::stoul(ask.target.substr(at + 6)));
    reply.body = kUsers.page(after / 10 + 1);
    if (after == 50 && down) reply.status = 503;
    if (after >= kUsers.count) reply.body = R"({"total":95,"users":[]})";
  });
  RestSpec keyset = spec();
  keyset.pages.kind = PagesSpec::Kind::keyset;
  keyset.pages.param = "after";
  keyset.pages.field = "id";
  keyset.pages.total_pages = "";
  EXPECT_THAT(read(keyset).error, HasSubstr("the API answered 503"));
  down = false;
  targets.clear();
  const Reading reading = read(keyset);
  EXPECT_EQ(reading.error, "");
  EXPECT_EQ(reading.rows, expected_rows(95, 10));
  EXPECT_EQ(reading.report.resumed_pages, 3u);
  EXPECT_THAT(targets,
              ElementsAre("/users", "/users?after=40", "/users?after=50", "/users?after=60",
                          "/users?after=70", "/users?after=80", "/users?after=90", "/users?after=95"));
}

TEST_F(Journal, OfPartitionsChecksEachOfThem) {
  RestSpec parted = spec();
  parted.pages.partitions = {{{"part", "1"}}, {{"part", "2"}}};
  bend([](const Ask& ask, Reply& reply) {
    if (ask.target.find("part=2") == std::string::npos) return;
    std::string body = R"({"total":20,"total_pages":2,"users":[)";
    for (unsigned id = 0; id < 10; ++id)
      body += (id == 0 ? "" : ",") + user(100 + 10 * ask.page + id, "other");
    reply.body = body + "]}";
  });
  interrupted(parted, 6);
  const Reading reading = read(parted);
  EXPECT_EQ(reading.error, "");
  EXPECT_EQ(reading.count(), 115u);
  EXPECT_EQ(reading.report.resumed_pages, 3u);
  EXPECT_THAT(asked(), testing::UnorderedElementsAre(1, 1, 2, 5, 6, 7, 8, 9, 10));
}

TEST_F(Journal, IsHeldByOneReadAtATime) {
  interrupted();
  const FolderLock other(folder());
  EXPECT_THAT(read().error, StartsWith("10: " + folder().string()));
  EXPECT_THAT(asked(), IsEmpty());
}

TEST_F(Journal, IsNoneWherePagesLeadToEachOther) {
  RestSpec chain = spec();
  chain.pages.kind = PagesSpec::Kind::cursor;
  chain.pages.token = "/next";
  bend([](const Ask& ask, Reply& reply) {
    const unsigned page = std::max(ask.page, 1U);
    reply.body =
        "{\"next\":" + (page < 10 ? std::to_string(page + 1) : "null") + "," + kUsers.page(page).substr(1);
  });
  const Reading reading = read(chain);
  expect_whole(reading, 0);
  EXPECT_THAT(
      reading.report.warnings,
      ElementsAre("--resume does nothing for this side: each of its pages leads to the next one, so it "
                  "is read whole"));
  EXPECT_FALSE(std::filesystem::exists(folder().parent_path()));
}

/// In the middle a page failed at its size; the journal has pages of two sizes then.
TEST_F(Journal, OfPagesOfTwoSizes) {
  std::atomic<bool> down = true;
  bend([&](const Ask& ask, Reply& reply) {
    const std::size_t at = ask.target.find("size=") + 5;
    const Users users{.count = 95, .size = static_cast<unsigned>(std::stoul(ask.target.substr(at)))};
    reply.body = users.page(ask.page);
    if (ask.page == 4 && users.size == 10) reply.status = 500;
    if (ask.page == 12 && down) reply.status = 503;
  });
  RestSpec sized = spec();
  sized.pages.total_pages = "";
  sized.pages.size_param = "size";
  sized.pages.size = 10;
  EXPECT_THAT(read(sized).error, HasSubstr("the API answered 503"));
  down = false;
  const Reading reading = read(sized);
  EXPECT_EQ(reading.error, "");
  EXPECT_EQ(reading.count(), 95u);
  // Page 3 is the last one of ten records, page 11 the last one of five.
  EXPECT_THAT(asked(), testing::IsSupersetOf({1, 3, 4, 11, 12, 13}));
  for (const unsigned page : {2U, 7U, 8U, 9U, 10U}) EXPECT_THAT(asked(), Not(Contains(page)));
}

}  // namespace
}  // namespace counterpart::test
