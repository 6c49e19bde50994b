#pragma once
/// Writes TOML as a person would: blocks of keys with their equals signs in a line, comments behind them.

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace counterpart {

/// A basic string with its quotes.
std::string toml_string(std::string_view text);
/// A list of strings on one line.
std::string toml_list(const std::vector<std::string>& texts);
/// A key, quoted where it has to be.
std::string toml_key(std::string_view key);

/// One block: a header such as "[left]" or "[[column]]", and its keys.
class TomlBlock {
 public:
  explicit TomlBlock(std::string header, std::string comment = "");

  /// `value` is TOML already. A comment that does not fit behind it stands above it.
  void add(std::string_view key, std::string value, std::string comment = "");
  void add_text(std::string_view key, std::string_view text, std::string comment = "") {
    add(key, toml_string(text), std::move(comment));
  }
  /// A key that is only suggested.
  void suggest(std::string_view key, std::string value, std::string comment);

  bool empty() const noexcept { return lines_.empty(); }
  /// With the line end of its last line.
  std::string text() const;

 private:
  struct Line {
    std::string key;
    std::string value;
    std::string comment;
    bool suggested = false;
  };

  std::string header_;
  std::string comment_;
  std::vector<Line> lines_;
};

}  // namespace counterpart
