#pragma once
/// A table of the job file, read key by key: every error names file, line and column, and a key that nobody
/// asked for is one.

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <toml++/toml.h>

#include "base/secret.hpp"
#include "counterpart/error.hpp"

namespace counterpart {

/// What stays the same for all tables of one job file.
struct TomlContext {
  std::filesystem::path path;
  bool resolve_secrets = true;  ///< false: secrets are checked for their form and left empty
};

class TomlTable {
 public:
  /// `name` is how messages call it: "[right.pages]"; empty for the top of the file. `table` and `context`
  /// have to outlive it.
  TomlTable(const toml::table& table, std::string name, const TomlContext& context);

  std::string required_string(std::string_view key);
  std::string string(std::string_view key, std::string_view otherwise = "");
  std::int64_t integer(std::string_view key, std::int64_t otherwise, std::int64_t least, std::int64_t most);
  /// A whole number or one with a point.
  double number(std::string_view key, double otherwise, double least, double most);
  bool boolean(std::string_view key, bool otherwise);
  std::vector<std::string> strings(std::string_view key);
  /// One of `choices`; the first is the default if `required` is false.
  std::string choice(std::string_view key, const std::vector<std::string>& choices, bool required = false);
  /// Milliseconds of "30 s", "500 ms", "5 min", or of a number of seconds.
  std::uint64_t milliseconds(std::string_view key, std::uint64_t otherwise);
  /// `{ env = … }`, `{ file = … }` or `{ command = […] }`; empty if the key is not there.
  Secret secret(std::string_view key);
  std::map<std::string, std::string> string_map(std::string_view key);

  /// Nothing if the key is not there.
  std::optional<TomlTable> table(std::string_view key) { return table(key, context_); }
  /// The same under another context, which has to outlive it.
  std::optional<TomlTable> table(std::string_view key, const TomlContext& context);
  TomlTable required_table(std::string_view key);
  /// `[[key]]`, in the order of the file; empty if there is none.
  std::vector<TomlTable> tables(std::string_view key);

  const toml::node* find(std::string_view key);
  bool has(std::string_view key) const { return table_.contains(key); }
  /// Marks keys that another version understands, so that they get their own message.
  void refuse(std::string_view key, const std::string& why);

  /// Throws if a key was never asked for.
  void finish() const;

  /// An error for a key that has to be there: points at a misspelt one if there is any, else at the table,
  /// with `message`.
  Error missing(std::string_view key, const std::string& message) const;
  /// The same for one of several keys.
  Error missing(const std::vector<std::string>& keys, const std::string& message) const;
  /// An error that points at a key's value, or at the table if the key is not there.
  Error error(std::string_view key, const std::string& message) const;
  /// Throws, pointing at `key`, for a name that cannot be shown in a message as it is: with control
  /// characters or such that turn a line around.
  void check_name(std::string_view key, std::string_view name) const;
  const TomlContext& context() const { return context_; }

 private:
  std::string child_name(std::string_view key) const;
  Error unknown(const toml::key& key, const std::vector<std::string>& candidates) const;
  Error wrong_type(std::string_view key, const char* wanted) const;

  const toml::table& table_;
  std::string name_;
  const TomlContext& context_;
  std::set<std::string, std::less<>> known_;
};

}  // namespace counterpart
