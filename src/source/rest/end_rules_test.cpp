/// The end of a walk along links; paginator_test.cpp has the ends of pages that are counted.
#include "source/rest/end_rules.hpp"

#include <gtest/gtest.h>

namespace counterpart {
namespace {

using End = std::optional<std::string>;

End after(const PageFacts& facts, const PagesSpec& spec = {}) {
  Announced announced;
  announced.pages.take(facts.total_pages);
  announced.items.take(facts.total_items);
  return EndRules(spec).after_link(facts, announced);
}

TEST(EndOfLinks, IsAPageThatLeadsNowhere) {
  EXPECT_EQ(after({.records = 5, .next = "a"}), std::nullopt);
  EXPECT_EQ(after({.records = 5}), End("no_next"));
  EXPECT_EQ(after({.records = 0}), End("no_next"));
}

TEST(EndOfLinks, IsToldByHasMoreWhateverTheLink) {
  EXPECT_EQ(after({.records = 5, .has_more = false, .next = "a"}), End("has_more"));
  EXPECT_EQ(after({.records = 5, .has_more = true, .next = "a"}), std::nullopt);
  EXPECT_THROW(after({.records = 5, .has_more = true}), Error);
}

TEST(EndOfLinks, IsNoEmptyPageThatLeadsOn) {
  EXPECT_EQ(after({.records = 0, .next = "a"}), std::nullopt);
  PagesSpec spec;
  spec.empty_page = true;
  EXPECT_EQ(after({.records = 0, .next = "a"}, spec), End("empty_page"));
  EXPECT_EQ(after({.records = 1, .next = "a"}, spec), std::nullopt);
  PagesSpec keyset;
  keyset.kind = PagesSpec::Kind::keyset;
  EXPECT_EQ(after({.records = 0}, keyset), End("empty_page"));
}

TEST(EndOfLinks, IsAnEmptyPageBehindAllThatWasAnnounced) {
  EXPECT_EQ(after({.records = 0, .received = 10, .total_items = 10, .next = "a"}), End("total_items"));
  EXPECT_EQ(after({.records = 0, .received = 9, .total_items = 10, .next = "a"}), std::nullopt);
  EXPECT_EQ(after({.records = 1, .received = 10, .total_items = 10, .next = "a"}), std::nullopt);
  EXPECT_EQ(after({.index = 3, .records = 0, .total_pages = 3, .next = "a"}), End("total_pages"));
  EXPECT_EQ(after({.index = 2, .records = 0, .total_pages = 3, .next = "a"}), std::nullopt);
}

}  // namespace
}  // namespace counterpart
