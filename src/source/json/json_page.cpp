#include "source/json/json_page.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdlib>

#include "base/utf8.hpp"
#include "counterpart/error.hpp"

namespace counterpart {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr std::size_t kEscapeLength = 6;  // \uXXXX

/// The code unit of the escape \uXXXX at the front of `text`.
std::optional<unsigned> escaped_unit(std::string_view text) {
  if (text.size() < kEscapeLength || text[0] != '\\' || text[1] != 'u') return std::nullopt;
  unsigned unit = 0;
  const auto [end, code] = std::from_chars(text.data() + 2, text.data() + kEscapeLength, unit, 16);
  if (code != std::errc() || end != text.data() + kEscapeLength) return std::nullopt;
  return unit;
}

bool is_high(unsigned unit) {
  return unit >= 0xD800 && unit <= 0xDBFF;
}
bool is_low(unsigned unit) {
  return unit >= 0xDC00 && unit <= 0xDFFF;
}

/// How much of `text` is one character as it stands; 0 if the front of it is damaged, and then `damage` is
/// its length.
std::size_t good_length(std::string_view text, std::size_t& damage) {
  damage = 1;
  if (text[0] != '\\') return utf8_sequence_length(text);
  const auto unit = escaped_unit(text);
  // Behind a backslash may stand another one, or bad bytes, which are looked at by themselves.
  if (!unit) return text.size() > 1 && static_cast<unsigned char>(text[1]) < 0x80 ? 2 : 1;
  damage = kEscapeLength;
  if (is_low(*unit)) return 0;
  if (!is_high(*unit)) return kEscapeLength;
  const auto second = escaped_unit(text.substr(kEscapeLength));
  return second && is_low(*second) ? 2 * kEscapeLength : 0;
}

/// A noncharacter that stands nowhere in `text`, neither as bytes nor escaped.
std::string unused_noncharacter(std::string_view text) {
  std::array<bool, 32> used{};
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '\\') {
      const auto unit = escaped_unit(text.substr(at));
      if (unit && *unit >= 0xFDD0 && *unit <= 0xFDEF) used[*unit - 0xFDD0] = true;
    } else if (text.substr(at, 2) == "\xEF\xB7" && at + 2 < text.size()) {
      const unsigned last = static_cast<unsigned char>(text[at + 2]);
      if (last >= 0x90 && last <= 0xAF) used[last - 0x90] = true;
    }
  }
  for (std::size_t i = 0; i < used.size(); ++i) {
    if (!used[i]) return std::string("\xEF\xB7") + static_cast<char>(0x90 + i);
  }
  return {};
}

/// What there is instead of the thing that was looked for.
std::string content_of(simdjson::dom::element root) {
  using Kind = simdjson::dom::element_type;
  switch (root.type()) {
    case Kind::ARRAY: return "the page is a list";
    case Kind::OBJECT: break;
    default: return "the page is a single value";
  }
  std::string names;
  std::size_t count = 0;
  const simdjson::dom::object object = root.get_object();
  for (const auto [name, value] : object) {
    if (++count > 12) return names + ", …";
    names += (count == 1 ? "the page has " : ", ") + printable(name, 60);
  }
  return count == 0 ? "the page is an empty object" : names;
}

/// What the field `wanted` means in the member `name` of a record.
std::optional<simdjson::dom::element> below(std::string_view name, simdjson::dom::element value,
                                            std::string_view wanted) {
  if (wanted == name) return value;
  const auto way = FieldPath::below(name, wanted);
  return way ? way->walk(value) : std::nullopt;
}

/// Whether a job file means "yes" by pointing at it.
bool is_truthy(simdjson::dom::element value) {
  using Kind = simdjson::dom::element_type;
  switch (value.type()) {
    case Kind::NULL_VALUE: return false;
    case Kind::BOOL: return value.get_bool().value_unsafe();
    case Kind::INT64: return value.get_int64().value_unsafe() != 0;
    case Kind::UINT64: return value.get_uint64().value_unsafe() != 0;
    case Kind::DOUBLE: return value.get_double().value_unsafe() != 0;
    case Kind::STRING: return !value.get_string().value_unsafe().empty();
    case Kind::ARRAY: return value.get_array().value_unsafe().size() != 0;
    case Kind::OBJECT: return value.get_object().value_unsafe().size() != 0;
  }
  return false;
}

/// `value`, or the address in a link object of JSON:API.
simdjson::dom::element without_link_object(simdjson::dom::element value) {
  simdjson::dom::element address;
  return value.is_object() && value.at_key("href").get(address) == simdjson::SUCCESS ? address : value;
}

}  // namespace

std::optional<std::string> mark_bad_text(std::string_view text, std::string& mark) {
  mark = unused_noncharacter(text);
  if (mark.empty()) return std::nullopt;
  std::string marked;
  bool found = false;
  while (!text.empty()) {
    std::size_t damage = 0;
    const std::size_t good = good_length(text, damage);
    marked += good == 0 ? std::string_view(mark) : text.substr(0, good);
    found = found || good == 0;
    text.remove_prefix(good == 0 ? damage : good);
  }
  return found ? std::optional(marked) : std::nullopt;
}

