// From records to ordered entries: keys, sorting, merging.
#include <ctime>

#include "base/cancel.hpp"
#include "parts/people.hpp"

namespace counterpart::parts {
namespace {

constexpr std::size_t kCount = 200'000;
constexpr std::uint64_t kPlenty = 1ULL << 30U, kScarce = 4ULL << 20U;

void build_keys(benchmark::State& state, const std::string& normalization, unsigned accented) {
  constexpr std::size_t kSome = 10'000;
  const RecordBatch batch = records(people(kSome, accented));
  KeyBuilder keys = key_builder(normalization);
  for (auto _ : state) {
    keys.clear();
    for (std::size_t i = 0; i < batch.size(); ++i) keys.add(batch.record(i));
    benchmark::DoNotOptimize(keys.entry(0));
  }
  count_records(state, kSome);
}
BENCHMARK_CAPTURE(build_keys, none, "none", 0)->Name("key/none");
BENCHMARK_CAPTURE(build_keys, strict, "strict", 0)->Name("key/strict, ASCII");
BENCHMARK_CAPTURE(build_keys, name, "name", 0)->Name("key/name, ASCII");
BENCHMARK_CAPTURE(build_keys, strict_accented, "strict", 1000)->Name("key/strict, accents in last names");
BENCHMARK_CAPTURE(build_keys, name_accented, "name", 1000)->Name("key/name, accents in last names");

/// Takes the CPU time, of all threads, of one of the two halves of a sort: from the first entry to the
/// stream, or the stream.
void sort(benchmark::State& state, std::uint64_t memory, bool drain) {
  const test::TemporaryDirectory folder;
  const CancelToken cancel;
  const RecordBatch batch = records(people(kCount));
  for (auto _ : state) {
    KeyBuilder keys = key_builder("none");
    ExternalSort sort({memory, folder.path(), &cancel});
    const auto start = std::clock();
    for (std::size_t i = 0; i < batch.size(); ++i) {
      keys.clear();
      keys.add(batch.record(i));
      sort.add(keys.entry(0));
    }
    const std::unique_ptr<EntryStream> stream = sort.finish();
    const auto sorted = std::clock();
    std::size_t entries = 0;
    while (stream->next() != nullptr) ++entries;
    const auto drained = std::clock();
    if (entries != kCount) state.SkipWithError("entries are missing");
    const std::clock_t taken = drain ? drained - sorted : sorted - start;
    state.SetIterationTime(static_cast<double>(taken) / CLOCKS_PER_SEC);
  }
  count_records(state, kCount);
}
BENCHMARK_CAPTURE(sort, memory, kPlenty, false)
    ->Name("order/key and sort, in memory")
    ->UseManualTime()
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(sort, merge, kPlenty, true)
    ->Name("order/merge, in memory")
    ->UseManualTime()
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(sort, spill, kScarce, false)
    ->Name("order/key, sort and spill")
    ->UseManualTime()
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(sort, spilled, kScarce, true)
    ->Name("order/merge, spilled")
    ->UseManualTime()
    ->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace counterpart::parts
