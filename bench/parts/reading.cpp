// Records in: the page of an API, files, a table.
#include <fstream>

#include "db/sqlite.hpp"
#include "parts/people.hpp"
#include "source/csv_source.hpp"
#include "source/json/json_page.hpp"
#include "source/jsonl_source.hpp"
#include "source/sqlite_source.hpp"

namespace counterpart::parts {
namespace {

constexpr std::size_t kPage = 1000, kFile = 50'000;
constexpr std::size_t kPadding = 64;

void parse_page(benchmark::State& state) {
  std::string text = json_page(people(kPage));
  text.reserve(text.size() + kPadding);
  JsonPage page;
  for (auto _ : state) benchmark::DoNotOptimize(page.parse(text));
  count_records(state, kPage);
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * text.size()));
}
BENCHMARK(parse_page)->Name("read/JSON page: parse");

void page_to_batch(benchmark::State& state) {
  std::string text = json_page(people(kPage));
  text.reserve(text.size() + kPadding);
  const JsonPath users = JsonPath::parse("/users", ErrorKind::api);
  JsonPage page;
  JsonRecordReader fields(read_spec());
  RecordBuilder builder(read_spec(), true);
  std::vector<simdjson::dom::element> list;
  RecordBatch batch;
  for (auto _ : state) {
    page.parse(text);
    page.list_at(users, list);
    batch.clear();
    for (const simdjson::dom::element one : list) {
      builder.begin();
      fields.read(one.get_object().value_unsafe(), builder);
      builder.end({}, batch);
    }
  }
  if (batch.size() != kPage) state.SkipWithError("records are missing");
  count_records(state, kPage);
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * text.size()));
}
BENCHMARK(page_to_batch)->Name("read/JSON page: parse, records");

/// Reads a source to its end, once for each iteration.
template <typename Open>
void read_whole(benchmark::State& state, const Open& open) {
  SideProgress progress;
  CancelToken cancel;
  const SourceContext context{
      .read = read_spec(), .progress = progress, .cancel = cancel, .memory_bytes = 4 << 20};
  RecordBatch batch;
  for (auto _ : state) {
    const std::unique_ptr<RecordStream> source = open(context);
    std::size_t records = 0;
    while (source->next(batch)) records += batch.size();
    if (records != kFile) state.SkipWithError("records are missing");
  }
  count_records(state, kFile);
}

void read_csv(benchmark::State& state) {
  const test::TemporaryDirectory folder;
  const FileSpec file{.kind = FileSpec::Kind::csv, .path = folder.path() / "people.csv", .columns = {}};
  std::ofstream(file.path) << csv(people(kFile));
  read_whole(state, [&](const SourceContext& context) { return open_csv_source(file, context); });
}
BENCHMARK(read_csv)->Name("read/CSV")->Unit(benchmark::kMillisecond);

void read_jsonl(benchmark::State& state) {
  const test::TemporaryDirectory folder;
  const FileSpec file{.kind = FileSpec::Kind::jsonl, .path = folder.path() / "people.jsonl", .columns = {}};
  std::ofstream(file.path) << json_lines(people(kFile));
  read_whole(state, [&](const SourceContext& context) { return open_jsonl_source(file, context); });
}
BENCHMARK(read_jsonl)->Name("read/JSON Lines")->Unit(benchmark::kMillisecond);

void fill_table(const std::filesystem::path& path) {
  std::ofstream(path).close();
  CancelToken cancel;
  SqliteDatabase database(path, SqliteDatabase::Mode::read_write, ErrorKind::source, cancel);
  database.run(
      "CREATE TABLE people (id INTEGER PRIMARY KEY, lastname TEXT, firstname TEXT, born TEXT, specialty "
      "TEXT)");
  database.run("BEGIN");
  SqliteStatement insert = database.prepare("INSERT INTO people VALUES (?, ?, ?, ?, ?)");
  for (const Person& one : people(kFile)) {
    insert.bind(0, Value::int64(one.id));
    insert.bind(1, Value::string(one.last));
    insert.bind(2, Value::string(one.first));
    insert.bind(3, Value::string(one.born));
    insert.bind(4, Value::string(one.specialty));
    insert.step();
    insert.reset();
  }
  database.run("COMMIT");
}

void read_sqlite(benchmark::State& state) {
  const test::TemporaryDirectory folder;
  const std::filesystem::path path = folder.path() / "people.db";
  fill_table(path);
  DatabaseSpec table;
  table.url = "sqlite:" + path.string();
  table.table = "people";
  read_whole(state, [&](const SourceContext& context) { return open_source(table, context); });
}
BENCHMARK(read_sqlite)->Name("read/SQLite table")->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace counterpart::parts
