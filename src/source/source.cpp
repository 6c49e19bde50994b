#include "source/source.hpp"

#include "source/csv_source.hpp"
#include "source/jsonl_source.hpp"
#include "source/mysql_source.hpp"
#include "source/postgres_source.hpp"
#include "source/rest/rest_source.hpp"
#include "source/sqlite_source.hpp"

namespace counterpart {
namespace {

std::unique_ptr<RecordStream> open(const DatabaseSpec& spec, const SourceContext& context) {
  switch (spec.kind) {
    case DatabaseSpec::Kind::mysql: return open_mysql_source(spec, context);
    case DatabaseSpec::Kind::postgres: return open_postgres_source(spec, context);
    case DatabaseSpec::Kind::sqlite: return open_sqlite_source(spec, context);
  }
  throw Error(ErrorKind::internal, "a kind of database without a source");
}

std::unique_ptr<RecordStream> open(const FileSpec& spec, const SourceContext& context) {
  switch (spec.kind) {
    case FileSpec::Kind::csv: return open_csv_source(spec, context);
    case FileSpec::Kind::jsonl: return open_jsonl_source(spec, context);
  }
  throw Error(ErrorKind::internal, "a kind of file without a source");
}

std::unique_ptr<RecordStream> open(const RestSpec& spec, const SourceContext& context) {
  return open_rest_source(spec, context);
}

}  // namespace

std::unique_ptr<RecordStream> open_source(const SourceSpec& spec, const SourceContext& context) {
  return std::visit([&](const auto& one) { return open(one, context); }, spec);
}

}  // namespace counterpart
