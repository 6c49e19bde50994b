#include "order/merge_ahead.hpp"

#include <gtest/gtest.h>

#include <string>

#include "counterpart/error.hpp"

namespace counterpart {
namespace {

/// So many entries, then its end or a failure.
class Counting final : public EntryStream {
 public:
  Counting(int entries, bool fails) : left_(entries), fails_(fails) {}
  const Entry* next() override {
    if (left_ == 0) {
      if (fails_) throw Error(ErrorKind::output, "the disk is gone");
      return nullptr;
    }
    key_ = std::to_string(10'000'000 - left_--);
    entry_ = {key_, payload_, 3};
    return &entry_;
  }

 private:
  int left_;
  bool fails_;
  std::string key_;
  std::string payload_ = std::string(100, 'x');
  Entry entry_;
};

TEST(MergeAhead, GivesTheSameEntriesInTheSameOrder) {
  CancelToken cancel;
  for (const int entries : {0, 1, 50'000}) {
    Counting expected(entries, false);
    const auto ahead = merge_ahead(std::make_unique<Counting>(entries, false), cancel);
    while (const Entry* wanted = expected.next()) {
      const Entry* entry = ahead->next();
      ASSERT_NE(entry, nullptr);
      ASSERT_EQ(entry->key, wanted->key);
      ASSERT_EQ(entry->payload, wanted->payload);
      ASSERT_EQ(entry->head, wanted->head);
    }
    EXPECT_EQ(ahead->next(), nullptr);
    EXPECT_EQ(ahead->next(), nullptr);
  }
}

TEST(MergeAhead, FailsAsTheStreamDoes) {
  CancelToken cancel;
  const auto ahead = merge_ahead(std::make_unique<Counting>(5'000, true), cancel);
  int seen = 0;
  try {
    while (ahead->next() != nullptr) ++seen;
    ADD_FAILURE();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::output);
  }
  EXPECT_LE(seen, 5'000);
}

TEST(MergeAhead, StopsWhenItIsGivenUpOrCancelled) {
  CancelToken cancel;
  {
    const auto given_up = merge_ahead(std::make_unique<Counting>(1'000'000, false), cancel);
    ASSERT_NE(given_up->next(), nullptr);
  }
  const auto cancelled = merge_ahead(std::make_unique<Counting>(1'000'000, false), cancel);
  ASSERT_NE(cancelled->next(), nullptr);
  cancel.cancel(ErrorKind::terminated);
  try {
    while (cancelled->next() != nullptr) continue;
    ADD_FAILURE();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::terminated);
  }
}

}  // namespace
}  // namespace counterpart
