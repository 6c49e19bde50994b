#include "http/url.hpp"
#include "job/load_parts.hpp"
#include "source/json_path.hpp"

namespace counterpart {
namespace {

constexpr std::int64_t kMostPages = 1'000'000'000;
const char* const kNotYet = "is not supported by this version";

/// The text of a path into a page, which parses; empty if the key is not there.
std::string load_path(TomlTable& table, std::string_view key) {
  const std::string text = table.string(key);
  try {
    JsonPath::parse(text, ErrorKind::job_file);
  } catch (const Error& problem) {
    throw table.error(key, problem.what()).hint(problem.hint());
  }
  return text;
}

PagesSpec load_pages(TomlTable table) {
  PagesSpec pages;
  const std::string kind = table.choice("kind",
                                        {"page", "offset", "cursor", "next-link", "link-header", "keyset",
                                         "none", "scim", "odata", "jsonapi", "fhir"},
                                        true);
  if (kind != "page" && kind != "none")
    throw table.error("kind",
                      "pages of kind '" + kind + "' are not supported by this version: page and none are");
  if (kind == "none") {
    pages.kind = PagesSpec::Kind::none;
  } else {
    pages.param = table.string("param", pages.param);
    pages.first = table.integer("first", pages.first, 0, kMostPages);
    pages.size_param = table.string("size_param");
    if (table.has("size")) pages.size = table.integer("size", 0, 1, 1'000'000);
    if (pages.size && pages.size_param.empty())
      throw table.error("size", "'size' needs 'size_param', the name of the API's parameter for it");
  }
  pages.total_pages = load_path(table, "total_pages");
  pages.total_items = load_path(table, "total_items");
  pages.has_more = load_path(table, "has_more");
  pages.empty_page = table.boolean("empty_page", false);
  pages.max_pages = static_cast<std::uint64_t>(
      table.integer("max_pages", static_cast<std::int64_t>(pages.max_pages), 1, kMostPages));
  table.finish();
  return pages;
}

AuthSpec load_auth(TomlTable table) {
  AuthSpec auth;
  const std::string kind =
      table.choice("kind", {"bearer", "basic", "api-key", "oauth2", "login", "mtls"}, true);
  if (kind == "bearer") {
    auth.kind = AuthSpec::Kind::bearer;
    auth.token = table.secret("token");
  } else if (kind == "basic") {
    auth.kind = AuthSpec::Kind::basic;
    auth.user = table.required_string("user");
    auth.token = table.secret("password");
  } else if (kind == "api-key") {
    auth.kind = AuthSpec::Kind::api_key;
    auth.name = table.required_string("name");
    auth.in_query = table.choice("in", {"header", "query"}) == "query";
    auth.token = table.secret("value");
  } else {
    throw table.error("kind", "auth of kind '" + kind +
                                  "' is not supported by this version: bearer, basic and api-key are");
  }
  const char* secret_key = kind == "bearer" ? "token" : kind == "basic" ? "password" : "value";
  if (!table.has(secret_key))
    throw table.error(secret_key, std::string("[auth] of kind '") + kind + "' needs '" + secret_key + "'");
  table.finish();
  return auth;
}

void load_timeouts(TomlTable table, RestSpec& rest) {
  rest.connect_timeout_ms = table.milliseconds("connect", rest.connect_timeout_ms);
  rest.first_byte_timeout_ms = table.milliseconds("first_byte", rest.first_byte_timeout_ms);
  rest.stall_timeout_ms = table.milliseconds("stall", rest.stall_timeout_ms);
  rest.total_timeout_ms = table.milliseconds("total", rest.total_timeout_ms);
  table.finish();
}

void load_retries(TomlTable table, RestSpec& rest) {
  rest.retry_attempts = static_cast<unsigned>(table.integer("attempts", rest.retry_attempts, 1, 100));
  rest.retry_deadline_ms = table.milliseconds("deadline", rest.retry_deadline_ms);
  table.finish();
}

unsigned load_window(TomlTable& table) {
  constexpr std::int64_t kWidest = 64;
  const toml::node* node = table.find("window");
  if (node == nullptr || node->value_or(std::string()) == "auto") return 0;
  if (node->is_string())
    throw table.error("window", "'window' is \"auto\" or a number of pages from 1 to 64");
  return static_cast<unsigned>(table.integer("window", 0, 1, kWidest));
}

void check_url(const TomlTable& table, const RestSpec& rest) {
  try {
    http::check_clear_text(http::Url::parse(rest.url, ErrorKind::job_file), rest.allow_http);
  } catch (const Error& problem) {
    throw table.error("url", problem.what()).hint(problem.hint());
  }
}

}  // namespace

RestSpec load_rest(TomlTable& table) {
  RestSpec rest;
  rest.url = table.required_string("url");
  rest.records = load_path(table, "records");
  rest.allow_http = table.boolean("allow_http", false);
  check_url(table, rest);
  rest.pages = load_pages(table.required_table("pages"));
  if (auto auth = table.table("auth")) rest.auth = load_auth(*auth);
  rest.headers = table.string_map("headers");
  rest.query = table.string_map("query");
  rest.window = load_window(table);
  rest.fail_on_shortfall = table.choice("on_shortfall", {"fail", "warn"}) == "fail";
  if (auto timeouts = table.table("timeouts")) load_timeouts(*timeouts, rest);
  if (auto retries = table.table("retries")) load_retries(*retries, rest);
  rest.max_page_bytes = static_cast<std::uint64_t>(table.integer(
      "max_page_bytes", static_cast<std::int64_t>(rest.max_page_bytes), 1024, std::int64_t{1} << 32));
  table.choice("method", {"GET"});
  for (const char* key : {"body", "error_when", "allow_hosts", "rate", "replay"}) table.refuse(key, kNotYet);
  return rest;
}

}  // namespace counterpart
