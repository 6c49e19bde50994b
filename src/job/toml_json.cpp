#include "job/toml_json.hpp"

#include <fmt/format.h>

#include <sstream>

#include "record/json_writer.hpp"

namespace counterpart {
namespace {

/// True for { env = "NAME" } and its kin.
bool is_secret(const toml::table& table) {
  return table.size() == 1 && (table.contains("env") || table.contains("file") || table.contains("command"));
}

class JsonMaker {
 public:
  JsonMaker(const TomlContext& context, std::vector<Secret>* secrets)
      : context_(context), secrets_(secrets) {}

  void append(std::string& json, TomlTable& parent, std::string_view key, const toml::node& node) {
    if (const toml::table* table = node.as_table()) {
      if (secrets_ == nullptr || !is_secret(*table)) return append_object(json, *table);
      secrets_->push_back(parent.secret(key));
      return append_json_string(json, secrets_->back().reveal());
    }
    if (const toml::array* array = node.as_array()) return append_list(json, parent, key, *array);
    if (const auto text = node.value_exact<std::string>()) return append_json_string(json, *text);
    std::ostringstream written;
    node.visit([&](const auto& value) {
      if constexpr (toml::is_date<decltype(value)> || toml::is_time<decltype(value)> ||
                    toml::is_date_time<decltype(value)>) {
        written << '"' << value.get() << '"';
      } else if constexpr (toml::is_integer<decltype(value)> || toml::is_floating_point<decltype(value)> ||
                           toml::is_boolean<decltype(value)>) {
        written << std::boolalpha << value.get();
      }
    });
    json += written.str();
  }

  void append_object(std::string& json, const toml::table& table) {
    TomlTable named(table, "", context_);
    json += '{';
    for (const auto& [key, node] : table) {
      if (json.back() != '{') json += ',';
      append_json_string(json, key.str());
      json += ':';
      append(json, named, key.str(), node);
    }
    json += '}';
  }

 private:
  void append_list(std::string& json, TomlTable& parent, std::string_view key, const toml::array& array) {
    json += '[';
    for (const toml::node& item : array) {
      if (json.back() != '[') json += ',';
      append(json, parent, key, item);
    }
    json += ']';
  }

  const TomlContext& context_;
  std::vector<Secret>* secrets_;
};

}  // namespace

std::string json_of(TomlTable& table, std::string_view key, std::vector<Secret>* secrets) {
  const toml::node* node = table.find(key);
  if (node == nullptr) return {};
  if (const auto text = node->value_exact<std::string>()) return *text;
  const toml::table* object = node->as_table();
  if (object == nullptr) throw table.error(key, fmt::format("'{}' is a table, or a text of JSON", key));
  std::string json;
  JsonMaker(table.context(), secrets).append_object(json, *object);
  return json;
}

}  // namespace counterpart
