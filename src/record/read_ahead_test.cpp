#include "record/read_ahead.hpp"

#include <gtest/gtest.h>

#include <condition_variable>
#include <mutex>

#include "record/record.hpp"

namespace counterpart {
namespace {

/// Gives the numbers from 1, one to a batch, and fails or waits for the token behind the last one if asked
/// to.
class Numbers final : public RecordStream {
 public:
  enum class End { proved, failure, wait };

  Numbers(std::int64_t last, End end, CancelToken& cancel)
      : last_(last), end_(end), cancel_(cancel), wake_(cancel, [this] { wake(); }) {}

  bool next(RecordBatch& batch) override {
    batch.clear();
    if (given_ == last_) return behind_the_last();
    append_value(batch.arena(), Value::int64(++given_));
    batch.end_record();
    return true;
  }
  bool unique_ids() const override { return true; }
  std::vector<std::string> field_names() const override { return {"number"}; }
  SourceReport report() const override {
    SourceReport report;
    report.end_reason = "the last number";
    return report;
  }

 private:
  bool behind_the_last() {
    if (end_ == End::failure) throw Error(ErrorKind::source, "gone");
    if (end_ == End::proved) return false;
    std::unique_lock lock(mutex_);
    woken_.wait(lock, [this] { return cancel_.cancelled(); });
    lock.unlock();
    cancel_.check();
    return false;
  }
  void wake() {
    const std::lock_guard lock(mutex_);
    woken_.notify_all();
  }

  std::int64_t given_ = 0;
  std::int64_t last_;
  End end_;
  CancelToken& cancel_;
  std::mutex mutex_;
  std::condition_variable woken_;
  CancelToken::Wake wake_;  ///< goes before what it wakes
};

std::unique_ptr<RecordStream> ahead(std::int64_t last, Numbers::End end, CancelToken& cancel) {
  return read_ahead(std::make_unique<Numbers>(last, end, cancel), cancel);
}

std::int64_t number(const RecordBatch& batch) {
  return field_of(batch.record(0), 0).as_int64();
}

}  // namespace

TEST(ReadAhead, GivesAllBatchesInTheirOrder) {
  CancelToken cancel;
  const auto stream = ahead(500, Numbers::End::proved, cancel);
  RecordBatch batch;
  for (std::int64_t i = 1; i <= 500; ++i) {
    ASSERT_TRUE(stream->next(batch));
    ASSERT_EQ(batch.size(), 1u);
    EXPECT_EQ(number(batch), i);
  }
  EXPECT_FALSE(stream->next(batch));
  EXPECT_TRUE(batch.empty());
  EXPECT_FALSE(stream->next(batch));
  EXPECT_TRUE(stream->unique_ids());
  EXPECT_EQ(stream->report().end_reason, "the last number");
  EXPECT_FALSE(cancel.cancelled());
}

TEST(ReadAhead, GivesWhatCameBeforeAnError) {
  CancelToken cancel;
  const auto stream = ahead(2, Numbers::End::failure, cancel);
  RecordBatch batch;
  ASSERT_TRUE(stream->next(batch));
  ASSERT_TRUE(stream->next(batch));
  EXPECT_EQ(number(batch), 2);
  EXPECT_THROW(stream->next(batch), Error);
  EXPECT_FALSE(cancel.cancelled());
}

TEST(ReadAhead, IsGivenUpWhileItsSourceWaits) {
  CancelToken cancel;
  {
    const auto stream = ahead(1, Numbers::End::wait, cancel);
    RecordBatch batch;
    ASSERT_TRUE(stream->next(batch));
  }
  EXPECT_TRUE(cancel.cancelled());
}

TEST(ReadAhead, IsGivenUpWhileItWaitsForRoom) {
  CancelToken cancel;
  const auto stream = ahead(100'000, Numbers::End::proved, cancel);
  RecordBatch batch;
  EXPECT_TRUE(stream->next(batch));
}

TEST(ReadAhead, DoesNotReadWhatNobodyAsksFor) {
  CancelToken cancel;
  { const auto stream = ahead(1, Numbers::End::wait, cancel); }
  EXPECT_FALSE(cancel.cancelled());
}

TEST(ReadAhead, PassesACancellationOn) {
  CancelToken cancel;
  const auto stream = ahead(1, Numbers::End::wait, cancel);
  RecordBatch batch;
  ASSERT_TRUE(stream->next(batch));
  cancel.cancel(ErrorKind::interrupted);
  EXPECT_THROW(stream->next(batch), Error);
}

}  // namespace counterpart
