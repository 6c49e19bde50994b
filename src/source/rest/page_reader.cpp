#include "source/rest/page_reader.hpp"

#include <fmt/format.h>

#include <charconv>

#include "base/utf8.hpp"
#include "http/link_header.hpp"
#include "source/json/field_path.hpp"

namespace counterpart {
namespace {

using Kind = PagesSpec::Kind;

JsonPath compiled(const std::string& text) {
  return JsonPath::parse(text, ErrorKind::job_file);
}

std::vector<JsonPath> compiled(const std::vector<std::string>& texts) {
  std::vector<JsonPath> paths;
  for (const std::string& text : texts) paths.push_back(compiled(text));
  return paths;
}

std::string lower(std::string text) {
  for (char& c : text) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  return text;
}

/// The whole number in a header of the answer.
std::uint64_t count_in(const http::Response& response, const std::string& header) {
  const std::string_view text = response.header(lower(header));
  std::uint64_t count = 0;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), count);
  if (!text.empty() && code == std::errc() && end == text.data() + text.size()) return count;
  throw Error(ErrorKind::api, fmt::format("the header '{}' of the answer {}", printable(header, 60),
                                          text.empty() ? "is not there" : "is not a count"))
      .hint(
          "total_pages_header and total_items_header, under [pages], name headers that come with every page");
}

/// The value that would lead on, as text; nothing for null, false, "" and for lists and objects.
std::optional<std::string> way_on(simdjson::dom::element value) {
  std::string_view text;
  if (value.get(text) == simdjson::SUCCESS)
    return text.empty() ? std::nullopt : std::optional(std::string(text));
  return value.is_number() ? std::optional<std::string>(simdjson::minify(value)) : std::nullopt;
}

/// The name of a member, here or one object further down, that looks like the way to a next page.
std::optional<std::string> other_way_on(simdjson::dom::element root, bool deeper) {
  simdjson::dom::object object;
  if (root.get(object) != simdjson::SUCCESS) return std::nullopt;
  for (const auto [name, value] : object) {
    const std::string known = lower(std::string(name));
    const bool leads = known.find("next") != std::string::npos || known == "cursor";
    if (leads && way_on(value)) return std::string(name);
    if (!deeper) continue;
    if (const auto below = other_way_on(value, false)) return std::string(name) + "/" + *below;
  }
  return std::nullopt;
}

}  // namespace

PageReader::PageReader(const RestSpec& spec)
    : spec_(spec.pages),
      records_at_(compiled(spec.records)),
      total_pages_(compiled(spec_.total_pages)),
      total_items_(compiled(spec_.total_items)),
      has_more_(compiled(spec_.has_more)),
      next_(compiled(spec_.kind == Kind::cursor ? spec_.token : spec_.link)),
      error_when_(compiled(spec.error_when)) {}

std::optional<PageProblem> PageReader::parse(const http::Response& response) {
  if (auto problem = page_.parse(response.body.view())) {
    if (page_.over_a_limit()) return PageProblem{*problem, "no page of records is like that", false};
    return PageProblem{*problem, "the answer may have been cut short on its way"};
  }
  for (const JsonPath& path : error_when_) {
    if (page_.truthy_at(path))
      return PageProblem{
          fmt::format("reports an error at '{}' (error_when)", printable(path.text(), 100)),
          "the API says there what is wrong; it is not repeated here, as it could hold what is read"};
  }
  return std::nullopt;
}

PageFacts PageReader::facts(const http::Response& response, std::uint64_t index,
                            std::uint64_t received_before) {
  PageFacts facts;
  facts.index = index;
  page_.list_at(records_at_, records_);
  facts.records = records_.size();
  facts.received = received_before + facts.records;
  if (!total_pages_.empty()) facts.total_pages = page_.count_at(total_pages_);
  if (!total_items_.empty()) facts.total_items = page_.count_at(total_items_);
  if (!spec_.total_pages_header.empty()) facts.total_pages = count_in(response, spec_.total_pages_header);
  if (!spec_.total_items_header.empty()) facts.total_items = count_in(response, spec_.total_items_header);
  if (!has_more_.empty()) facts.has_more = page_.flag_at(has_more_);
  facts.url = response.effective_url;
  facts.next = next_of(response, facts.next_is_number);
  if (!next_.empty()) check_way_on(next_, facts);
  return facts;
}

std::optional<std::string> PageReader::next_of(const http::Response& response, bool& is_number) const {
  switch (spec_.kind) {
    case Kind::next_link: return page_.text_at(next_);
    case Kind::cursor: {
      if (spec_.token_header.empty()) {
        const auto found = next_.first(page_.root());
        is_number = found && found->is_number();
        return page_.text_at(next_);
      }
      const std::string_view token = response.header(lower(spec_.token_header));
      return token.empty() ? std::nullopt : std::optional(std::string(token));
    }
    case Kind::keyset: return last_key(is_number);
    case Kind::link_header: {
      const http::LinkTarget target = http::link_target(response.all("link"), spec_.rel);
      if (!target.url && target.damaged)
        throw Error(ErrorKind::api, "the Link header of the answer is damaged")
            .hint("whether there is a next page cannot be told from it");
      return target.url;
    }
    default: return std::nullopt;
  }
}

std::optional<std::string> PageReader::last_key(bool& is_number) const {
  if (records_.empty()) return std::nullopt;
  simdjson::dom::object record;
  if (records_.back().get(record) == simdjson::SUCCESS) {
    for (const auto [name, value] : record) {
      std::optional<simdjson::dom::element> found;
      if (name == spec_.field) {
        found = value;
      } else if (const auto path = FieldPath::below(name, spec_.field)) {
        found = path->walk(value);
      }
      const auto text = found ? way_on(*found) : std::nullopt;
      is_number = text && found->is_number();
      if (text) return text;
    }
  }
  throw Error(ErrorKind::api, fmt::format("the last record has no '{}' for the next page to begin behind",
                                          printable(spec_.field, 60)))
      .hint("set field, under [pages], to the field by which the API orders its records");
}

/// A link or token whose place was misspelt would look like the end.
void PageReader::check_way_on(const JsonPath& path, const PageFacts& facts) const {
  if (facts.index != 0 || facts.next || facts.has_more || page_.has(path)) return;
  const auto other = other_way_on(page_.root(), true);
  if (!other) return;
  throw Error(ErrorKind::api, fmt::format("nothing at '{}', but the page has '{}'",
                                          printable(path.text(), 100), printable(*other, 100)))
      .hint("set link or token, under [pages], to where the way to the next page is");
}

}  // namespace counterpart
