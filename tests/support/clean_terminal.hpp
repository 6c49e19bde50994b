#pragma once
/// What may come out of the program on its streams.

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "base/utf8.hpp"
#include "support/program.hpp"

namespace counterpart::test {

/// Where a text holds what a terminal obeys or what turns a line around: "" if nowhere.
inline std::string first_unsafe(std::string_view text) {
  std::size_t line = 1;
  while (!text.empty()) {
    const std::size_t length = utf8_sequence_length(text);
    if (text.front() == '\n') ++line;
    const bool fine =
        length != 0 && (text.front() == '\n' || is_safe_to_show(code_point(text.substr(0, length))));
    if (!fine) return "line " + std::to_string(line) + ": " + printable(text.substr(0, 60));
    text.remove_prefix(length);
  }
  return "";
}

/// Standard output and standard error are text that a terminal shows as it is.
inline void expect_clean(const Ended& ended) {
  EXPECT_EQ(first_unsafe(ended.out), "") << "on standard output";
  EXPECT_EQ(first_unsafe(ended.err), "") << "on standard error";
}

}  // namespace counterpart::test
