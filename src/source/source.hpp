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
#include "db/url.hpp"
#include "record/schema.hpp"
#include "record/stream.hpp"

namespace counterpart::http {
class Hosts;
}

namespace counterpart {

/// A table or a query of a database. Exactly one of `query` and `table` is set.
struct DatabaseSpec {
  enum class Kind { mysql, postgres, sqlite } kind = Kind::sqlite;
  /// "mysql://user@host:port/database", "mysql://user@localhost/db?socket=/path", the same with
  /// "postgres://", "sqlite:FILE"
  std::string url;
  Secret password;
  TlsSpec tls = {};
  std::string query;
  std::string table;
  std::string where;  ///< with `table`
  std::vector<std::string>
      ordered_by;  ///< with `table`: the server is asked for this order, compared as bytes
  /// With `table`, without `ordered_by`: an order that is taken, as far as it goes, if an index that holds
  /// all that is read has it; see RecordStream::ordered_fields.
  std::vector<std::string> hoped_order = {};
  /// With `table`, of a server: connections that read it at once, 1 to 16, each a range of the whole numbers
  /// in the column `split_by`.
  unsigned split = 1;
  std::string split_by;
};

/// A CSV or JSON Lines file; ".gz" and ".zst" endings are unpacked while reading.
struct FileSpec {
  enum class Kind { csv, jsonl } kind = Kind::csv;
  std::filesystem::path path;
  char delimiter = ',';
  bool header = true;
  std::vector<std::string> columns;  ///< names, for a CSV file without a header (or instead of it)
};

/// How an API splits its records into pages. Places inside of a page are JSON Pointers (RFC 6901) or
/// JSONPaths (RFC 9535), as source/json/json_path.hpp reads them.
struct PagesSpec {
  enum class Kind { page, offset, cursor, next_link, link_header, keyset, none } kind = Kind::page;
  /// Where the value that turns the pages goes: the query parameter `param`, the header `param`, the place
  /// `param` (a JSON Pointer) of the body, or into `param`, a path with {} in it.
  enum class Where { query, header, body, path } where = Where::query;
  std::string param = "page";
  std::int64_t first = 1;     ///< page: the number of the first page; offset: of the first record
  std::string size_param;     ///< empty: the API is not asked for a size
  bool size_in_body = false;  ///< size_param is a JSON Pointer into the body
  std::optional<std::int64_t> size;
  std::string token;         ///< cursor: where the next token is in a page
  std::string token_header;  ///< or else the header of the answer that it is in
  std::string link;          ///< next_link: where the URL of the next page is in a page
  std::string rel = "next";  ///< link_header
  std::string field;         ///< keyset: the field of the last record that the next page begins behind
  std::string total_pages;   ///< endings, as many as the API offers; empty: not offered
  std::string total_items;
  std::string has_more;
  std::string total_pages_header;  ///< or headers of the answer that the totals are in
  std::string total_items_header;
  bool empty_page = false;              ///< an empty page is the end, whatever else there is
  std::uint64_t max_pages = 1'000'000;  ///< of one partition; reaching it is an error
  /// Query parameters of each partition: all of them together are the side. Empty: one walk without any.
  std::vector<std::map<std::string, std::string>> partitions;
};

struct AuthSpec {
  enum class Kind { none, bearer, basic, api_key, oauth2, login, mtls } kind = Kind::none;
  Secret token =
      {};  ///< the bearer token, the API key's value, the basic password, or the OAuth2 client's secret
  std::string user = {};
  std::string name = {};  ///< of the API key's header or query parameter
  bool in_query = false;
  std::string token_url = {};  ///< oauth2: the token endpoint (RFC 6749); login: where `body` is posted to
  std::string client_id = {};
  std::string scope = {};
  Secret refresh_token = {};    ///< oauth2: of a grant made before; without one, client credentials
  bool secret_in_body = false;  ///< oauth2: the client's secret goes into the form, not into a Basic header
  std::map<std::string, std::string> params = {};  ///< oauth2: further parameters, such as audience
  Secret body = {};                                ///< login: JSON
  std::vector<Secret> body_secrets = {};           ///< those in it
  std::string token_at = {};                       ///< login: where the token is in the answer
  std::string certificate = {};                    ///< mtls: PEM files
  std::string key = {};
};

/// Limits that the job sets itself, for all that talks to the host.
struct RateSpec {
  double requests_per_second = 0;  ///< 0: no limit
  unsigned burst = 1;              ///< requests that may start at once after a pause
  unsigned max_in_flight = 0;      ///< 0: no limit
};

struct RestSpec {
  std::string url;
  std::string records;  ///< where the records are in a page; "" is the whole page
  PagesSpec pages;
  AuthSpec auth;
  bool post = false;
  std::string body;  ///< of a POST: JSON, into which pages put their values; empty: none
  std::map<std::string, std::string> headers;
  std::map<std::string, std::string> query;
  std::vector<std::string> error_when;   ///< a page with something true at one of these places is an error
  std::vector<std::string> allow_hosts;  ///< further hosts that links and redirects may lead to
  RateSpec rate;
  unsigned window = 0;  ///< pages in flight, 1 to 64; 0 adapts
  bool fail_on_shortfall = true;
  bool allow_http = false;  ///< plain http to a host that is not loopback
  std::uint64_t connect_timeout_ms = 10'000;
  std::uint64_t first_byte_timeout_ms = 60'000;
  std::uint64_t stall_timeout_ms = 30'000;
  std::uint64_t total_timeout_ms = 300'000;    ///< of one request
  std::uint64_t side_timeout_ms = 86'400'000;  ///< of the whole side
  unsigned retry_attempts = 5;
  std::uint64_t retry_first_pause_ms = 250;  ///< at most, before the second attempt; then doubled
  std::uint64_t retry_deadline_ms = 300'000;
  std::uint64_t max_page_bytes = 64ULL << 20;
  std::filesystem::path replay;  ///< a folder of recorded answers to read instead of the API; empty: the API
};

using SourceSpec = std::variant<DatabaseSpec, FileSpec, RestSpec>;

/// What a source works with while it is read. All of it outlives the source.
struct SourceContext {
  const ReadSpec& read;
  SideProgress& progress;
  CancelToken& cancel;
  std::uint64_t memory_bytes;    ///< for pages in flight and buffers
  http::Hosts* hosts = nullptr;  ///< limits shared with the other side of the run; null: none are shared
  std::string side = {};         ///< what the job calls it
  /// A new or empty folder to keep an API's answers in; empty: they are not kept.
  std::filesystem::path record = {};
  /// A folder from which an interrupted read of an API goes on, and in which this one is kept; empty: none.
  std::filesystem::path journal = {};
  /// For pages of an API that can be left to wait at the server; 0: as much as for others.
  std::uint64_t waiting_page_bytes = 0;
  /// Tables beside that of the source, in its server or file, that the run loads: a source that reads one of
  /// them, by way of a view too, is refused as far as its database tells.
  std::vector<TableName> targets = {};
};

/// Connects, checks that every wanted field can be had (as far as the source knows its fields beforehand),
/// and stands before the first record. Errors: ErrorKind::source for databases and files, ErrorKind::api for
/// APIs, ErrorKind::job_file for a source that reads what the run loads.
std::unique_ptr<RecordStream> open_source(const SourceSpec& spec, const SourceContext& context);

}  // namespace counterpart
