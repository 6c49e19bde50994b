#include "source/rest/offset_paginator.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace counterpart {
namespace {

using End = std::optional<std::string>;

PagesSpec by_offset(std::int64_t first = 0) {
  PagesSpec spec;
  spec.kind = PagesSpec::Kind::offset;
  spec.param = "o";
  spec.first = first;
  return spec;
}

/// The offset that a page is asked for at; -1 if it is not asked for.
long offset_of(const Paginator& pages, std::uint64_t index) {
  const auto request = pages.request(index);
  if (!request) return -1;
  const std::string url = request->url.text();
  return std::stol(url.substr(url.find("o=") + 2));
}

class Offsets : public testing::Test {
 protected:
  void use(const PagesSpec& spec) {
    pages_ = std::make_unique<OffsetPaginator>(
        spec, http::Request{http::Url::parse("https://h/u", ErrorKind::job_file)});
    index_ = received_ = 0;
  }
  Step page(std::uint64_t records, std::optional<std::uint64_t> total = {}) {
    received_ += records;
    return pages_->after(
        {.index = index_++, .records = records, .received = received_, .total_items = total});
  }

  std::unique_ptr<Paginator> pages_;
  std::uint64_t index_ = 0;
  std::uint64_t received_ = 0;
};

TEST_F(Offsets, ArePlannedAtTheStepOfTheFirstPage) {
  use(by_offset(1));
  EXPECT_TRUE(pages_->deterministic());
  EXPECT_EQ(offset_of(*pages_, 0), 1);
  EXPECT_EQ(offset_of(*pages_, 1), -1);
  const Step step = page(10);
  EXPECT_EQ(step.end, std::nullopt);
  EXPECT_FALSE(step.replanned);
  EXPECT_EQ(offset_of(*pages_, 1), 11);
  EXPECT_EQ(offset_of(*pages_, 9), 91);
}

TEST_F(Offsets, AreAskedForNoFurtherThanTheTotalButOneBehindTheLastRead) {
  use(by_offset());
  page(10, 25);
  EXPECT_EQ(pages_->expected_pages(), 3u);
  EXPECT_EQ(offset_of(*pages_, 2), 20);
  EXPECT_EQ(offset_of(*pages_, 3), -1);
  page(10, 25);
  EXPECT_EQ(page(4, 25).end, std::nullopt);
  EXPECT_EQ(offset_of(*pages_, 3), 24);
  EXPECT_EQ(page(1, 25).end, End("total_items"));
}

TEST_F(Offsets, FollowAShortPageByWhatCame) {
  use(by_offset());
  page(10);
  EXPECT_EQ(offset_of(*pages_, 3), 30);
  EXPECT_TRUE(page(4).replanned);
  EXPECT_EQ(offset_of(*pages_, 2), 14);
  EXPECT_EQ(offset_of(*pages_, 3), 24);
  EXPECT_FALSE(page(10).replanned);
  EXPECT_EQ(offset_of(*pages_, 3), 24);
  EXPECT_EQ(page(0).end, End("empty_page"));
}

TEST_F(Offsets, GrowTheirStepWithTheFullestPage) {
  use(by_offset());
  page(1);
  EXPECT_EQ(offset_of(*pages_, 2), 2);
  EXPECT_TRUE(page(10).replanned);
  EXPECT_EQ(offset_of(*pages_, 2), 11);
  EXPECT_EQ(offset_of(*pages_, 3), 21);
  EXPECT_FALSE(page(10).replanned);
}

TEST_F(Offsets, PassOverAnEmptyPageThatIsNoEnd) {
  use(by_offset());
  page(10, 40);
  EXPECT_FALSE(page(0, 40).replanned);
  EXPECT_EQ(offset_of(*pages_, 2), 20);
  use(by_offset());
  page(0, 40);
  EXPECT_EQ(offset_of(*pages_, 1), 1) << "nothing says how far to go";
}

TEST_F(Offsets, AreHalvedFromAPageOn) {
  PagesSpec spec = by_offset();
  spec.size_param = "n";
  spec.size = 40;
  use(spec);
  EXPECT_TRUE(pages_->halve(0));
  EXPECT_EQ(pages_->request(0)->url.text(), "https://h/u?n=20&o=0");
  page(20);
  page(20);
  EXPECT_TRUE(pages_->halve(2));
  EXPECT_EQ(pages_->request(2)->url.text(), "https://h/u?n=10&o=40");
  EXPECT_EQ(pages_->request(3)->url.text(), "https://h/u?n=10&o=50");
  EXPECT_TRUE(pages_->halve(2));
  EXPECT_TRUE(pages_->halve(2));
  EXPECT_TRUE(pages_->halve(2));
  EXPECT_EQ(pages_->request(3)->url.text(), "https://h/u?n=1&o=41");
  EXPECT_FALSE(pages_->halve(2));
  use(by_offset());
  EXPECT_FALSE(pages_->halve(0));
}

}  // namespace
}  // namespace counterpart
