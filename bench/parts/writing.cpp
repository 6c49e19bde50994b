// Rows out: each kind of output that needs no server, from its first row to its commit.
#include <fstream>

#include "parts/people.hpp"
#include "sink/sink.hpp"

namespace counterpart::parts {
namespace {

constexpr std::size_t kBatches = 50, kBatch = 1000;

/// Writes all rows and commits, once for each iteration, to where `open` leads.
template <typename Open>
void write_rows(benchmark::State& state, const Open& open) {
  const RecordBatch batch = records(people(kBatch));
  for (auto _ : state) {
    const std::unique_ptr<RecordSink> sink = open();
    for (std::size_t i = 0; i < kBatches; ++i) sink->push(batch);
    sink->prepare();
    sink->commit();
  }
  count_records(state, kBatches * kBatch);
}

void row_file(benchmark::State& state, RowFileSpec::Kind kind) {
  const test::TemporaryDirectory folder;
  write_rows(state, [&] {
    return open_row_file({.kind = kind, .path = folder.path() / "rows", .columns = columns()});
  });
}
BENCHMARK_CAPTURE(row_file, csv, RowFileSpec::Kind::csv)->Name("write/CSV")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(row_file, jsonl, RowFileSpec::Kind::jsonl)
    ->Name("write/JSON Lines")
    ->Unit(benchmark::kMillisecond);

void report(benchmark::State& state) {
  const test::TemporaryDirectory folder;
  const auto at_once = [] { return std::chrono::seconds(0); };
  write_rows(state, [&] {
    return open_report({.path = folder.path() / "report.txt",
                        .columns = columns(),
                        .ddl = ddl(Dialect::sqlite, "people", columns()),
                        .elapsed = at_once});
  });
}
BENCHMARK(report)->Name("write/report")->Unit(benchmark::kMillisecond);

void sqlite_table(benchmark::State& state) {
  const test::TemporaryDirectory folder;
  const std::filesystem::path path = folder.path() / "warehouse.db";
  std::ofstream(path).close();
  CancelToken cancel;
  std::size_t runs = 0;
  write_rows(state, [&] {
    TableSpec spec;
    spec.url = "sqlite:" + path.string();
    spec.table = "people";
    spec.columns = columns();
    spec.run = {.id = std::to_string(runs++),
                .job = "job.toml",
                .job_digest = "0",
                .as_of = "2017-02-02",
                .started_at = "2017-02-02T00:00:00Z",
                .version = "0"};
    return open_table(std::move(spec), cancel);
  });
}
BENCHMARK(sqlite_table)->Name("write/SQLite table, replaced")->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace counterpart::parts
