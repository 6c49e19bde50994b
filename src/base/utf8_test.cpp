#include "base/utf8.hpp"

#include <gtest/gtest.h>

namespace counterpart {

TEST(Utf8, AcceptsWellFormedText) {
  for (const char* text : {"", "plain", "Müller", "名前", "👩‍🔬", "aaaaaaaaaaaaaaaaé"})
    EXPECT_TRUE(is_valid_utf8(text)) << text;
}

TEST(Utf8, RefusesOverlongSurrogateCutAndTooHigh) {
  for (const char* text : {"\xC0\x80", "\xE0\x80\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xC3", "\xE5\x90",
                           "\xFF", "a\x80", "12345678\xFE"}) {
    EXPECT_FALSE(is_valid_utf8(text)) << printable(text);
  }
}

TEST(Utf8, OneByteAnywhereMakesTextOtherThanAscii) {
  for (std::size_t size = 0; size < 40; ++size) {
    const std::string ascii(size, '\x7F');
    EXPECT_TRUE(is_ascii(ascii));
    for (std::size_t at = 0; at < size; ++at) {
      std::string text = ascii;
      text[at] = '\x80';
      EXPECT_FALSE(is_ascii(text)) << size << " " << at;
      EXPECT_FALSE(is_valid_utf8(text)) << size << " " << at;
    }
  }
}

TEST(Utf8, CountsCodePoints) {
  EXPECT_EQ(count_code_points("Müller"), 6u);
  EXPECT_EQ(count_code_points("👩‍🔬"), 3u);
}

TEST(Utf8, PrintableEscapesWhatATerminalObeys) {
  EXPECT_EQ(printable("a\x1b[31mb\n"), "a\\x1B[31mb\\x0A");
  EXPECT_EQ(printable("é\xFFz"), "é\\xFFz");
  EXPECT_EQ(printable("\xE2\x80\xAE"
                      "evil"),
            "\\u{202E}evil");
  EXPECT_EQ(printable("\xC2\x9B"
                      "x"),
            "\\u{009B}x");
  EXPECT_EQ(printable("abcdef", 3), "abc…");
}

}  // namespace counterpart
