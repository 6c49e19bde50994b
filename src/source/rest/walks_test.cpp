#include "source/rest/walks.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/silent_transport.hpp"

namespace counterpart {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class WalksOf : public testing::Test {
 protected:
  void use(RestSpec spec, unsigned partitions = 0) {
    spec.url = "https://h/users";
    for (unsigned part = 0; part < partitions; ++part)
      spec.pages.partitions.push_back({{"p", std::to_string(part)}});
    walks_ = std::make_unique<Walks>(spec, http::Request{http::Url::parse(spec.url, ErrorKind::job_file)});
  }
  /// All turns that are planned, as "PARTITION.INDEX", "?" for a page before the first.
  std::vector<std::string> turns() {
    std::vector<std::string> said;
    while (const auto turn = walks_->take())
      said.push_back(turn->before_first ? "?" : fmt::format("{}.{}", number_of(*turn->walk), turn->index));
    return said;
  }
  /// Takes the next turn and says that its page has so many records and leads to `next`.
  Walks::Turn read(std::uint64_t records, std::optional<std::string> next = {}) {
    const Walks::Turn turn = *walks_->take();
    Walk& walk = *turn.walk;
    walk.received += records;
    walk.next = turn.index + 1;
    walk.paginator->after({.index = turn.index,
                           .records = records,
                           .received = walk.received,
                           .next = std::move(next),
                           .url = "https://h/users"});
    return turn;
  }
  std::size_t number_of(const Walk& walk) const {
    std::size_t number = 0;
    while (&walks_->all()[number] != &walk) ++number;
    return number;
  }

  CancelToken cancel_;
  http::PageWindow window_{http::PageWindow::Options{.retry = {}, .window = 1, .memory_bytes = 1 << 20},
                           test::silent_access(), cancel_};
  std::unique_ptr<Walks> walks_;
};

RestSpec of_kind(PagesSpec::Kind kind) {
  RestSpec spec;
  spec.pages.kind = kind;
  spec.pages.token = "/next";
  return spec;
}

TEST_F(WalksOf, OnePlanItsFirstPageAloneAndThenManyAhead) {
  use(of_kind(PagesSpec::Kind::page));
  walks_->plan(window_);
  EXPECT_EQ(window_.planned(), 1u);
  read(10);
  walks_->plan(window_);
  EXPECT_EQ(window_.planned(), 129u);
  EXPECT_TRUE(walks_->pending());
  EXPECT_EQ(turns().front(), "0.1");
  EXPECT_FALSE(walks_->pending());
}

TEST_F(WalksOf, ChainsGoOnInTurn) {
  use(of_kind(PagesSpec::Kind::cursor), 3);
  walks_->plan(window_);
  read(10, "a");
  walks_->plan(window_);
  read(10, "b");
  walks_->plan(window_);
  EXPECT_THAT(turns(), ElementsAre("2.0", "0.1", "1.1"));
}

TEST_F(WalksOf, PagesThatCanBeAskedAheadShareTheirTurns) {
  use(of_kind(PagesSpec::Kind::page), 2);
  walks_->plan(window_);
  read(10);
  walks_->plan(window_);
  read(10);
  walks_->forget(window_);
  walks_->plan(window_);
  const auto planned = turns();
  ASSERT_EQ(planned.size(), 128u);
  EXPECT_EQ(planned[0], "0.1");
  EXPECT_EQ(planned[1], "1.1");
  EXPECT_EQ(planned[127], "1.64");
}

TEST_F(WalksOf, OneThatEndsDropsOnlyItsOwnPages) {
  use(of_kind(PagesSpec::Kind::page), 2);
  walks_->plan(window_);
  const Walks::Turn first = read(10);
  walks_->plan(window_);
  read(10);
  walks_->plan(window_);
  walks_->end(*first.walk, window_);
  walks_->plan(window_);
  const auto planned = turns();
  ASSERT_EQ(planned.size(), 128u);
  EXPECT_EQ(planned[0], "1.1");
  EXPECT_EQ(planned[127], "1.128");
}

TEST_F(WalksOf, ManyPartitionsBeginAsOthersEnd) {
  use(of_kind(PagesSpec::Kind::none), 300);
  walks_->plan(window_);
  EXPECT_EQ(window_.planned(), 128u);
  EXPECT_EQ(walks_->all().size(), 128u);
  EXPECT_EQ(walks_->expected_pages(), 0u) << "those that have not begun are not known";
  walks_->end(*read(1).walk, window_);
  walks_->plan(window_);
  EXPECT_EQ(walks_->all().size(), 129u);
  EXPECT_EQ(walks_->all().back().label, " (p=128)");
}

TEST_F(WalksOf, ALookBeforeTheFirstPageIsPlannedOnceAndKept) {
  use(of_kind(PagesSpec::Kind::page));
  walks_->plan(window_);
  Walk& walk = *read(10).walk;
  walks_->plan_before_first(walk, window_);
  walks_->plan(window_);
  walks_->forget(window_);
  walks_->plan(window_);
  const auto planned = turns();
  EXPECT_EQ(planned.front(), "?");
  EXPECT_EQ(planned.at(1), "0.1");
  use(of_kind(PagesSpec::Kind::cursor));
  walks_->plan(window_);
  walks_->plan_before_first(*read(10, "a").walk, window_);
  EXPECT_THAT(turns(), IsEmpty()) << "a chain has no page before its first";
}

TEST_F(WalksOf, NoneLeaveTheirOrigin) {
  RestSpec spec = of_kind(PagesSpec::Kind::next_link);
  use(spec);
  walks_->plan(window_);
  read(1, "https://other.example/users");
  EXPECT_THROW(walks_->plan(window_), Error);
  spec.allow_hosts = {"other.example"};
  use(spec);
  walks_->plan(window_);
  read(1, "https://other.example/users");
  EXPECT_NO_THROW(walks_->plan(window_));
  EXPECT_THAT(turns(), ElementsAre("0.1"));
}

}  // namespace
}  // namespace counterpart