std::optional<std::string> JsonPage::parse(std::string_view text) {
  mark_.clear();
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  simdjson::error_code error = parser_.parse(text.data(), text.size()).get(root_);
  if (error == simdjson::UTF8_ERROR || error == simdjson::STRING_ERROR) {
    if (auto marked = mark_bad_text(text, mark_)) {
      repaired_ = std::move(*marked);
      const std::size_t size = repaired_.size();
      repaired_.resize(size + simdjson::SIMDJSON_PADDING);
      error = parser_.parse(repaired_.data(), size).get(root_);
    }
  }
  over_a_limit_ = error == simdjson::DEPTH_ERROR || error == simdjson::CAPACITY;
  if (error == simdjson::SUCCESS) return std::nullopt;
  if (error == simdjson::MEMALLOC) throw std::bad_alloc();
  return json_problem(error);
}

simdjson::dom::element JsonPage::at(const JsonPath& path) const {
  if (const auto found = path.first(root_)) return *found;
  throw Error(ErrorKind::api,
              fmt::format("nothing at '{}': {}", printable(path.text(), 100), content_of(root_)))
      .hint("the API may have answered with an error, or the path in the job file is not that of its pages");
}

void JsonPage::list_at(const JsonPath& path, std::vector<simdjson::dom::element>& into) const {
  into.clear();
  const JsonPath anchor = path.anchor();
  const simdjson::dom::element found = at(anchor);
  simdjson::dom::array list;
  if (!path.singular() && found.is_object()) return path.select(root_, into);
  if (found.get(list) != simdjson::SUCCESS) {
    throw Error(ErrorKind::api, fmt::format("what is at '{}' is not a list: {}",
                                            printable(anchor.text(), 100), content_of(root_)))
        .hint("set records to where the list of records is in a page");
  }
  if (!path.singular()) return path.select(root_, into);
  into.reserve(list.size());
  for (const simdjson::dom::element record : list) into.push_back(record);
}

std::uint64_t JsonPage::count_at(const JsonPath& path) const {
  const simdjson::dom::element found = at(path);
  std::uint64_t count = 0;
  if (found.get(count) == simdjson::SUCCESS) return count;
  double number = 0;
  constexpr double kExact = 9007199254740992.0;  // 2^53
  if (found.get(number) == simdjson::SUCCESS && number >= 0 && number <= kExact) {
    count = static_cast<std::uint64_t>(number);
    if (static_cast<double>(count) == number) return count;
  }
  std::string_view text;
  if (found.get(text) == simdjson::SUCCESS && !text.empty()) {
    const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), count);
    if (code == std::errc() && end == text.data() + text.size()) return count;
  }
  throw Error(ErrorKind::api, fmt::format("what is at '{}' is not a count", printable(path.text(), 100)));
}

bool JsonPage::flag_at(const JsonPath& path) const {
  const simdjson::dom::element found = at(path);
  std::string_view text;
  if (found.get(text) == simdjson::SUCCESS) return !text.empty() && text != "false";
  if (!found.is_array() && !found.is_object()) return is_truthy(found);
  throw Error(ErrorKind::api,
              fmt::format("what is at '{}' says neither yes nor no", printable(path.text(), 100)));
}

std::optional<std::string> JsonPage::text_at(const JsonPath& path) const {
  using Kind = simdjson::dom::element_type;
  const auto found = path.first(root_);
  if (!found) return std::nullopt;
  const simdjson::dom::element value = without_link_object(*found);
  switch (value.type()) {
    case Kind::NULL_VALUE: return std::nullopt;
    case Kind::STRING: {
      const std::string_view text = value.get_string().value_unsafe();
      return text.empty() ? std::nullopt : std::optional<std::string>(text);
    }
    case Kind::INT64:
    case Kind::UINT64:
    case Kind::DOUBLE: return simdjson::minify(value);
    default: break;
  }
  throw Error(ErrorKind::api,
              fmt::format("what is at '{}' is neither a text nor a number", printable(path.text(), 100)))
      .hint("let the path lead to the text itself");
}

bool JsonPage::truthy_at(const JsonPath& path) const {
  std::vector<simdjson::dom::element> found;
  path.select(root_, found);
  return std::any_of(found.begin(), found.end(), is_truthy);
}

bool JsonPage::marked(simdjson::dom::element value) const {
  std::string_view text;
  if (value.get(text) == simdjson::SUCCESS) return text.find(mark_) != std::string_view::npos;
  if (!value.is_array() && !value.is_object()) return false;
  return simdjson::minify(value).find(mark_) != std::string::npos;
}

void JsonPage::refuse_damaged(simdjson::dom::object record, const ReadSpec& spec,
                              RecordBuilder& builder) const {
  for (const auto [name, value] : record) {
    for (std::size_t field = 0; field < spec.fields.size(); ++field) {
      const auto found = below(name, value, spec.fields[field].name);
      if (found && marked(*found)) builder.refuse(field, "is not valid UTF-8");
    }
  }
}

}  // namespace counterpart
