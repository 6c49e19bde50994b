#include "source/rest/completeness.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/silent_transport.hpp"

namespace counterpart {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using Count = std::optional<std::uint64_t>;

class Completeness : public testing::Test {
 protected:
  void use(unsigned partitions = 0) {
    spec_.url = "https://h/u";
    spec_.pages.kind = PagesSpec::Kind::page;
    spec_.pages.partitions.clear();
    for (unsigned part = 0; part < partitions; ++part)
      spec_.pages.partitions.push_back({{"p", std::to_string(part)}});
    walks_ = std::make_unique<Walks>(spec_, http::Request{http::Url::parse(spec_.url, ErrorKind::job_file)});
    walks_->plan(window_);
  }
  /// The first page of the next walk, and what it said.
  Walk& page(std::uint64_t records, Count items, Count pages = {}) {
    Walk& walk = *walks_->take()->walk;
    say(walk, records, items, pages);
    return walk;
  }
  static void say(Walk& walk, std::uint64_t records, Count items, Count pages = {}) {
    walk.received += records;
    walk.paginator->after({.index = walk.next++,
                           .records = records,
                           .received = walk.received,
                           .total_pages = pages,
                           .total_items = items});
  }
  std::string check() {
    report_ = {};
    try {
      check_completeness(spec_, "the API", *walks_, report_);
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::api);
      EXPECT_FALSE(error.hint().empty());
      return error.what();
    }
    return "";
  }

  RestSpec spec_;
  SourceReport report_;
  CancelToken cancel_;
  http::PageWindow window_{http::PageWindow::Options{.retry = {}, .window = 1, .memory_bytes = 1 << 20},
                           test::silent_access(), cancel_};
  std::unique_ptr<Walks> walks_;
};

TEST_F(Completeness, WithoutTotalsHasNothingToSay) {
  use();
  page(10, {});
  EXPECT_EQ(check(), "");
  EXPECT_THAT(report_.warnings, IsEmpty());
  EXPECT_EQ(expected_items(*walks_), std::nullopt);
  EXPECT_EQ(total_drift(*walks_), 0u);
}

TEST_F(Completeness, OfFewerRecordsThanAnnouncedFailsOrWarns) {
  use();
  page(9, 10);
  EXPECT_EQ(expected_items(*walks_), 10u);
  EXPECT_EQ(check(), "the API: the API says that it has 10 records and gave 9");
  spec_.fail_on_shortfall = false;
  EXPECT_EQ(check(), "");
  EXPECT_THAT(report_.warnings, ElementsAre("the API: the API says that it has 10 records and gave 9"));
}

TEST_F(Completeness, OfMoreRecordsThanAnnouncedWarns) {
  use();
  page(11, 10);
  EXPECT_EQ(check(), "");
  EXPECT_THAT(report_.warnings, ElementsAre("the API: the API says that it has 10 records and gave 11"));
}

TEST_F(Completeness, GoesByTheHighestTotal) {
  use();
  Walk& walk = page(10, 20);
  say(walk, 9, 19);
  EXPECT_EQ(check(), "the API: the API says that it has 20 records and gave 19");
  EXPECT_EQ(total_drift(*walks_), 1u);
}

TEST_F(Completeness, OfATotalOfPagesThatFellFails) {
  use();
  Walk& walk = page(10, {}, 3);
  say(walk, 10, {}, 2);
  EXPECT_EQ(check(), "the API: the API announced 3 pages and then 2");
  EXPECT_EQ(total_drift(*walks_), 1u);
}

TEST_F(Completeness, IsThatOfEachPartition) {
  use(2);
  page(12, 10);
  page(8, 10);
  EXPECT_EQ(expected_items(*walks_), 20u);
  EXPECT_EQ(check(), "the API (p=1): the API says that it has 10 records and gave 8")
      << "one has too many, the other too few";
  use(2);
  page(10, 10);
  page(8, {});
  EXPECT_EQ(expected_items(*walks_), std::nullopt) << "not each of them says what it has";
  EXPECT_EQ(check(), "");
}

}  // namespace
}  // namespace counterpart
