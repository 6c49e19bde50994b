#include "job/side_text.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/size.hpp"
#include "job/toml_text.hpp"
#include "source/rest/fhir.hpp"

namespace counterpart {
namespace {

using PageKind = PagesSpec::Kind;

std::string note_on(const ProposedSide& side, const std::string& key) {
  std::string text;
  for (const SurveyNote& note : side.survey.notes) {
    if (note.key == key) text += (text.empty() ? "" : "; ") + note.text;
  }
  return text;
}

std::string from_environment(const std::string& variable) {
  return fmt::format("{{ env = {} }}", toml_string(variable));
}

std::string inline_table(const std::map<std::string, std::string>& values) {
  std::string text = "{ ";
  for (const auto& [name, value] : values)
    text += (text.size() > 2 ? ", " : "") + toml_key(name) + " = " + toml_string(value);
  return text + " }";
}

void add_id(const ProposedSide& side, TomlBlock& block) {
  const FieldSurvey* field = side.survey.find(side.id);
  const bool sure = field != nullptr && field->key;
  block.add_text(
      "id", side.id,
      sure ? "" : fmt::format("different in all {} records looked at", format_count(side.survey.records)));
}

void add_rest_of_side(const ProposedSide& side, TomlBlock& block) {
  if (!side.seen_order.empty()) {
    block.suggest("ordered_by", toml_list({side.seen_order}),
                  fmt::format("{} records came so; if all do, none has to be sorted",
                              format_count(side.survey.records)));
  }
  if (side.misfits == 0) return;
  block.add_text("on_bad_value", "null",
                 fmt::format("{} of the values looked at {} no date; without this, its record is rejected",
                             format_count(side.misfits), side.misfits == 1 ? "is" : "are"));
}

void add_database(const ProposedSide& side, const DatabaseSpec& spec, const std::filesystem::path& folder,
                  TomlBlock& block) {
  constexpr std::string_view scheme = "sqlite:";
  const bool sqlite = spec.kind == DatabaseSpec::Kind::sqlite;
  const char* kind = sqlite ? "sqlite" : spec.kind == DatabaseSpec::Kind::postgres ? "postgres" : "mysql";
  block.add_text("source", kind);
  block.add_text("url",
                 sqlite ? std::string(scheme) + path_from(folder, spec.url.substr(scheme.size())) : spec.url);
  if (!side.question.password_env.empty())
    block.add("password", from_environment(side.question.password_env));
  block.add_text("table", spec.table, note_on(side, "table"));
  add_id(side, block);
}

void add_file(const ProposedSide& side, const FileSpec& spec, const std::filesystem::path& folder,
              TomlBlock& block) {
  block.add_text("source", spec.kind == FileSpec::Kind::csv ? "csv" : "jsonl");
  block.add_text("path", path_from(folder, spec.path));
  if (spec.delimiter != ',') block.add_text("delimiter", std::string(1, spec.delimiter));
  if (!spec.header) block.add("header", "false", note_on(side, "header"));
  if (!spec.columns.empty()) block.add("columns", toml_list(spec.columns));
  add_id(side, block);
}

/// A preset of the job file that says all of it.
struct Preset {
  const char* kind;
  PageKind of;
  const char* records;
  const char* link;
  const char* param;
  std::int64_t first;
  const char* size_param;
};

constexpr Preset kPresets[] = {
    {"odata", PageKind::next_link, "/value", "/@odata.nextLink", "", 0, ""},
    {"jsonapi", PageKind::next_link, "/data", "/links/next", "", 0, ""},
    {"fhir", PageKind::next_link, kFhirRecords, kFhirNext, "", 0, ""},
    {"scim", PageKind::offset, "/Resources", "", "startIndex", 1, "count"},
};

const Preset* preset_of(const RestSpec& spec) {
  const auto* found = std::find_if(std::begin(kPresets), std::end(kPresets), [&spec](const Preset& preset) {
    const PagesSpec& pages = spec.pages;
    if (pages.kind != preset.of || spec.records != preset.records) return false;
    if (pages.kind == PageKind::next_link) return pages.link == preset.link;
    return pages.param == preset.param && pages.first == preset.first &&
           pages.size_param == preset.size_param;
  });
  return found == std::end(kPresets) ? nullptr : found;
}

void add_api(const ProposedSide& side, const RestSpec& spec, TomlBlock& block) {
  block.add_text("source", "rest");
  block.add_text("url", spec.url, note_on(side, "url"));
  if (spec.allow_http) block.add("allow_http", "true", "in clear text over the network");
  if (!spec.query.empty()) block.add("query", inline_table(spec.query), note_on(side, "query"));
  const std::string records = note_on(side, "records");
  if (preset_of(spec) == nullptr) {
    block.add_text("records", spec.records,
                   spec.records.empty() ? records + ", which is a bare list" : records);
  }
  add_id(side, block);
}

const char* kind_name(PageKind kind) {
  switch (kind) {
    case PageKind::page: return "page";
    case PageKind::offset: return "offset";
    case PageKind::cursor: return "cursor";
    case PageKind::next_link: return "next-link";
    case PageKind::link_header: return "link-header";
    case PageKind::keyset: return "keyset";
    case PageKind::none: return "none";
  }
  return "none";
}

/// What the kind means, and what was tried of it.
std::string kind_note(const ProposedSide& side, const PagesSpec& pages, bool preset) {
  const std::string seen = note_on(side, "kind");
  if (!seen.empty()) return seen;
  if (preset) return "its records and its next page are where this standard has them; two pages were read";
  switch (pages.kind) {
    case PageKind::page: return "by number; two pages were read";
    case PageKind::offset: return "by the number of records before; two pages were read";
    case PageKind::cursor: return "each page holds a token for the next; two were read";
    case PageKind::keyset: return "behind the last record of the page before; two pages were read";
    case PageKind::next_link: return "each page holds the URL of the next; two were read";
    case PageKind::link_header: return "the Link header leads to the next page; two were read";
    case PageKind::none: return "";
  }
  return "";
}

void add_turning(const PagesSpec& pages, TomlBlock& block) {
  const auto add = [&block](const char* key, const std::string& text) {
    if (!text.empty()) block.add_text(key, text);
  };
  add("token", pages.token);
  add("token_header", pages.token_header);
  if (pages.kind == PageKind::next_link) add("link", pages.link);
  if (pages.kind == PageKind::keyset) add("field", pages.field);
  if (pages.kind != PageKind::next_link && pages.kind != PageKind::link_header &&
      pages.kind != PageKind::none)
    add("param", pages.param);
  const std::int64_t usual = pages.kind == PageKind::page ? 1 : 0;
  if ((pages.kind == PageKind::page || pages.kind == PageKind::offset) && pages.first != usual)
    block.add("first", std::to_string(pages.first), "the API counts from here");
}

std::string pages_text(const ProposedSide& side, const RestSpec& spec, const std::string& key) {
  const PagesSpec& pages = spec.pages;
  TomlBlock block("[" + key + ".pages]");
  const Preset* preset = preset_of(spec);
  block.add_text("kind", preset != nullptr ? preset->kind : kind_name(pages.kind),
                 kind_note(side, pages, preset != nullptr));
  if (preset == nullptr) add_turning(pages, block);
  if (pages.size) {
    if (preset == nullptr || pages.size_param != preset->size_param)
      block.add_text("size_param", pages.size_param);
    block.add("size", std::to_string(*pages.size), note_on(side, "size"));
  }
  const bool numbered = pages.kind == PageKind::page || pages.kind == PageKind::offset;
  const bool endless = !has_totals(pages) && pages.has_more.empty();
  if (!pages.total_pages.empty()) block.add_text("total_pages", pages.total_pages);
  if (!pages.total_items.empty())
    block.add_text("total_items", pages.total_items, note_on(side, "total_items"));
  if (!pages.total_pages_header.empty()) block.add_text("total_pages_header", pages.total_pages_header);
  if (!pages.total_items_header.empty())
    block.add_text("total_items_header", pages.total_items_header, note_on(side, "total_items"));
  if (!pages.has_more.empty()) block.add_text("has_more", pages.has_more);
  if (numbered && endless)
    block.suggest("total_items", "\"/…\"", "none was found: the first empty page is taken for the end");
  return "\n" + block.text();
}

std::string auth_text(const SideQuestion& question, const std::string& key) {
  TomlBlock block("[" + key + ".auth]");
  const auto named = [](const std::string& text) {
    const std::size_t equals = text.find('=');
    return std::pair(text.substr(0, equals), text.substr(equals + 1));
  };
  if (!question.token_env.empty()) {
    block.add_text("kind", "bearer");
    block.add("token", from_environment(question.token_env));
  } else if (!question.user.empty()) {
    block.add_text("kind", "basic");
    block.add_text("user", question.user);
    block.add("password", from_environment(question.password_env));
  } else if (!question.header_env.empty() || !question.query_env.empty()) {
    const bool header = !question.header_env.empty();
    const auto [name, variable] = named(header ? question.header_env : question.query_env);
    block.add_text("kind", "api-key");
    block.add_text("name", name);
    if (!header) block.add_text("in", "query");
    block.add("value", from_environment(variable));
  }
  return block.empty() ? "" : "\n" + block.text();
}

std::string types_text(const ProposedSide& side, const std::string& key) {
  TomlBlock block("[" + key + ".types]", "what comes as text and is something else");
  for (const auto& [field, type] : side.types) block.add_text(field, type);
  return block.empty() ? "" : "\n" + block.text();
}

}  // namespace

std::string path_from(const std::filesystem::path& folder, const std::filesystem::path& path) {
  if (path.is_absolute() || folder.empty()) return path.string();
  std::error_code problem;
  const std::filesystem::path made = std::filesystem::proximate(path, folder, problem);
  return problem || made.empty() ? path.string() : made.string();
}

std::string side_text(const ProposedSide& side, const std::string& key, const std::filesystem::path& folder) {
  TomlBlock block("[" + key + "]");
  block.add_text("name", side.name);
  const SourceSpec& source = side.survey.source;
  if (const auto* rest = std::get_if<RestSpec>(&source)) {
    add_api(side, *rest, block);
    add_rest_of_side(side, block);
    return block.text() + pages_text(side, *rest, key) + auth_text(side.question, key) +
           types_text(side, key);
  }
  if (const auto* database = std::get_if<DatabaseSpec>(&source)) {
    add_database(side, *database, folder, block);
  } else {
    add_file(side, std::get<FileSpec>(source), folder, block);
  }
  add_rest_of_side(side, block);
  return block.text() + types_text(side, key);
}

}  // namespace counterpart
