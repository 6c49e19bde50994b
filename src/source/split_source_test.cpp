#include "source/split_source.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <map>
#include <set>

#include "record/record.hpp"

namespace counterpart {
namespace {

/// Gives the numbers 1 to `rows`, as ids; what it does instead of the row `at` is up to the test.
class Numbers final : public RowReader {
 public:
  Numbers(std::int64_t rows, std::function<void(std::int64_t)> before)
      : rows_(rows), before_(std::move(before)) {
    names_ = {"id"};
    unique_ids_ = true;
  }
  bool next(RecordBuilder& record) override {
    if (before_) before_(given_ + 1);
    if (given_ == rows_) return false;
    record.set(0, Value::int64(++given_));
    bytes_ += sizeof given_;
    return true;
  }

 private:
  std::int64_t rows_;
  std::function<void(std::int64_t)> before_;
  std::int64_t given_ = 0;
};

class SplitReading : public testing::Test {
 protected:
  SourceContext context() { return {read_, progress_, cancel_, 1 << 20}; }

  static Split two_ranges() { return {{"10", "5000"}, "id", true, {}}; }
  static std::unique_ptr<RowReader> numbers(const std::string& range) {
    return std::make_unique<Numbers>(std::stoll(range), nullptr);
  }

  ReadSpec read_{.fields = {{.name = "id"}}, .id = 0};
  SideProgress progress_;
  CancelToken cancel_;
};

TEST_F(SplitReading, GivesTheRowsOfAllRangesOnceAndThoseOfEachInTheirOrder) {
  Split split = two_ranges();
  split.warnings = {"several snapshots"};
  const auto stream = read_split(
      context(), split, [](const SourceContext&, const std::string& range) { return numbers(range); });
  RecordBatch batch;
  std::map<std::int64_t, int> times;
  while (stream->next(batch)) {
    std::int64_t last = 0;
    for (std::size_t i = 0; i < batch.size(); ++i) {
      const std::string kept(batch.record(i));
      std::vector<Value> values;
      unpack(kept, values);
      EXPECT_GT(values[0].as_int64(), last);
      last = values[0].as_int64();
      ++times[last];
    }
  }
  ASSERT_EQ(times.size(), 5000U);
  for (const auto& [number, count] : times) EXPECT_EQ(count, number <= 10 ? 2 : 1) << number;
  EXPECT_EQ(stream->report().end_reason, "end of rows of 2 ranges");
  EXPECT_EQ(stream->report().warnings, std::vector<std::string>{"several snapshots"});
  EXPECT_EQ(stream->report().bytes, 5010 * sizeof(std::int64_t));
  EXPECT_EQ(progress_.records, 5010U);
  EXPECT_EQ(progress_.phase, Phase::done);
  EXPECT_FALSE(stream->next(batch));
}

TEST_F(SplitReading, EndsAllRangesByTheFirstError) {
  std::promise<void> waits;
  std::promise<void> stopped;
  const auto stream = read_split(
      context(), two_ranges(),
      [&](const SourceContext& part, const std::string& range) -> std::unique_ptr<RowReader> {
        if (range == "10") {
          return std::make_unique<Numbers>(10, [&waits](std::int64_t row) {
            if (row != 7) return;
            waits.get_future().wait();
            throw Error(ErrorKind::source, "the server is gone");
          });
        }
        // Like a server that says nothing more: only a cancellation ends the wait.
        return std::make_unique<Numbers>(10, [&waits, &stopped, token = &part.cancel](std::int64_t row) {
          if (row != 5) return;
          std::promise<void> cancelled;
          const CancelToken::Wake wake(*token, [&cancelled] { cancelled.set_value(); });
          waits.set_value();
          cancelled.get_future().wait();
          stopped.set_value();
          token->check();
        });
      });
  RecordBatch batch;
  try {
    while (stream->next(batch)) {
    }
    FAIL() << "no error";
  } catch (const Error& error) {
    EXPECT_STREQ(error.what(), "the server is gone");
    EXPECT_EQ(error.kind(), ErrorKind::source);
  }
  stopped.get_future().wait();
  EXPECT_FALSE(cancel_.cancelled());
}

TEST_F(SplitReading, IsEndedByACancellationOfTheRun) {
  std::promise<void> waiting;
  const auto stream =
      read_split(context(), {{"1"}, "id", true, {}}, [&](const SourceContext& part, const std::string&) {
        return std::make_unique<Numbers>(1, [&waiting, token = &part.cancel](std::int64_t) {
          std::promise<void> cancelled;
          const CancelToken::Wake wake(*token, [&cancelled] { cancelled.set_value(); });
          waiting.set_value();
          cancelled.get_future().wait();
          token->check();
        });
      });
  auto reading = std::async(std::launch::async, [&] {
    RecordBatch batch;
    return stream->next(batch);
  });
  waiting.get_future().wait();
  cancel_.cancel(ErrorKind::interrupted);
  try {
    reading.get();
    FAIL() << "no error";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::interrupted);
  }
}

TEST_F(SplitReading, ReadsNoFurtherThanAFewBatchesAheadOfTheCaller) {
  std::atomic<std::int64_t> most{0};
  auto stream = read_split(context(), {{"1000000", "1000000"}, "id", true, {}},
                           [&](const SourceContext&, const std::string&) {
                             return std::make_unique<Numbers>(1'000'000, [&](std::int64_t row) {
                               std::int64_t seen = most;
                               while (seen < row && !most.compare_exchange_weak(seen, row)) {
                               }
                             });
                           });
  RecordBatch batch;
  ASSERT_TRUE(stream->next(batch));
  stream.reset();
  EXPECT_LE(most, 10'000);
}

TEST_F(SplitReading, VouchesForIdsOverSeveralSnapshotsOnlyIfTheRangesAreThoseOfTheIds) {
  const auto connect = [](const SourceContext&, const std::string& range) { return numbers(range); };
  Split split = two_ranges();
  split.one_snapshot = false;
  EXPECT_TRUE(read_split(context(), split, connect)->unique_ids());
  split.by = "shard";
  EXPECT_FALSE(read_split(context(), split, connect)->unique_ids());
  split.one_snapshot = true;
  EXPECT_TRUE(read_split(context(), split, connect)->unique_ids());
}

TEST_F(SplitReading, NamesTheRangeOfARejectedRow) {
  read_.fields[0].type = Type::date;
  const auto stream =
      read_split(context(), {{"1", "1"}, "id", true, {}},
                 [](const SourceContext&, const std::string& range) { return numbers(range); });
  std::set<std::string> origins;
  RecordBatch batch;
  while (stream->next(batch)) {
    for (const Reject& reject : batch.rejects()) origins.insert(reject.origin.text());
  }
  EXPECT_EQ(origins, (std::set<std::string>{"row 1 of range 1", "row 1 of range 2"}));
}

}  // namespace
}  // namespace counterpart
