#include "http/origin_lock.hpp"
#include "job/load_parts.hpp"
#include "job/toml_json.hpp"
#include "source/json/json_path.hpp"

namespace counterpart {
namespace {

void load_timeouts(TomlTable table, RestSpec& rest) {
  rest.connect_timeout_ms = table.milliseconds("connect", rest.connect_timeout_ms);
  rest.first_byte_timeout_ms = table.milliseconds("first_byte", rest.first_byte_timeout_ms);
  rest.stall_timeout_ms = table.milliseconds("stall", rest.stall_timeout_ms);
  rest.total_timeout_ms = table.milliseconds("total", rest.total_timeout_ms);
  rest.side_timeout_ms = table.milliseconds("side", rest.side_timeout_ms);
  table.finish();
}

void load_retries(TomlTable table, RestSpec& rest) {
  rest.retry_attempts = static_cast<unsigned>(table.integer("attempts", rest.retry_attempts, 1, 100));
  rest.retry_deadline_ms = table.milliseconds("deadline", rest.retry_deadline_ms);
  table.finish();
}

void load_rate(TomlTable table, RestSpec& rest) {
  rest.rate.requests_per_second = table.number("requests_per_second", 0, 0.001, 1'000'000);
  rest.rate.burst = static_cast<unsigned>(table.integer("burst", rest.rate.burst, 1, 1'000'000));
  rest.rate.max_in_flight = static_cast<unsigned>(table.integer("max_in_flight", 0, 1, 64));
  if (table.has("burst") && !table.has("requests_per_second"))
    throw table.error("burst", "'burst' goes with 'requests_per_second'");
  table.finish();
}

/// The method, and what a POST sends.
void load_request(TomlTable& table, RestSpec& rest) {
  rest.post = table.choice("method", {"GET", "POST"}) == "POST";
  rest.body = json_of(table, "body");
  if (!rest.body.empty() && !rest.post) throw table.error("body", "'body' goes with method = \"POST\"");
  rest.headers = table.string_map("headers");
  rest.query = table.string_map("query");
  rest.allow_hosts = table.strings("allow_hosts");
  for (const std::string& host : rest.allow_hosts) {
    try {
      http::check_allowed_host(host);
    } catch (const Error& problem) {
      throw table.error("allow_hosts", problem.what()).hint(problem.hint());
    }
  }
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
  load_request(table, rest);
  rest.error_when = table.strings("error_when");
  for (const std::string& path : rest.error_when) check_path(table, "error_when", path);
  load_pages(table.required_table("pages"), rest);
  if (const std::string folder = table.string("replay"); !folder.empty())
    rest.replay = table.context().path.parent_path() / folder;
  // A recording needs no credentials, and whoever is given one has none.
  const TomlContext without_secrets{table.context().path, false};
  if (auto auth = rest.replay.empty() ? table.table("auth") : table.table("auth", without_secrets))
    rest.auth = load_auth(*auth, rest.allow_http);
  rest.window = load_window(table);
  rest.fail_on_shortfall = table.choice("on_shortfall", {"fail", "warn"}) == "fail";
  if (auto timeouts = table.table("timeouts")) load_timeouts(*timeouts, rest);
  if (auto retries = table.table("retries")) load_retries(*retries, rest);
  if (auto rate = table.table("rate")) load_rate(*rate, rest);
  rest.max_page_bytes = static_cast<std::uint64_t>(table.integer(
      "max_page_bytes", static_cast<std::int64_t>(rest.max_page_bytes), 1024, std::int64_t{1} << 32));
  return rest;
}

}  // namespace counterpart
