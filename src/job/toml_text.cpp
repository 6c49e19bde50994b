#include "job/toml_text.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/utf8.hpp"

namespace counterpart {
namespace {

constexpr std::size_t kWidest = 110;
/// Values longer than this do not move the comments of the others.
constexpr std::size_t kCommentColumn = 44;

/// A comment ends with its line, and takes no control characters.
std::string comment_text(const std::string& text) {
  return printable(text, 400);
}

}  // namespace

std::string toml_string(std::string_view text) {
  std::string made = "\"";
  while (!text.empty()) {
    const std::size_t length = utf8_sequence_length(text);
    const std::string_view sequence = text.substr(0, std::max<std::size_t>(1, length));
    text.remove_prefix(sequence.size());
    if (sequence == "\"" || sequence == "\\") made += '\\';
    if (length == 0 || is_safe_to_show(code_point(sequence))) {
      made += sequence;
    } else {
      made += fmt::format("\\u{:04X}", static_cast<unsigned>(code_point(sequence)));
    }
  }
  return made + '"';
}

std::string toml_list(const std::vector<std::string>& texts) {
  std::string made = "[";
  for (const std::string& text : texts) made += (made.size() > 1 ? ", " : "") + toml_string(text);
  return made + "]";
}

std::string toml_key(std::string_view key) {
  const bool bare = !key.empty() && std::all_of(key.begin(), key.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  });
  return bare ? std::string(key) : toml_string(key);
}

TomlBlock::TomlBlock(std::string header, std::string comment)
    : header_(std::move(header)), comment_(std::move(comment)) {}

void TomlBlock::add(std::string_view key, std::string value, std::string comment) {
  lines_.push_back({toml_key(key), std::move(value), comment_text(comment)});
}

void TomlBlock::suggest(std::string_view key, std::string value, std::string comment) {
  lines_.push_back({toml_key(key), std::move(value), comment_text(comment), true});
}

std::string TomlBlock::text() const {
  std::size_t widest_key = 0;
  for (const Line& line : lines_) {
    if (!line.suggested) widest_key = std::max(widest_key, line.key.size());
  }
  std::vector<std::string> made;
  std::size_t column = 0;
  for (const Line& line : lines_) {
    made.push_back(line.suggested ? fmt::format("# {} = {}", line.key, line.value)
                                  : fmt::format("{:<{}} = {}", line.key, widest_key, line.value));
    if (!line.comment.empty() && made.back().size() <= kCommentColumn)
      column = std::max(column, made.back().size());
  }
  std::string text = header_.empty() ? "" : header_ + (comment_.empty() ? "" : "  # " + comment_) + "\n";
  for (std::size_t i = 0; i < lines_.size(); ++i) {
    const std::string& comment = lines_[i].comment;
    const std::string behind = fmt::format("{:<{}}  # {}", made[i], column, comment);
    if (comment.empty()) {
      text += made[i] + "\n";
    } else if (behind.size() <= kWidest) {
      text += behind + "\n";
    } else {
      text += "# " + comment + "\n" + made[i] + "\n";
    }
  }
  return text;
}

}  // namespace counterpart
