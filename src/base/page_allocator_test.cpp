#include "base/page_allocator.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <numeric>

namespace counterpart {
namespace {

TEST(PageAllocator, HoldsWhatAVectorHolds) {
  PagedVector<std::uint32_t> numbers;
  for (std::uint32_t i = 0; i < 1'000'000; ++i) numbers.push_back(i);
  PagedVector<std::uint32_t> copy = numbers;
  numbers = {};
  numbers.shrink_to_fit();
  EXPECT_EQ(std::accumulate(copy.begin(), copy.end(), std::uint64_t{0}), 499'999'500'000U);
}

TEST(PageAllocator, GivesPagesThatAreZero) {
  constexpr std::size_t kBytes = 1 << 20;
  auto* const pages = static_cast<char*>(take_pages(kBytes));
  for (std::size_t i = 0; i < kBytes; ++i) ASSERT_EQ(pages[i], 0);
  give_pages_back(pages, kBytes);
}

TEST(PageAllocator, SaysThatThereIsNoMemory) {
  EXPECT_THROW(take_pages(std::size_t{1} << 62), std::bad_alloc);
}

}  // namespace
}  // namespace counterpart
