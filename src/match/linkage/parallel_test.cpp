#include "match/linkage/parallel.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <stdexcept>
#include <vector>

namespace counterpart::linkage {
namespace {

TEST(Parallel, DoesEachPieceOnce) {
  for (const unsigned threads : {1U, 2U, 7U}) {
    std::vector<std::atomic<int>> done(1000);
    in_pieces(threads, done.size(), nullptr, [&](unsigned thread, std::size_t piece) {
      EXPECT_LT(thread, threads);
      ++done[piece];
    });
    for (const std::atomic<int>& count : done) ASSERT_EQ(count, 1);
  }
  in_pieces(3, 0, nullptr, [](unsigned, std::size_t) { FAIL(); });
}

TEST(Parallel, ThrowsTheErrorOfAPieceHere) {
  EXPECT_THROW(in_pieces(2, 100, nullptr,
                         [](unsigned, std::size_t piece) {
                           if (piece == 50) throw std::runtime_error("no");
                         }),
               std::runtime_error);
}

TEST(Parallel, LooksAtTheTokenBeforeEachPiece) {
  CancelToken cancel;
  std::size_t done = 0;
  EXPECT_THROW(in_pieces(1, 100, &cancel,
                         [&](unsigned, std::size_t) {
                           if (++done == 3) cancel.cancel(ErrorKind::interrupted);
                         }),
               Error);
  EXPECT_EQ(done, 3U);
}

}  // namespace
}  // namespace counterpart::linkage
