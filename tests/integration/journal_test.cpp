/// A read that is interrupted goes on from its journal: what was read before is not asked for again, and has
/// to be the same still.

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "base/folder_lock.hpp"
#include "support/rest_reading.hpp"
#include "support/rogue_api.hpp"
#include "support/temporary_directory.hpp"

namespace counterpart::test {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

constexpr Users kUsers{.count = 95, .size = 10};

std::string user(unsigned id, const std::string& name) {
  return fmt::format(R"({{"id":{},"name":"{}"}})", id, name);
}

/// An API that notes what it is asked, can be down from some page on, and can change.
class Journal : public testing::Test {
 protected:
  Reply answer(const Ask& ask) {
    asked_.push_back(ask.page);
    if (ask.page >= down_from_) return {.status = 503};
    Reply reply{.body = users_.page(ask.page)};
    if (bend_) bend_(ask, reply);
    return reply;
  }
  /// By pages, as the API has them; one at a time, so that it can be told what is asked for.
  RestSpec spec() const {
    RestSpec made = quick_spec(api_.url());
    made.pages.total_items = "/total";
    made.pages.total_pages = "/total_pages";
    made.retry_attempts = 1;
    made.window = 1;
    return made;
  }
  Reading read(const RestSpec& spec) {
    asked_.clear();
    return read_keeping(spec, {.journal = folder()});
  }
  Reading read() { return read(spec()); }
  /// A read that the API breaks off at page `down`.
  void interrupted(const RestSpec& spec, unsigned down = 6) {
    down_from_ = down;
    const Reading reading = read(spec);
    EXPECT_THAT(reading.error, HasSubstr(fmt::format("page {} of", down)));
    EXPECT_THAT(reading.error, HasSubstr("the API answered 503"));
    down_from_ = 1000;
  }
  void interrupted(unsigned down = 6) { interrupted(spec(), down); }
  std::string place(unsigned page) const { return fmt::format("5: page {} of {}: ", page, api_.url()); }
  std::filesystem::path folder() const { return place_.path() / "job.toml.journal" / "partner"; }
  std::filesystem::path file_of_page(unsigned page) const {
    for (const auto& entry : std::filesystem::directory_iterator(folder())) {
      if (entry.path().filename().string().starts_with(fmt::format("0001-{:08}-", page))) return entry.path();
    }
    return {};
  }
  void expect_whole(const Reading& reading, unsigned resumed) {
    EXPECT_EQ(reading.error, "");
    EXPECT_EQ(reading.rows, expected_rows(users_.count, users_.size));
    EXPECT_EQ(reading.report.resumed_pages, resumed);
    EXPECT_EQ(reading.report.pages, users_.pages());
  }

