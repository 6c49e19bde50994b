#include "source/estimate.hpp"

#include <algorithm>
#include <array>
#include <fstream>

#include "db/mysql.hpp"
#include "db/postgres.hpp"
#include "db/sqlite.hpp"
#include "db/url.hpp"
#include "source/mysql_table.hpp"
#include "source/postgres_table.hpp"

namespace counterpart {
namespace {

constexpr const char* kStatistics = "the server's statistics";
constexpr std::size_t kSampleBytes = 64 << 10;
constexpr int kLockWaitMs = 1'000;

std::optional<RecordEstimate> of_mysql(const DatabaseSpec& spec, CancelToken& cancel) {
  MysqlConnection connection(server_address(spec.url, spec.tls), spec.password, ErrorKind::source, cancel);
  for (const auto& row : connection.rows("SELECT table_name, table_rows FROM information_schema.tables WHERE "
                                         "table_schema = DATABASE() AND table_rows IS NOT NULL")) {
    if (row[0] == spec.table) return RecordEstimate{mysql_count(row[1]), kStatistics};
  }
  return std::nullopt;
}

std::optional<RecordEstimate> of_postgres(const DatabaseSpec& spec, CancelToken& cancel) {
  PostgresConnection connection(server_address(spec.url, spec.tls), spec.password, ErrorKind::source, cancel);
  const std::string quoted = find_postgres_table(connection, spec.table).quoted;
  std::string name = "'";
  for (const char c : quoted) name.append(c == '\'' ? 2 : 1, c);
  // −1 before the first ANALYZE.
  const auto rows = connection.rows("SELECT reltuples::bigint FROM pg_catalog.pg_class WHERE oid = " + name +
                                    "'::pg_catalog.regclass AND reltuples >= 0");
  if (rows.empty()) return std::nullopt;
  return RecordEstimate{mysql_count(rows[0][0]), kStatistics};
}

std::optional<RecordEstimate> of_sqlite(const DatabaseSpec& spec, CancelToken& cancel) {
  SqliteDatabase database(parse_sqlite_url(spec.url), SqliteDatabase::Mode::read_only, ErrorKind::source,
                          cancel);
  database.wait_for_locks(kLockWaitMs);
  const std::string from = "(rowid) FROM " + sqlite_quoted(spec.table) + ")";
  // Each for itself is the end of a tree; both at once are a walk over all of it.
  SqliteStatement rows = database.prepare("SELECT (SELECT max" + from + " - (SELECT min" + from + " + 1");
  if (!rows.step() || rows.value(0).is_null()) return std::nullopt;
  return RecordEstimate{static_cast<std::uint64_t>(std::max<std::int64_t>(rows.value(0).as_int64(), 0)),
                        "its rowids"};
}

std::optional<RecordEstimate> of_database(const DatabaseSpec& spec, CancelToken& cancel) {
  if (spec.table.empty()) return std::nullopt;
  switch (spec.kind) {
    case DatabaseSpec::Kind::mysql: return of_mysql(spec, cancel);
    case DatabaseSpec::Kind::postgres: return of_postgres(spec, cancel);
    case DatabaseSpec::Kind::sqlite: return of_sqlite(spec, cancel);
  }
  return std::nullopt;
}

/// The size of the file over the length of its first lines.
std::optional<RecordEstimate> of_file(const FileSpec& spec) {
  const auto ending = spec.path.extension();
  if (ending == ".gz" || ending == ".zst" || !std::filesystem::is_regular_file(spec.path))
    return std::nullopt;
  std::ifstream file(spec.path, std::ios::binary);
  std::array<char, kSampleBytes> sample;
  file.read(sample.data(), sample.size());
  const auto bytes = static_cast<std::uint64_t>(file.gcount());
  const auto lines =
      static_cast<std::uint64_t>(std::count(sample.begin(), sample.begin() + file.gcount(), '\n'));
  if (lines == 0) return std::nullopt;
  const std::uint64_t all = std::filesystem::file_size(spec.path) * lines / bytes;
  const std::uint64_t header = spec.kind == FileSpec::Kind::csv && spec.header ? 1 : 0;
  return RecordEstimate{all - std::min(all, header), "the size of the file"};
}

}  // namespace

std::optional<RecordEstimate> estimate_records(const SourceSpec& spec, CancelToken& cancel) {
  try {
    if (const auto* database = std::get_if<DatabaseSpec>(&spec)) return of_database(*database, cancel);
    if (const auto* file = std::get_if<FileSpec>(&spec)) return of_file(*file);
  } catch (const Error&) {
    cancel.check();
  } catch (const std::filesystem::filesystem_error&) {
    return std::nullopt;
  }
  return std::nullopt;
}

}  // namespace counterpart
