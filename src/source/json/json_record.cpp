#include "source/json/json_record.hpp"

#include "base/utf8.hpp"

#include "base/nearest.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <system_error>
#include <utility>

namespace counterpart {
namespace {

/// So many different keys are remembered; a source that makes up a new key for each record must not fill the
/// memory.
constexpr std::size_t kMostKeys = 4096;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// True for the digits of a JSON integer that does not fit int64.
bool is_long_integer(std::string_view text) {
  const std::string_view digits = text.substr(text.front() == '-' ? 1 : 0);
  std::int64_t number = 0;
  return !digits.empty() && digits.front() != '0' &&
         std::from_chars(text.data(), text.data() + text.size(), number).ec == std::errc::result_out_of_range;
}

/// The end of the string literal that opens at `at`.
std::size_t end_of_string(std::string_view text, std::size_t at) {
  for (++at; at < text.size() && text[at] != '"'; ++at) {
    if (text[at] == '\\') ++at;
  }
  return std::min(at + 1, text.size());
}

void quote_long_integers(std::string_view text, std::string& quoted) {
  quoted.clear();
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = at + 1;
    bool integer = false;
    if (text[at] == '"') {
      end = end_of_string(text, at);
    } else if (text[at] == '-' || is_digit(text[at])) {
      while (end < text.size() && is_digit(text[end])) ++end;
      integer = is_long_integer(text.substr(at, end - at));
      while (end < text.size() &&
             (is_digit(text[end]) || std::string_view(".eE+-").find(text[end]) != std::string_view::npos)) {
        integer = false;
        ++end;
      }
    }
    if (integer) quoted += '"';
    quoted += text.substr(at, end - at);
    if (integer) quoted += '"';
    at = end;
  }
}

}  // namespace

simdjson::simdjson_result<simdjson::dom::element> JsonParser::parse(const char* text, std::size_t size) {
  auto parsed = parser_.parse(text, size, false);
  if (parsed.error() != simdjson::NUMBER_ERROR) return parsed;
  quote_long_integers({text, size}, quoted_);
  return parser_.parse(quoted_);
}

std::string json_problem(simdjson::error_code error) {
  switch (error) {
    case simdjson::UTF8_ERROR: return "is not valid UTF-8";
    case simdjson::EMPTY: return "is empty";
    case simdjson::DEPTH_ERROR: return "is nested too deeply";
    case simdjson::CAPACITY: return "is too large";
    case simdjson::NUMBER_ERROR: return "holds a number that cannot be represented";
    case simdjson::UNCLOSED_STRING: return "is not valid JSON: a string is not closed";
    case simdjson::UNESCAPED_CHARS: return "is not valid JSON: a control character in a string";
    default: return "is not valid JSON";
  }
}

JsonRecordReader::JsonRecordReader(const ReadSpec& spec)
    : spec_(spec), by_its_name_(spec.fields.size()), texts_(spec.fields.size()) {}

void JsonRecordReader::read(simdjson::dom::object record, RecordBuilder& builder) {
  std::fill(by_its_name_.begin(), by_its_name_.end(), char{0});
  std::size_t position = 0;
  for (const auto [name, value] : record) {
    const Key& key = key_at(position++, name);
    for (const std::size_t field : key.fields) {
      by_its_name_[field] = true;
      set(field, value, builder);
    }
    for (const Path& path : key.paths) follow(path, value, builder);
  }
}

const JsonRecordReader::Key& JsonRecordReader::key_at(std::size_t position, std::string_view name) {
  if (position < order_.size() && keys_[order_[position]].name == name) return keys_[order_[position]];
  const std::size_t index = key_of(name);
  if (index == keys_.size()) {
    unknown_ = make_key(name);
    return unknown_;
  }
  if (position < order_.size()) {
    order_[position] = index;
  } else if (position == order_.size() && position < kMostKeys) {
    order_.push_back(index);
  }
  return keys_[index];
}

std::size_t JsonRecordReader::key_of(std::string_view name) {
  if (const auto known = by_name_.find(name); known != by_name_.end()) return known->second;
  if (keys_.size() == kMostKeys) return keys_.size();
  keys_.push_back(make_key(name));
  names_.emplace_back(name);
  return by_name_.emplace(name, keys_.size() - 1).first->second;
}

JsonRecordReader::Key JsonRecordReader::make_key(std::string_view name) const {
  Key key{std::string(name), {}, {}};
  for (std::size_t field = 0; field < spec_.fields.size(); ++field) {
    const std::string& wanted = spec_.fields[field].name;
    if (wanted == name) key.fields.push_back(field);
    if (auto way = FieldPath::below(name, wanted)) key.paths.push_back({field, std::move(*way)});
  }
  return key;
}

void JsonRecordReader::follow(const Path& path, simdjson::dom::element value, RecordBuilder& builder) {
  if (by_its_name_[path.field]) return;
  if (const auto found = path.way.walk(value)) set(path.field, *found, builder);
}

void JsonRecordReader::set(std::size_t field, simdjson::dom::element value, RecordBuilder& builder) {
  using Kind = simdjson::dom::element_type;
  std::string& text = texts_[field];
  switch (const Kind kind = value.type(); kind) {
    case Kind::NULL_VALUE: return builder.set(field, Value::null());
    case Kind::BOOL: return builder.set(field, Value::boolean(value.get_bool().value_unsafe()));
    case Kind::INT64: return builder.set(field, Value::int64(value.get_int64().value_unsafe()));
    case Kind::DOUBLE: return builder.set(field, Value::float64(value.get_double().value_unsafe()));
    case Kind::STRING: return builder.set(field, Value::string(value.get_string().value_unsafe()));
    case Kind::UINT64:
      text = std::to_string(value.get_uint64().value_unsafe());
      return builder.set(field, Value::string(text));
    case Kind::ARRAY:
    case Kind::OBJECT:
      if (spec_.fields[field].required) {
        return builder.refuse(field,
                              kind == Kind::ARRAY ? "a list is not a value" : "an object is not a value");
      }
      text = simdjson::minify(value);
      return builder.set(field, Value::string(text));
  }
}

std::vector<std::string> missing_fields(const RecordBuilder& builder, const ReadSpec& read,
                                        const std::vector<std::string>& names_seen) {
  std::vector<std::string> lines;
  if (names_seen.empty()) return lines;
  for (const std::size_t field : builder.never_seen()) {
    const std::string& name = read.fields[field].name;
    lines.push_back(fmt::format("no record has the field '{}'{}", printable(name, 100),
                                printable(did_you_mean(name, names_seen), 100)));
  }
  return lines;
}

}  // namespace counterpart