  TemporaryDirectory place_;
  Users users_ = kUsers;
  unsigned down_from_ = 1000;
  std::function<void(const Ask&, Reply&)> bend_;
  std::vector<unsigned> asked_;
  RogueApi api_{[this](const Ask& ask) { return answer(ask); }};
};

TEST_F(Journal, AsksForTheFirstAndTheLastPageAndWhatIsBehind) {
  interrupted();
  expect_whole(read(), 3);
  EXPECT_THAT(asked_, ElementsAre(1, 5, 6, 7, 8, 9, 10));
}

TEST_F(Journal, OfAWholeReadNeedsItsFirstAndLastPageAlone) {
  expect_whole(read(), 0);
  expect_whole(read(), 8);
  EXPECT_THAT(asked_, ElementsAre(1, 10));
}

TEST_F(Journal, GoesOnAgainAndAgain) {
  interrupted(3);
  interrupted(6);
  interrupted(9);
  expect_whole(read(), 6);
  EXPECT_THAT(asked_, ElementsAre(1, 8, 9, 10));
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
  bool down = true;
  bend_ = [&](const Ask& ask, Reply& reply) {
    const std::size_t at = ask.target.find("offset=") + 7;
    reply.body = kUsers.page(static_cast<unsigned>(std::stoul(ask.target.substr(at))) / 10 + 1);
    if (ask.target.ends_with("offset=50") && down) reply.status = 503;
  };
  RestSpec by_offset = spec();
  by_offset.pages.kind = PagesSpec::Kind::offset;
  by_offset.pages.param = "offset";
  by_offset.pages.first = 0;
  by_offset.pages.total_pages = "";
  EXPECT_THAT(read(by_offset).error, HasSubstr("the API answered 503"));
  down = false;
  const unsigned before = api_.requests();
  expect_whole(read(by_offset), 3);
  EXPECT_EQ(api_.requests() - before, 7u);
}

/// The key that a page begins behind is that of a record, whoever asks.
TEST_F(Journal, OfKeysets) {
  bool down = true;
  std::vector<std::string> targets;
  bend_ = [&](const Ask& ask, Reply& reply) {
    targets.push_back(ask.target);
    const std::size_t at = ask.target.find("after=");
    const unsigned after =
        at == std::string::npos ? 0 : static_cast<unsigned>(std::stoul(ask.target.substr(at + 6)));
    reply.body = kUsers.page(after / 10 + 1);
    if (after == 50 && down) reply.status = 503;
    if (after >= kUsers.count) reply.body = R"({"total":95,"users":[]})";
  };
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
  bend_ = [](const Ask& ask, Reply& reply) {
    if (ask.target.find("part=2") == std::string::npos) return;
    std::string body = R"({"total":20,"total_pages":2,"users":[)";
    for (unsigned id = 0; id < 10; ++id)
      body += (id == 0 ? "" : ",") + user(100 + 10 * ask.page + id, "other");
    reply.body = body + "]}";
  };
  interrupted(parted, 6);
  const Reading reading = read(parted);
  EXPECT_EQ(reading.error, "");
  EXPECT_EQ(reading.count(), 115u);
  EXPECT_EQ(reading.report.resumed_pages, 3u);
  EXPECT_THAT(asked_, testing::UnorderedElementsAre(1, 1, 2, 5, 6, 7, 8, 9, 10));
}

TEST_F(Journal, NoticesAFirstPageThatChanged) {
  interrupted();
  bend_ = [](const Ask& ask, Reply& reply) {
    if (ask.page == 1) reply.body.replace(reply.body.find("name 3"), 6, "name x");
  };
  EXPECT_EQ(read().error, place(1) + "changed since the interrupted run read it");
  EXPECT_FALSE(std::filesystem::exists(folder().parent_path()));
  bend_ = nullptr;
  expect_whole(read(), 0);
}

TEST_F(Journal, NoticesRecordsThatMovedOntoOtherPages) {
  interrupted();
  bend_ = [](const Ask& ask, Reply& reply) {
    if (ask.page != 1) reply.body = Users{.count = 94, .size = 10}.page(ask.page).replace(2, 4, "xxxx");
    const std::size_t at = reply.body.find("\"id\":41,");
    if (ask.page == 5) reply.body.replace(at, 8, "\"id\":42,");
  };
  EXPECT_EQ(read().error, place(5) + "changed since the interrupted run read it");
  EXPECT_FALSE(std::filesystem::exists(folder()));
}

TEST_F(Journal, NoticesThatItsLastPageIsGone) {
  interrupted();
  bend_ = [](const Ask& ask, Reply& reply) {
    if (ask.page >= 5) reply.status = 404;
  };
  EXPECT_EQ(read().error, place(5) + "changed since the interrupted run read it");
}

/// Fields that nobody reads, and the form of the JSON, make no other page.
TEST_F(Journal, ComparesTheRecordsThatAreWanted) {
  interrupted();
  bend_ = [](const Ask&, Reply& reply) {
    reply.body.replace(reply.body.find("{\"id\""), 1, "{ \"seen\": \"now\", ");
    reply.body.replace(0, 1, "{\"served_in_ms\":17,");
  };
  expect_whole(read(), 3);
}

/// The kept pages told of fewer records than there are now, which is a drift like any other.
TEST_F(Journal, CountsATotalThatGrewMeanwhile) {
  interrupted();
  users_.count = 99;
  const Reading reading = read();
  EXPECT_EQ(reading.error, "");
  EXPECT_EQ(reading.count(), 99u);
  EXPECT_EQ(reading.report.expected, 99u);
  EXPECT_EQ(reading.report.total_drift, 4u);
}

TEST_F(Journal, FailsWhereTheTotalFellMeanwhile) {
  interrupted();
  users_.count = 91;
  EXPECT_THAT(read().error, HasSubstr("the API says that it has 95 records and gave 91"));
  EXPECT_FALSE(std::filesystem::exists(folder())) << "the same pages would fall short again";
}

TEST_F(Journal, AsksAgainForAPageThatIsDamaged) {
  interrupted();
  std::fstream file(file_of_page(3), std::ios::in | std::ios::out | std::ios::binary);
  file.seekp(-20, std::ios::end);
  file.put('#');
  file.close();
  expect_whole(read(), 1);
  EXPECT_THAT(asked_, ElementsAre(1, 2, 3, 5, 6, 7, 8, 9, 10)) << "page 2 is the last before the gap";
}

TEST_F(Journal, AsksAgainForAPageThatIsCutShort) {
  interrupted();
  std::filesystem::resize_file(file_of_page(5), 100);
  expect_whole(read(), 2);
  EXPECT_THAT(asked_, ElementsAre(1, 4, 5, 6, 7, 8, 9, 10));
}

TEST_F(Journal, IsDroppedForOtherRequests) {
  interrupted();
  RestSpec other = spec();
  other.query = {{"active", "true"}};
  const Reading reading = read(other);
  EXPECT_EQ(reading.error, "");
  EXPECT_EQ(reading.report.resumed_pages, 0u);
  EXPECT_THAT(reading.report.warnings,
              ElementsAre(HasSubstr("was dropped: it is of other requests than the job makes now")));
  EXPECT_EQ(read(other).report.resumed_pages, 8u);
}

TEST_F(Journal, IsKeptForTheSameRequestsReadInAnotherWay) {
  interrupted();
  RestSpec other = spec();
  other.window = 8;
  other.fail_on_shortfall = false;
  other.retry_attempts = 4;
  EXPECT_EQ(read(other).report.resumed_pages, 3u);
}

TEST_F(Journal, IsDroppedOnceItIsOlderThanAReadMayTake) {
  interrupted();
  RestSpec hasty = spec();
  std::string manifest = read_file(folder() / "manifest", ErrorKind::internal);
  const std::size_t at = manifest.find("began: 20") + 7;
  std::ofstream(folder() / "manifest") << manifest.replace(at, 4, "2020");
  const Reading reading = read(hasty);
  EXPECT_EQ(reading.report.resumed_pages, 0u);
  EXPECT_THAT(
      reading.report.warnings,
      ElementsAre(HasSubstr("was dropped: it was begun more than 86400 s ago, beyond timeouts.side")));
}

TEST_F(Journal, IsHeldByOneReadAtATime) {
  interrupted();
  const FolderLock other(folder());
  EXPECT_THAT(read().error, StartsWith("10: " + folder().string()));
  EXPECT_THAT(asked_, IsEmpty());
}

/// A page over which a read fails would fail the next one too.
TEST_F(Journal, DoesNotKeepAPageThatTheReadFailedOver) {
  bend_ = [](const Ask& ask, Reply& reply) {
    if (ask.page == 4) reply.body = R"({"total":95,"total_pages":10,"problem":"try later"})";
    if (ask.page == 6) reply.body = kUsers.page(5);
  };
  EXPECT_THAT(read().error, StartsWith(place(4)));
  bend_ = [](const Ask& ask, Reply& reply) {
    if (ask.page == 6) reply.body = kUsers.page(5);
  };
  EXPECT_THAT(read().error, HasSubstr("page 6 repeats page 5"));
  bend_ = nullptr;
  expect_whole(read(), 3);
  EXPECT_THAT(asked_, ElementsAre(1, 5, 6, 7, 8, 9, 10));
}

TEST_F(Journal, DoesNotKeepPagesThatGiveACredentialBack) {
  RestSpec keyed = spec();
  keyed.auth = {.kind = AuthSpec::Kind::bearer, .token = Secret("s3cret/key")};
  bend_ = [](const Ask& ask, Reply& reply) {
    if (ask.page == 2) reply.body.replace(0, 1, R"({"you":"s3cret\/key",)");
  };
  const Reading reading = read(keyed);
  EXPECT_THAT(reading.report.warnings,
              ElementsAre("1 page held a credential and could not be kept for --resume"));
  expect_whole(read(keyed), 7);
  EXPECT_THAT(asked_, ElementsAre(1, 2, 10));
}

TEST_F(Journal, IsNoneWherePagesLeadToEachOther) {
  RestSpec chain = spec();
  chain.pages.kind = PagesSpec::Kind::cursor;
  chain.pages.token = "/next";
  bend_ = [](const Ask& ask, Reply& reply) {
    const unsigned page = std::max(ask.page, 1U);
    reply.body =
        "{\"next\":" + (page < 10 ? std::to_string(page + 1) : "null") + "," + kUsers.page(page).substr(1);
  };
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
  bool down = true;
  bend_ = [&](const Ask& ask, Reply& reply) {
    const std::size_t at = ask.target.find("size=") + 5;
    const Users users{.count = 95, .size = static_cast<unsigned>(std::stoul(ask.target.substr(at)))};
    reply.body = users.page(ask.page);
    if (ask.page == 4 && users.size == 10) reply.status = 500;
    if (ask.page == 12 && down) reply.status = 503;
  };
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
  EXPECT_THAT(asked_, testing::IsSupersetOf({1, 3, 4, 11, 12, 13}));
  for (const unsigned page : {2U, 7U, 8U, 9U, 10U}) EXPECT_THAT(asked_, Not(Contains(page)));
}

}  // namespace
}  // namespace counterpart::test
