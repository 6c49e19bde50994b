#include "source/rest/paginator.hpp"

#include <gtest/gtest.h>

namespace counterpart {
namespace {

http::Request base() {
  return {http::Url::parse("https://h/users?sort=id", ErrorKind::job_file), {{"Accept", "x"}}};
}

std::string url_of(const Paginator& paginator, std::uint64_t index) {
  const auto request = paginator.request(index);
  return request ? request->url.text() : "none";
}

using End = std::optional<std::string>;

TEST(PagePaginator, CountsFromItsFirstNumber) {
  PagesSpec spec;
  spec.param = "p";
  spec.first = 0;
  spec.size_param = "per_page";
  spec.size = 50;
  const auto pages = make_paginator(spec, base());
  EXPECT_EQ(url_of(*pages, 0), "https://h/users?sort=id&per_page=50&p=0");
  EXPECT_EQ(url_of(*pages, 7), "https://h/users?sort=id&per_page=50&p=7");
  EXPECT_EQ(pages->number(7), 7u);
  EXPECT_EQ(pages->request(0)->headers, base().headers);
  EXPECT_EQ(pages->expected_pages(), 0u);
}

TEST(PagePaginator, AsksNoFurtherThanTheTotal) {
  const auto pages = make_paginator({}, base());
  EXPECT_NE(url_of(*pages, 99), "none");
  EXPECT_EQ(pages->after({.index = 0, .records = 10, .received = 10, .total_pages = 3}).end, std::nullopt);
  EXPECT_EQ(pages->expected_pages(), 3u);
  EXPECT_EQ(url_of(*pages, 2), "https://h/users?sort=id&page=3");
  EXPECT_EQ(url_of(*pages, 3), "none");
}

TEST(PagePaginator, FollowsATotalThatGrows) {
  const auto pages = make_paginator({}, base());
  EXPECT_EQ(pages->after({.index = 0, .records = 10, .received = 10, .total_pages = 2}).end, std::nullopt);
  EXPECT_EQ(pages->after({.index = 1, .records = 10, .received = 20, .total_pages = 3}).end, std::nullopt);
  EXPECT_NE(url_of(*pages, 2), "none");
  EXPECT_EQ(pages->after({.index = 2, .records = 1, .received = 21, .total_pages = 3}).end,
            End("total_pages"));
}

TEST(PagePaginator, PlansByTheTotalOfItemsButWalksOn) {
  const auto pages = make_paginator({}, base());
  EXPECT_EQ(pages->after({.index = 0, .records = 10, .received = 10, .total_items = 25}).end, std::nullopt);
  EXPECT_EQ(pages->expected_pages(), 3u);
  EXPECT_EQ(url_of(*pages, 3), "none");
  EXPECT_EQ(pages->after({.index = 1, .records = 5, .received = 15, .total_items = 25}).end, std::nullopt);
  EXPECT_EQ(pages->after({.index = 2, .records = 5, .received = 20, .total_items = 25}).end, std::nullopt);
  EXPECT_NE(url_of(*pages, 3), "none");
  EXPECT_EQ(pages->after({.index = 3, .records = 5, .received = 25, .total_items = 25}).end,
            End("total_items"));
}

TEST(EndRules, AnEmptyPageIsTheEndIfNothingElseIsKnown) {
  const auto pages = make_paginator({}, base());
  EXPECT_EQ(pages->after({.index = 0, .records = 10, .received = 10}).end, std::nullopt);
  EXPECT_EQ(pages->after({.index = 1, .records = 1, .received = 11}).end, std::nullopt);
  EXPECT_EQ(pages->after({.index = 2, .records = 0, .received = 11}).end, End("empty_page"));
}

TEST(EndRules, AnEmptyPageInTheMiddleIsNotTheEnd) {
  const auto by_total = make_paginator({}, base());
  EXPECT_EQ(by_total->after({.index = 0, .records = 0, .received = 0, .total_pages = 2}).end, std::nullopt);
  EXPECT_EQ(by_total->after({.index = 1, .records = 3, .received = 3, .total_pages = 2}).end,
            End("total_pages"));
  const auto by_flag = make_paginator({}, base());
  EXPECT_EQ(by_flag->after({.index = 0, .records = 0, .received = 0, .has_more = true}).end, std::nullopt);
  EXPECT_EQ(by_flag->after({.index = 1, .records = 3, .received = 3, .has_more = false}).end,
            End("has_more"));
  const auto by_items = make_paginator({}, base());
  EXPECT_EQ(by_items->after({.index = 0, .records = 0, .received = 0, .total_items = 3}).end, std::nullopt);
  EXPECT_EQ(by_items->after({.index = 1, .records = 3, .received = 3, .total_items = 3}).end,
            End("total_items"));
}

TEST(EndRules, ASignalThatSaysMoreWins) {
  const auto pages = make_paginator({}, base());
  EXPECT_EQ(pages->after({.index = 0, .records = 1, .received = 1, .total_pages = 1, .has_more = true}).end,
            std::nullopt);
  EXPECT_NE(url_of(*pages, 1), "none");
  EXPECT_EQ(pages->after({.index = 1, .records = 1, .received = 2, .total_pages = 1, .has_more = false}).end,
            End("total_pages"));
}

TEST(EndRules, ATotalOfItemsDoesNotProlongTheWalkForEver) {
  const auto pages = make_paginator({}, base());
  EXPECT_EQ(pages->after({.index = 0, .records = 5, .received = 5, .total_items = 9}).end, std::nullopt);
  EXPECT_EQ(pages->after({.index = 1, .records = 0, .received = 5, .total_items = 9}).end, std::nullopt);
  EXPECT_EQ(pages->after({.index = 2, .records = 0, .received = 5, .total_items = 9}).end, End("empty_page"));
}

TEST(EndRules, ATotalOfPagesThatFallsDoesNotEndTheWalkBeforeAnEmptyPage) {
  const auto pages = make_paginator({}, base());
  EXPECT_EQ(pages->after({.index = 0, .records = 5, .received = 5, .total_pages = 4}).end, std::nullopt);
  EXPECT_EQ(pages->after({.index = 1, .records = 5, .received = 10, .total_pages = 2}).end, std::nullopt);
  EXPECT_NE(url_of(*pages, 3), "none");
  EXPECT_EQ(pages->announced().pages.fell_to, 2u);
  EXPECT_TRUE(pages->announced().fell_short(2, 10));
  EXPECT_EQ(pages->after({.index = 2, .records = 0, .received = 10, .total_pages = 2}).end,
            End("total_pages"));
  const auto all = make_paginator({}, base());
  EXPECT_EQ(all->after({.index = 0, .records = 5, .received = 5, .total_pages = 3}).end, std::nullopt);
  EXPECT_EQ(all->after({.index = 1, .records = 0, .received = 5, .total_pages = 3}).end, std::nullopt);
  EXPECT_EQ(all->after({.index = 2, .records = 5, .received = 10, .total_pages = 1}).end, End("total_pages"));
}

TEST(EndRules, ATotalOfItemsThatFallsDoesNotEndTheWalkBeforeAnEmptyPage) {
  const auto pages = make_paginator({}, base());
  EXPECT_EQ(pages->after({.index = 0, .records = 5, .received = 5, .total_items = 20}).end, std::nullopt);
  EXPECT_EQ(pages->after({.index = 1, .records = 5, .received = 10, .total_items = 10}).end, std::nullopt);
  EXPECT_EQ(pages->announced().items.most, 20u);
  EXPECT_EQ(pages->after({.index = 2, .records = 0, .received = 10, .total_items = 10}).end,
            End("total_items"));
}

TEST(EndRules, NoPagesAreNoTotalForAPageWithRecords) {
  EXPECT_THROW(make_paginator({}, base())->after({.records = 5, .received = 5, .total_pages = 0}), Error);
  EXPECT_EQ(make_paginator({}, base())->after({.records = 0, .received = 0, .total_pages = 0}).end,
            End("total_pages"));
}

TEST(SinglePage, IsOneRequest) {
  PagesSpec spec;
  spec.kind = PagesSpec::Kind::none;
  const auto pages = make_paginator(spec, base());
  EXPECT_EQ(url_of(*pages, 0), "https://h/users?sort=id");
  EXPECT_EQ(url_of(*pages, 1), "none");
  EXPECT_EQ(pages->after({.records = 5, .received = 5}).end, End("single page"));
}

}  // namespace
}  // namespace counterpart
