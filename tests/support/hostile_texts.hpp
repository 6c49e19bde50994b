#pragma once
/// Texts that do harm where they are written or shown without care, one of each kind.

#include <string>
#include <vector>

namespace counterpart::test {

/// All are valid UTF-8 and differ from each other; none is empty.
inline std::vector<std::string> hostile_texts() {
  using namespace std::string_literals;
  return {// What a spreadsheet runs, and what only looks like it.
          "=1+1", "=HYPERLINK(\"http://127.0.0.1/\",\"x\")", "=cmd|' /C calc'!A0", "+1", "-1+2", "@SUM(1)",
          "\t=1", "\r=1", "\n=1", "\uFF1D1+1", "\uFF0B1", "\uFF0D1", "\uFF20A1", " =1", "'=1", "a=1",
          // Delimiters, quotes and ends of lines.
          "a,b", "a;b", "a|b", "\"", "\"\"", "\",\"", "'", "`", "a\nb", "a\r\nb", "a\rb", "\n", "\n\n\nlast",
          "a\\", "\\", "\\n", "\\N", "\\.", " ", "  both  ", "\u00A0",
          // Controls: C0, DEL, C1, ends of lines of other systems.
          "a\0b"s, "\0"s, "\x01\x02\x07\x08\x0B\x0C\x1A\x1F", "\x7F", "a\u0080b", "a\u0085b", "a\u009Fb",
          "a\u2028b", "a\u2029b",
          // What a terminal obeys.
          "\x1b[31mred\x1b[0m", "\x1b[2J\x1b[H", "\x1b]0;title\x07",
          "\x1b]8;;http://127.0.0.1/\x1b\\link\x1b]8;;\x1b\\", "\x1bP0;1|17/ab\x1b\\", "\u009B31mred",
          "\u009D0;t\u009C", "over\x08\x08\x08\x08write", "a\rb\x1b[K",
          // What turns a line around, or is not seen.
          "\u202Eevil\u202C", "\u202A\u202B\u202D", "\u2066\u2067\u2068\u2069", "\u200E\u200F\u061C",
          "a\u200Bb", "a\u200Db", "\uFEFFa", "a\u2060b", "\U000E0041",
          // Markup and code.
          "<script>alert(1)</script>", "</script>", "<!--", "]]>", "<img src=x onerror=alert(1)>", "&lt;",
          "{{7*7}}", "${7*7}", "$(id)", "`id`", "%s%n", "{}", "{0}", "Robert'); DROP TABLE people;--",
          "1; DROP TABLE people", "\" OR \"\"=\"", "people\" (id) VALUES (1)--", "`people`", "[people]",
          "../../etc/passwd",
          // What looks like another value.
          "NULL", "null", "None", "nil", "NaN", "Infinity", "true", "false", "TRUE", "t", "007", "1e999",
          "1e5", "-0", "0x10", "1_000", "18446744073709551616", "0.1", "2017-02-02", "2017-02-02T00:00:00Z",
          "0000-00-00",
          // Letters.
          "\U0001F600", "\U0001F468\u200D\U0001F469\u200D\U0001F467", "e\u0301", "\u00E9",
          "Z\u0351\u036B\u0343", "\u05E9\u05DC\u05D5\u05DD", "\u0645\u0631\u062D\u0628\u0627", "\u0130\u0131",
          "\u00DF", "\uFB01", "\uFFFD", "\uFFFE", "\U0010FFFF", "\\uD800", "\\u0000", "\\x1b[31m"};
}

/// Texts that are no UTF-8: overlong forms, half a surrogate pair, beyond U+10FFFF, cut in two.
inline std::vector<std::string> broken_texts() {
  return {"a\xC0\x80",
          "\xE0\x80\xAF",
          "a\xED\xA0\x80z",
          "\xF4\x90\x80\x80",
          "\xC3",
          "\xFF\xFE",
          "a\x80",
          "\x9B"
          "31m"};
}

/// A text of a mebibyte, with quotes, ends of lines and a formula's first letter.
inline std::string huge_text() {
  std::string text = "=";
  while (text.size() < (1 << 20)) text += "line \"one\",\nline two\x1b[31m";
  return text;
}

}  // namespace counterpart::test
