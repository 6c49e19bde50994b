#pragma once
/// Where records come from, as plain values, and the one place that opens them.

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/cancel.hpp"
#include "base/progress.hpp"
#include "base/secret.hpp"
#include "record/schema.hpp"
#include "record/stream.hpp"

namespace counterpart {

/// A table or a query of a database. Exactly one of `query` and `table` is set.
struct DatabaseSpec {
  enum class Kind { mysql, sqlite } kind = Kind::sqlite;
  std::string
      url;  ///< "mysql://user@host:port/database", "mysql://user@localhost/db?socket=/path", "sqlite:FILE"
  Secret password;
  std::string query;
  std::string table;
  std::string where;  ///< with `table`
  std::vector<std::string>
      ordered_by;  ///< with `table`: the server is asked for this order, compared as bytes
};

/// A CSV or JSON Lines file; ".gz" and ".zst" endings are unpacked while reading.
struct FileSpec {
  enum class Kind { csv, jsonl } kind = Kind::csv;
  std::filesystem::path path;
  char delimiter = ',';
  bool header = true;
  std::vector<std::string> columns;  ///< names, for a CSV file without a header (or instead of it)
};

/// How an API splits its records into pages. Paths into a page are JSON Pointers or JSONPath (see
/// JsonPath).
struct PagesSpec {
  enum class Kind { page, none } kind = Kind::page;
  std::string param = "page";
  std::int64_t first = 1;
  std::string size_param;
  std::optional<std::int64_t> size;
  std::string total_pages;  ///< endings, paths for as many as the API offers; empty: not offered
  std::string total_items;
  std::string has_more;
  bool empty_page = false;
  std::uint64_t max_pages = 1'000'000;  ///< reaching it is an error
};

struct AuthSpec {
  enum class Kind { none, bearer, basic, api_key } kind = Kind::none;
  Secret token;  ///< the bearer token, the API key's value or the basic password
  std::string user;
  std::string name;  ///< of the API key's header or query parameter
  bool in_query = false;
};

struct RestSpec {
  std::string url;
  std::string records;  ///< path to the list of records, or to each of them; "" is the whole page
  PagesSpec pages;
  AuthSpec auth;
  std::map<std::string, std::string> headers;
  std::map<std::string, std::string> query;
  unsigned window = 0;  ///< pages in flight, 1 to 64; 0 adapts
  bool fail_on_shortfall = true;
  bool allow_http = false;  ///< plain http to a host that is not loopback
  std::uint64_t connect_timeout_ms = 10'000;
  std::uint64_t first_byte_timeout_ms = 60'000;
  std::uint64_t stall_timeout_ms = 30'000;
  std::uint64_t total_timeout_ms = 300'000;  ///< of one request
  unsigned retry_attempts = 5;
  std::uint64_t retry_deadline_ms = 300'000;
  std::uint64_t max_page_bytes = 64ULL << 20;
};

using SourceSpec = std::variant<DatabaseSpec, FileSpec, RestSpec>;

/// What a source works with while it is read. All of it outlives the source.
struct SourceContext {
  const ReadSpec& read;
  SideProgress& progress;
  CancelToken& cancel;
  std::uint64_t memory_bytes;  ///< for pages in flight and buffers
};

/// Connects, checks that every wanted field can be had (as far as the source knows its fields beforehand),
/// and stands before the first record. Errors: ErrorKind::source for databases and files, ErrorKind::api for
/// APIs.
std::unique_ptr<RecordStream> open_source(const SourceSpec& spec, const SourceContext& context);

}  // namespace counterpart
