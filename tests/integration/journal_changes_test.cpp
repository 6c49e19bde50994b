/// What a journal has must still be true: pages that changed, other jobs, damage.

#include "integration/journal.hpp"

#include <fstream>

namespace counterpart::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

constexpr Users kUsers = kJournaledUsers;

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

}  // namespace
}  // namespace counterpart::test
