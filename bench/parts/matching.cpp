// Two ordered sides meet, and rows are made of their pairs.
#include "match/derive.hpp"
#include "match/matcher.hpp"
#include "parts/people.hpp"

namespace counterpart::parts {
namespace {

constexpr std::size_t kCount = 100'000;
constexpr std::uint64_t kPlenty = 1ULL << 30U;

class Weighing final : public MatchListener {
 public:
  void pair(std::string_view left, std::string_view right, std::string_view) override {
    seen_ += left.size() + right.size();
  }
  void unmatched(Side /*side*/, std::string_view record) override { seen_ += record.size(); }
  void ambiguous(Side /*side*/, std::string_view record) override { seen_ += record.size(); }
  std::size_t seen() const { return seen_; }

 private:
  std::size_t seen_ = 0;
};

struct Stored {
  std::string bytes;  ///< of the key, then of the payload
  Entry entry;
};

/// Entries that lie in memory in their order, so that nothing but the match is timed.
class StoredEntries final : public EntryStream {
 public:
  explicit StoredEntries(const std::vector<Stored>& entries) : entries_(entries) {}
  const Entry* next() override { return at_ == entries_.size() ? nullptr : &entries_[at_++].entry; }

 private:
  const std::vector<Stored>& entries_;
  std::size_t at_ = 0;
};

std::vector<Stored> ordered(const RecordBatch& batch) {
  const test::TemporaryDirectory folder;
  const CancelToken cancel;
  ExternalSort sort({kPlenty, folder.path(), &cancel});
  KeyBuilder keys = key_builder("none");
  for (std::size_t i = 0; i < batch.size(); ++i) {
    keys.clear();
    keys.add(batch.record(i));
    sort.add(keys.entry(0));
  }
  const std::unique_ptr<EntryStream> stream = sort.finish();
  std::vector<Stored> entries;
  while (const Entry* entry = stream->next())
    entries.push_back({std::string(entry->key).append(entry->payload), *entry});
  for (Stored& one : entries) {
    const std::size_t key = one.entry.key.size();
    one.entry.key = std::string_view(one.bytes).substr(0, key);
    one.entry.payload = std::string_view(one.bytes).substr(key);
  }
  return entries;
}

void match(benchmark::State& state, Pairing pairing) {
  const test::TemporaryDirectory folder;
  const CancelToken cancel;
  const std::vector<Person> everyone = people(kCount);
  const std::vector<Stored> left = ordered(records({everyone.begin(), everyone.begin() + kCount * 7 / 10}));
  const std::vector<Stored> right = ordered(records({everyone.begin() + kCount * 3 / 10, everyone.end()}));
  Weighing heard;
  for (auto _ : state) {
    SideCursor lefts(std::make_unique<StoredEntries>(left), false);
    SideCursor rights(std::make_unique<StoredEntries>(right), false);
    Matcher matcher(pairing, kPlenty, folder.path(), cancel);
    matcher.run(lefts, rights, heard);
    if (matcher.pairs() == 0) state.SkipWithError("nothing was paired");
  }
  benchmark::DoNotOptimize(heard.seen());
  count_records(state, left.size() + right.size());
}
BENCHMARK_CAPTURE(match, one, Pairing::one_to_one)->Name("match/one-to-one")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(match, unique, Pairing::unique)->Name("match/unique")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(match, all, Pairing::all)->Name("match/all")->Unit(benchmark::kMillisecond);

void derive(benchmark::State& state) {
  constexpr std::size_t kPairs = 1000;
  const RecordBatch batch = records(people(kPairs));
  using Kind = ColumnType::Kind;
  const std::vector<DerivedColumn> columns{
      {{"left_id", {Kind::bigint, 0}}, FromField{{Side::left, 0}}},
      {{"right_id", {Kind::bigint, 0}}, FromField{{Side::right, 0}}},
      {{"lastname", {Kind::varchar, 50}}, FromField{{Side::left, 1}}},
      {{"firstname", {Kind::varchar, 50}}, FromField{{Side::left, 2}}},
      {{"active", {Kind::boolean, 0}}, ActiveWithin{{Side::right, 3}, 30}}};
  Deriver deriver(columns, 17'199);
  RecordBatch rows;
  for (auto _ : state) {
    rows.clear();
    for (std::size_t i = 0; i < batch.size(); ++i) deriver.derive(batch.record(i), batch.record(i), {}, rows);
  }
  if (rows.size() != kPairs) state.SkipWithError("rows are missing");
  count_records(state, kPairs);
}
BENCHMARK(derive)->Name("match/derive a row of five columns");

}  // namespace
}  // namespace counterpart::parts
