#include <fmt/format.h>

#include "base/calendar.hpp"
#include "job/load_parts.hpp"
#include "source/json/json_path.hpp"
#include "source/rest/fhir.hpp"

namespace counterpart {
namespace {

using Kind = PagesSpec::Kind;
using Where = PagesSpec::Where;

constexpr std::int64_t kMost = 1'000'000'000;
constexpr std::size_t kMostPartitions = 10'000;

const std::vector<std::string> kKinds{"page", "offset", "cursor", "next-link", "link-header", "keyset",
                                      "none", "scim",   "odata",  "jsonapi",   "fhir"};

/// What a preset fills in; keys of the job file go before it.
struct Preset {
  Kind kind = Kind::page;
  const char* records = "";
  const char* param = "";
  std::int64_t first = 0;
  const char* size_param = "";
  const char* link = "";
  const char* total_items = "";
  const char* error_when = "";
};

Preset preset_of(const std::string& kind) {
  if (kind == "page") return {.kind = Kind::page, .param = "page", .first = 1};
  if (kind == "offset") return {.kind = Kind::offset, .param = "offset", .size_param = "limit"};
  if (kind == "cursor") return {.kind = Kind::cursor};
  if (kind == "next-link") return {.kind = Kind::next_link};
  if (kind == "link-header") return {.kind = Kind::link_header};
  if (kind == "keyset") return {.kind = Kind::keyset};
  if (kind == "none") return {.kind = Kind::none};
  // RFC 7644, 3.4.2.4: startIndex counts from 1.
  if (kind == "scim")
    return {.kind = Kind::offset,
            .records = "/Resources",
            .param = "startIndex",
            .first = 1,
            .size_param = "count",
            .total_items = "/totalResults"};
  if (kind == "odata") return {.kind = Kind::next_link, .records = "/value", .link = "/@odata.nextLink"};
  if (kind == "jsonapi") return {.kind = Kind::next_link, .records = "/data", .link = "/links/next"};
  return {.kind = Kind::next_link, .records = kFhirRecords, .link = kFhirNext, .error_when = kFhirError};
}

/// `param`, `header`, `body` or `path`: one of them at most.
void load_turning_place(TomlTable& table, PagesSpec& pages, const Preset& preset) {
  pages.param = preset.param;
  int given = 0;
  for (const auto& [key, where] : {std::pair{"param", Where::query}, std::pair{"header", Where::header},
                                   std::pair{"body", Where::body}, std::pair{"path", Where::path}}) {
    const std::string name = table.string(key);
    if (name.empty()) continue;
    if (++given > 1)
      throw table.error(key, "the pages are turned by one of 'param', 'header', 'body' and 'path'");
    pages.where = where;
    pages.param = name;
  }
  if (pages.where == Where::path && pages.param.find("{}") == std::string::npos)
    throw table.error("path", "'path' holds {} where the value goes: \"/users/after/{}\"");
  if (pages.where == Where::body && pages.param.front() != '/')
    throw table.error("body", "'body' is a JSON Pointer into the body and begins with '/'");
  if (pages.param.empty()) throw table.missing("param", "[pages] needs 'param', 'header', 'body' or 'path'");
}

void load_size(TomlTable& table, PagesSpec& pages, const Preset& preset) {
  pages.size_param = table.string("size_param", preset.size_param);
  if (const std::string pointer = table.string("size_body"); !pointer.empty()) {
    if (pointer.front() != '/')
      throw table.error("size_body", "'size_body' is a JSON Pointer and begins with '/'");
    pages.size_in_body = true;
    pages.size_param = pointer;
  }
  if (table.has("size")) pages.size = table.integer("size", 0, 1, 1'000'000);
  if (pages.size && pages.size_param.empty())
    throw table.error("size", "'size' needs 'size_param', the name of the API's parameter for it");
  if (!pages.size && !table.has("size_param") && !pages.size_in_body) pages.size_param.clear();
  if (!pages.size && !pages.size_param.empty()) throw table.missing("size", "'size_param' needs 'size'");
}

void load_kind(TomlTable& table, PagesSpec& pages, const Preset& preset) {
  pages.first = preset.first;
  switch (pages.kind) {
    case Kind::page:
    case Kind::offset:
      load_turning_place(table, pages, preset);
      pages.first = table.integer("first", preset.first, 0, kMost);
      break;
    case Kind::cursor:
      pages.token_header = table.string("token_header");
      pages.token = load_path(table, "token");
      if (pages.token.empty() == pages.token_header.empty())
        throw table.missing("token", "pages of kind 'cursor' need one of 'token' and 'token_header'");
      load_turning_place(table, pages, preset);
      break;
    case Kind::keyset:
      load_turning_place(table, pages, preset);
      pages.field = table.required_string("field");
      break;
    case Kind::next_link:
      pages.link = load_path(table, "link", preset.link);
      if (pages.link.empty()) throw table.missing("link", "pages of kind 'next-link' need 'link'");
      break;
    case Kind::link_header: pages.rel = table.string("rel", pages.rel); break;
    case Kind::none: return;
  }
  load_size(table, pages, preset);
}

/// A text, whole number, truth value or date as a query has it; nothing for anything else.
std::optional<std::string> plain(const toml::node& node) {
  if (const auto text = node.value_exact<std::string>()) return *text;
  if (const auto number = node.value_exact<std::int64_t>()) return std::to_string(*number);
  if (const auto flag = node.value_exact<bool>()) return *flag ? "true" : "false";
  if (const auto date = node.value_exact<toml::date>())
    return fmt::format("{:04}-{:02}-{:02}", date->year, date->month, date->day);
  return std::nullopt;
}

/// Ranges [from, to) in steps, of dates or of whole numbers, for two parameters.
std::vector<std::map<std::string, std::string>> load_ranges(TomlTable table) {
  const std::string from_param = table.required_string("from_param");
  const std::string to_param = table.required_string("to_param");
  const toml::node* from_node = table.find("from");
  const toml::node* to_node = table.find("to");
  const toml::node* step_node = table.find("step");
  if (from_node == nullptr || to_node == nullptr || step_node == nullptr)
    throw table.error("from", "partitions by range need 'from', 'to' and 'step'");
  const auto first_day = parse_date(plain(*from_node).value_or(""));
  const auto last_day = parse_date(plain(*to_node).value_or(""));
  const bool days = first_day && last_day;
  const std::int64_t from = days ? *first_day : from_node->value_or<std::int64_t>(0);
  const std::int64_t to = days ? *last_day : to_node->value_or<std::int64_t>(0);
  const std::int64_t step = days ? parse_days(plain(*step_node).value_or("")).value_or(0)
                                 : step_node->value_exact<std::int64_t>().value_or(0);
  if (!days && (!from_node->is_integer() || !to_node->is_integer()))
    throw table.error("from", "'from' and 'to' are two dates or two whole numbers");
  if (step < 1)
    throw table.error("step",
                      days ? "'step' is a time such as \"30 days\"" : "'step' is a whole number from 1");
  if (to <= from) throw table.error("to", "'to' lies behind 'from'");
  // From the lowest to the highest number is more than a signed one holds.
  const std::uint64_t span = static_cast<std::uint64_t>(to) - static_cast<std::uint64_t>(from);
  const std::uint64_t count = (span - 1) / static_cast<std::uint64_t>(step) + 1;
  if (count > kMostPartitions)
    throw table.error("step",
                      fmt::format("there are more than {} partitions; use a larger 'step'", kMostPartitions));
  table.finish();
  const auto text = [days](std::int64_t value) {
    return days ? format_date(static_cast<std::int32_t>(value)) : std::to_string(value);
  };
  std::vector<std::map<std::string, std::string>> ranges;
  std::int64_t begin = from;
  for (std::uint64_t i = 1; i < count; ++i, begin += step)
    ranges.push_back({{from_param, text(begin)}, {to_param, text(begin + step)}});
  ranges.push_back({{from_param, text(begin)}, {to_param, text(to)}});
  return ranges;
}

/// A list of tables of query parameters, or one table that describes ranges.
std::vector<std::map<std::string, std::string>> load_partitions(TomlTable& table) {
  const toml::node* node = table.find("partitions");
  if (node == nullptr) return {};
  if (node->is_table()) return load_ranges(table.required_table("partitions"));
  const toml::array* array = node->as_array();
  std::vector<std::map<std::string, std::string>> partitions;
  for (std::size_t i = 0; array != nullptr && i < array->size(); ++i) {
    const toml::table* item = array->get(i)->as_table();
    if (item == nullptr || item->empty()) break;
    std::map<std::string, std::string>& values = partitions.emplace_back();
    for (const auto& [name, value] : *item) {
      if (const auto said = plain(value)) values.emplace(name.str(), *said);
    }
    if (values.size() != item->size()) partitions.clear();
  }
  if (array == nullptr || array->empty() || partitions.size() != array->size() ||
      partitions.size() > kMostPartitions)
    throw table.error(
        "partitions",
        "'partitions' is a list of query values, [{ country = \"DE\" }, { country = \"FR\" }], or "
        "{ from_param = …, to_param = …, from = …, to = …, step = … }");
  return partitions;
}

}  // namespace

void check_path(const TomlTable& table, std::string_view key, const std::string& path) {
  try {
    JsonPath::parse(path, ErrorKind::job_file);
  } catch (const Error& problem) {
    throw table.error(key, fmt::format("'{}': {}", key, problem.what())).hint(problem.hint());
  }
}

std::string load_path(TomlTable& table, std::string_view key, std::string_view otherwise) {
  std::string path = table.string(key, otherwise);
  check_path(table, key, path);
  return path;
}

void load_pages(TomlTable table, RestSpec& rest) {
  PagesSpec& pages = rest.pages;
  const Preset preset = preset_of(table.choice("kind", kKinds, true));
  if (rest.records.empty()) rest.records = preset.records;
  if (*preset.error_when != '\0') rest.error_when.emplace_back(preset.error_when);
  pages.kind = preset.kind;
  load_kind(table, pages, preset);
  pages.total_pages = load_path(table, "total_pages");
  pages.total_items = load_path(table, "total_items", preset.total_items);
  pages.has_more = load_path(table, "has_more");
  pages.total_pages_header = table.string("total_pages_header");
  pages.total_items_header = table.string("total_items_header");
  pages.empty_page = table.boolean("empty_page", false);
  pages.max_pages = static_cast<std::uint64_t>(
      table.integer("max_pages", static_cast<std::int64_t>(pages.max_pages), 1, kMost));
  pages.partitions = load_partitions(table);
  if (pages.where == Where::body && !rest.post)
    throw table.error("body", "a value goes into the body of a POST: set method = \"POST\"");
  if (pages.size_in_body && !rest.post)
    throw table.error("size_body", "a value goes into the body of a POST: set method = \"POST\"");
  table.finish();
}

}  // namespace counterpart
