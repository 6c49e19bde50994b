#pragma once
/// The words of a JSONPath: names, quoted texts, numbers, blanks. Hides escapes, ranges, and how an error
/// says where in the text it is.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "counterpart/error.hpp"
#include "source/json/json_path_syntax.hpp"

namespace counterpart::json_path {

inline bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// Stands at a place in a text, which is valid UTF-8, and takes words from it. What is not as RFC 9535 wants
/// it is an Error that quotes the text and names the column, in characters from 1.
class Scanner {
 public:
  /// Errors are of `kind`. `text` has to outlive the scanner.
  Scanner(const std::string& text, ErrorKind kind) : text_(text), kind_(kind) {}

  std::size_t at() const noexcept { return at_; }
  bool at_end() const noexcept { return at_ == text_.size(); }
  void go_to(std::size_t at) noexcept { at_ = at; }
  /// The character at the place or behind it; NUL after the end.
  char peek(std::size_t ahead = 0) const noexcept;
  /// Takes `expected` if it is there.
  bool take(std::string_view expected);
  void skip_blanks();

  /// A name without quotes: letters, digits, '_' and all that is not ASCII.
  std::string name();
  /// A text in the quotes at whose first the scanner stands.
  std::string quoted();
  /// An index: without zeros in front, at most 2^53 - 1 on both sides of zero.
  std::int64_t integer();
  /// A JSON number.
  Literal number();

  /// "… is not a JSONPath: `what` at column 7". The second form is about another place than that at hand.
  [[noreturn]] void fail(const std::string& what, const char* hint = kExamples) const;
  [[noreturn]] void fail_at(std::size_t at, const std::string& what, const char* hint = kExamples) const;
  /// What is at the place is no part of a path.
  [[noreturn]] void unexpected(const char* hint = kExamples) const;

  static const char* const kExamples;

 private:
  std::size_t digits();
  void escape(char quote, std::string& into);
  void escaped_point(std::string& into);
  unsigned hex_unit();

  const std::string& text_;
  const ErrorKind kind_;
  std::size_t at_ = 0;
};

}  // namespace counterpart::json_path
