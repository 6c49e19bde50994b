#include "source/json/json_path_scanner.hpp"

#include <fmt/format.h>

#include <charconv>
#include <system_error>

#include "base/utf8.hpp"

namespace counterpart::json_path {
namespace {

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
         static_cast<unsigned char>(c) >= 0x80;
}

void append_utf8(unsigned point, std::string& into) {
  const auto append = [&](unsigned lead, int more) {
    into += static_cast<char>(lead | point >> (6 * more));
    while (more-- > 0) into += static_cast<char>(0x80 | (point >> (6 * more) & 0x3F));
  };
  if (point < 0x80) return append(0, 0);
  if (point < 0x800) return append(0xC0, 1);
  if (point < 0x10000) return append(0xE0, 2);
  append(0xF0, 3);
}

}  // namespace

const char* const Scanner::kExamples =
    "a JSONPath (RFC 9535) looks like $.data[*].attributes or $.link[?@.relation=='next'].url";

char Scanner::peek(std::size_t ahead) const noexcept {
  return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
}

bool Scanner::take(std::string_view expected) {
  if (!std::string_view(text_).substr(at_).starts_with(expected)) return false;
  at_ += expected.size();
  return true;
}

void Scanner::skip_blanks() {
  while (peek() == ' ' || peek() == '\t' || peek() == '\n' || peek() == '\r') ++at_;
}

void Scanner::fail(const std::string& what, const char* hint) const {
  fail_at(at_, what, hint);
}

void Scanner::fail_at(std::size_t at, const std::string& what, const char* hint) const {
  const std::size_t column = count_code_points(std::string_view(text_).substr(0, at)) + 1;
  throw Error(kind_,
              fmt::format("\"{}\" is not a JSONPath: {} at column {}", printable(text_, 100), what, column))
      .hint(hint);
}

void Scanner::unexpected(const char* hint) const {
  const std::string_view rest = std::string_view(text_).substr(at_);
  fail(fmt::format("unexpected '{}'", printable(rest.substr(0, utf8_sequence_length(rest)))), hint);
}

std::string Scanner::name() {
  const std::size_t begin = at_;
  if (!is_letter(peek()))
    fail("no name", "other names than of letters, digits and '_' are written $['@odata.nextLink']");
  while (is_letter(peek()) || is_digit(peek())) ++at_;
  return text_.substr(begin, at_ - begin);
}

std::string Scanner::quoted() {
  const std::size_t begin = at_;
  const char quote = text_[at_++];
  std::string value;
  while (peek() != quote) {
    if (at_end()) fail_at(begin, "no closing quote for that");
    const char c = text_[at_];
    if (static_cast<unsigned char>(c) < 0x20) fail("a control character", "write it as \\u and four digits");
    ++at_;
    if (c == '\\') {
      escape(quote, value);
    } else {
      value += c;
    }
  }
  ++at_;
  return value;
}

void Scanner::escape(char quote, std::string& into) {
  constexpr std::string_view kNames = "bfnrt/\\";
  constexpr std::string_view kValues = "\b\f\n\r\t/\\";
  if (take("u")) return escaped_point(into);
  const std::size_t known = at_end() ? std::string_view::npos : kNames.find(peek());
  if (known == std::string_view::npos && peek() != quote) fail_at(at_ - 1, "an unknown escape");
  into += known == std::string_view::npos ? quote : kValues[known];
  ++at_;
}

void Scanner::escaped_point(std::string& into) {
  const std::size_t begin = at_ - 2;
  unsigned point = hex_unit();
  if (point >= 0xD800 && point <= 0xDFFF) {
    const unsigned low = point <= 0xDBFF && take("\\u") ? hex_unit() : 0;
    if (low < 0xDC00 || low > 0xDFFF) fail_at(begin, "half a surrogate pair");
    point = 0x10000 + ((point - 0xD800) << 10 | (low - 0xDC00));
  }
  append_utf8(point, into);
}

unsigned Scanner::hex_unit() {
  unsigned unit = 0;
  const char* const begin = text_.data() + at_;
  if (text_.size() - at_ < 4 || std::from_chars(begin, begin + 4, unit, 16).ptr != begin + 4)
    fail("no four hexadecimal digits");
  at_ += 4;
  return unit;
}

/// How many digits there are; one at least.
std::size_t Scanner::digits() {
  const std::size_t begin = at_;
  while (is_digit(peek())) ++at_;
  if (at_ == begin) fail("no digit");
  return at_ - begin;
}

std::int64_t Scanner::integer() {
  constexpr std::int64_t kMost = (std::int64_t{1} << 53) - 1;
  const std::size_t begin = at_;
  const bool negative = take("-");
  const bool zero = peek() == '0';
  if (const std::size_t count = digits(); zero && (count > 1 || negative))
    fail_at(begin, "an index with a zero in front");
  std::int64_t value = 0;
  const auto [end, code] = std::from_chars(text_.data() + begin, text_.data() + at_, value);
  if (code != std::errc() || value < -kMost || value > kMost) fail_at(begin, "an index out of range");
  return value;
}

Literal Scanner::number() {
  const std::size_t begin = at_;
  take("-");
  const bool zero = peek() == '0';
  if (digits() > 1 && zero) fail_at(begin, "a number with a zero in front");
  bool whole = true;
  if (take(".")) {
    digits();
    whole = false;
  }
  if (take("e") || take("E")) {
    if (!take("+")) take("-");
    digits();
    whole = false;
  }
  const char* const last = text_.data() + at_;
  std::int64_t integer = 0;
  if (whole && std::from_chars(text_.data() + begin, last, integer).ec == std::errc())
    return static_cast<long double>(integer);
  double value = 0;
  if (std::from_chars(text_.data() + begin, last, value).ec != std::errc())
    fail_at(begin, "a number out of range");
  return static_cast<long double>(value);
}

}  // namespace counterpart::json_path
