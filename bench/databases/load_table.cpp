/// A CSV file into a database table by the project's own parts, without a match between them: what the
/// benchmark holds against LOAD DATA, COPY and .import. Prints the number of rows.

#include <fmt/format.h>

#include <chrono>
#include <cstdlib>
#include <exception>

#include "base/cancel.hpp"
#include "base/progress.hpp"
#include "record/column.hpp"
#include "record/read_ahead.hpp"
#include "record/schema.hpp"
#include "sink/sink.hpp"
#include "source/source.hpp"

namespace counterpart {
namespace {

constexpr std::uint64_t kSourceBytes = 16 << 20;

ReadSpec fields() {
  ReadSpec read;
  read.fields = {{.name = "id", .type = Type::int64},
                 {.name = "lastname", .type = Type::string},
                 {.name = "firstname", .type = Type::string},
                 {.name = "last_active_date", .type = Type::date},
                 {.name = "specialty", .type = Type::string}};
  return read;
}

TableSpec target(const std::string& url, const std::string& table) {
  using Kind = ColumnType::Kind;
  TableSpec spec;
  spec.url = url;
  spec.table = table;
  if (const char* password = std::getenv("COUNTERPART_BENCH_PASSWORD")) spec.password = Secret(password);
  spec.columns = {{"id", {Kind::integer, 0}},
                  {"lastname", {Kind::varchar, 50}},
                  {"firstname", {Kind::varchar, 50}},
                  {"last_active_date", {Kind::date, 0}},
                  {"specialty", {Kind::varchar, 50}}};
  // Each run of a table has an id of its own.
  const auto moment = std::chrono::system_clock::now().time_since_epoch().count();
  spec.run = {fmt::format("bench-{}", moment), "bench", "0", "2017-02-02", "2017-02-02T00:00:00Z", "bench"};
  return spec;
}

std::uint64_t load(const std::string& file, const std::string& url, const std::string& table) {
  CancelToken cancel;
  SideProgress progress;
  const ReadSpec read = fields();
  const auto sink = open_table(target(url, table), cancel);
  FileSpec spec;
  spec.path = file;
  const auto stream = read_ahead(open_source(spec, {read, progress, cancel, kSourceBytes}), cancel);
  std::uint64_t rows = 0;
  RecordBatch batch;
  while (stream->next(batch)) {
    if (!batch.rejects().empty()) throw Error(ErrorKind::source, batch.rejects().front().reason);
    rows += batch.size();
    sink->push(batch);
  }
  sink->prepare();
  sink->commit();
  return rows;
}

}  // namespace
}  // namespace counterpart

int main(int count, char** words) {
  if (count != 4) {
    fmt::print(stderr, "usage: load_table FILE.csv URL TABLE\n");
    return 2;
  }
  try {
    fmt::print("{}\n", counterpart::load(words[1], words[2], words[3]));
  } catch (const std::exception& error) {
    fmt::print(stderr, "load_table: {}\n", error.what());
    return 1;
  }
  return 0;
}
