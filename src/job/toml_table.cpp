#include "job/toml_table.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>

#include "base/nearest.hpp"
#include "base/utf8.hpp"
#include "job/secrets.hpp"

namespace counterpart {
namespace {

std::string position(const TomlContext& context, const toml::source_region& source) {
  if (!source.begin) return context.path.string();
  return fmt::format("{}:{}:{}", context.path.string(), source.begin.line, source.begin.column);
}

}  // namespace

TomlTable::TomlTable(const toml::table& table, std::string name, const TomlContext& context)
    : table_(table), name_(std::move(name)), context_(context) {}

Error TomlTable::error(std::string_view key, const std::string& message) const {
  const toml::node* node = table_.get(key);
  const std::string where = position(context_, node != nullptr ? node->source() : table_.source());
  return Error(ErrorKind::job_file, fmt::format("{}: {}", where, message));
}

Error TomlTable::wrong_type(std::string_view key, const char* wanted) const {
  return error(key, fmt::format("'{}'{} has to be {}", key, name_.empty() ? "" : " in " + name_, wanted));
}

const toml::node* TomlTable::find(std::string_view key) {
  known_.emplace(key);
  return table_.get(key);
}

std::string TomlTable::string(std::string_view key, std::string_view otherwise) {
  const toml::node* node = find(key);
  if (node == nullptr) return std::string(otherwise);
  const auto value = node->value_exact<std::string>();
  if (!value) throw wrong_type(key, "a string");
  return *value;
}

std::string TomlTable::required_string(std::string_view key) {
  const std::string value = string(key);
  if (!value.empty()) return value;
  if (has(key)) throw error(key, fmt::format("'{}' is empty", key));
  throw missing(key, fmt::format("{} needs '{}'", name_.empty() ? "the job" : name_, key));
}

std::int64_t TomlTable::integer(std::string_view key, std::int64_t otherwise, std::int64_t least,
                                std::int64_t most) {
  const toml::node* node = find(key);
  if (node == nullptr) return otherwise;
  const auto value = node->value_exact<std::int64_t>();
  if (!value) throw wrong_type(key, "a whole number");
  if (*value < least || *value > most)
    throw error(key, fmt::format("'{}' has to be between {} and {}", key, least, most));
  return *value;
}

double TomlTable::number(std::string_view key, double otherwise, double least, double most) {
  const toml::node* node = find(key);
  if (node == nullptr) return otherwise;
  const auto value = node->is_number() ? node->value<double>() : std::nullopt;
  if (!value) throw wrong_type(key, "a number");
  if (!(*value >= least && *value <= most))
    throw error(key, fmt::format("'{}' has to be between {} and {}", key, least, most));
  return *value;
}

bool TomlTable::boolean(std::string_view key, bool otherwise) {
  const toml::node* node = find(key);
  if (node == nullptr) return otherwise;
  const auto value = node->value_exact<bool>();
  if (!value) throw wrong_type(key, "true or false");
  return *value;
}

std::vector<std::string> TomlTable::strings(std::string_view key) {
  const toml::node* node = find(key);
  if (node == nullptr) return {};
  const toml::array* array = node->as_array();
  if (array == nullptr) throw wrong_type(key, "a list of strings");
  std::vector<std::string> values;
  for (const toml::node& item : *array) {
    const auto value = item.value_exact<std::string>();
    if (!value) throw wrong_type(key, "a list of strings");
    values.push_back(*value);
  }
  return values;
}

std::string TomlTable::choice(std::string_view key, const std::vector<std::string>& choices, bool required) {
  const std::string value = required ? required_string(key) : string(key, choices.front());
  if (std::find(choices.begin(), choices.end(), value) != choices.end()) return value;
  throw error(key, fmt::format("'{}' is no {}: it is one of {}{}", printable(value), key,
                               fmt::join(choices, ", "), did_you_mean(value, choices)));
}

std::uint64_t TomlTable::milliseconds(std::string_view key, std::uint64_t otherwise) {
  constexpr std::uint64_t kLongest = 7ULL * 24 * 3600 * 1000;
  const toml::node* node = find(key);
  if (node == nullptr) return otherwise;
  std::optional<double> value;
  if (const auto seconds = node->value<double>(); seconds && !node->is_string()) {
    value = *seconds * 1000;
  } else if (const auto text = node->value_exact<std::string>()) {
    double number = 0;
    const auto [end, problem] = std::from_chars(text->data(), text->data() + text->size(), number);
    std::string_view unit(end, static_cast<std::size_t>(text->data() + text->size() - end));
    while (!unit.empty() && unit.front() == ' ') unit.remove_prefix(1);
    const double factor = unit == "ms"    ? 1
                          : unit == "s"   ? 1000
                          : unit == "min" ? 60'000
                          : unit == "h"   ? 3'600'000
                                          : 0;
    if (problem == std::errc{} && factor > 0) value = number * factor;
  }
  if (!value || !(*value >= 1) || *value > static_cast<double>(kLongest))
    throw wrong_type(key, "a time such as \"30 s\", \"500 ms\" or 30 (seconds)");
  return static_cast<std::uint64_t>(*value);
}

Secret TomlTable::secret(std::string_view key) {
  const toml::node* node = find(key);
  if (node == nullptr) return {};
  const toml::table* source = node->as_table();
  if (source == nullptr) {
    throw Error(error(key, fmt::format("'{}' is a secret and does not stand in the job file", key)))
        .hint(fmt::format(
            "{} = {{ env = \"NAME\" }}, or {{ file = \"PATH\" }}, or {{ command = [\"PROGRAM\", …] }}", key));
  }
  TomlTable table(*source, child_name(key), context_);
  const std::string variable = table.string("env");
  const std::string file = table.string("file");
  const std::vector<std::string> command = table.strings("command");
  table.finish();
  if ((variable.empty() ? 0 : 1) + (file.empty() ? 0 : 1) + (command.empty() ? 0 : 1) != 1) {
    throw error(key, fmt::format("'{}' takes one of env, file and command", key));
  }
  if (!context_.resolve_secrets) return {};
  try {
    if (!variable.empty()) return secret_from_environment(variable);
    if (!file.empty()) return secret_from_file(context_.path.parent_path() / file);
    return secret_from_command(command);
  } catch (const Error& problem) {
    Error placed = error(key, problem.what());
    throw std::move(placed).hint(problem.hint());
  }
}

std::map<std::string, std::string> TomlTable::string_map(std::string_view key) {
  const toml::node* node = find(key);
  std::map<std::string, std::string> values;
  if (node == nullptr) return values;
  const toml::table* source = node->as_table();
  if (source == nullptr) throw wrong_type(key, "a table of strings");
  for (const auto& [name, item] : *source) {
    const auto text = item.value<std::string>();
    if (text) {
      values.emplace(name.str(), *text);
    } else if (const auto number = item.value<std::int64_t>()) {
      values.emplace(name.str(), std::to_string(*number));
    } else {
      throw wrong_type(key, "a table of strings");
    }
  }
  return values;
}

std::optional<TomlTable> TomlTable::table(std::string_view key, const TomlContext& context) {
  const toml::node* node = find(key);
  if (node == nullptr) return std::nullopt;
  const toml::table* table = node->as_table();
  if (table == nullptr) throw wrong_type(key, "a table");
  return TomlTable(*table, child_name(key), context);
}

TomlTable TomlTable::required_table(std::string_view key) {
  auto found = table(key);
  if (!found) throw missing(key, fmt::format("{} is missing", child_name(key)));
  return *found;
}

std::vector<TomlTable> TomlTable::tables(std::string_view key) {
  const toml::node* node = find(key);
  if (node == nullptr) return {};
  const toml::array* array = node->as_array();
  if (array == nullptr)
    throw wrong_type(key, fmt::format("a list of tables, written [{}]", child_name(key)).c_str());
  std::vector<TomlTable> found;
  for (const toml::node& item : *array) {
    const toml::table* table = item.as_table();
    if (table == nullptr) throw wrong_type(key, "a list of tables");
    found.emplace_back(*table, "[" + child_name(key) + "]", context_);
  }
  return found;
}

std::string TomlTable::child_name(std::string_view key) const {
  return name_.empty() ? fmt::format("[{}]", key)
                       : fmt::format("{}.{}]", name_.substr(0, name_.size() - 1), key);
}

void TomlTable::refuse(std::string_view key, const std::string& why) {
  if (find(key) != nullptr) throw error(key, fmt::format("'{}' {}", key, why));
}

Error TomlTable::unknown(const toml::key& key, const std::vector<std::string>& candidates) const {
  return Error(ErrorKind::job_file,
               fmt::format("{}: unknown key '{}'{}{}", position(context_, key.source()), printable(key.str()),
                           name_.empty() ? "" : " in " + name_, did_you_mean(key.str(), candidates)))
      .hint(candidates.size() > 1 ? fmt::format("known keys here: {}", fmt::join(candidates, ", "))
                                  : "docs/job-file.md lists all keys");
}

Error TomlTable::missing(std::string_view key, const std::string& message) const {
  return missing(std::vector<std::string>{std::string(key)}, message);
}

Error TomlTable::missing(const std::vector<std::string>& keys, const std::string& message) const {
  for (const auto& [there, node] : table_) {
    if (!known_.contains(there.str()) && !nearest(there.str(), keys).empty()) return unknown(there, keys);
  }
  return error(keys.front(), message);
}

void TomlTable::check_name(std::string_view key, std::string_view name) const {
  const std::string as_shown = printable(name, name.size());
  if (as_shown == name) return;
  throw error(key, fmt::format("'{}' has characters that cannot be shown: {}", key, printable(name)))
      .hint("take a name without control characters; what is read and written can have them");
}

void TomlTable::finish() const {
  for (const auto& [key, node] : table_) {
    if (!known_.contains(key.str())) throw unknown(key, {known_.begin(), known_.end()});
  }
}

}  // namespace counterpart
