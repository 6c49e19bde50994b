#include "job/toml_text.hpp"

#include <gtest/gtest.h>

#include <toml++/toml.h>

namespace counterpart {
namespace {

TEST(TomlText, StringsAndKeysReadBackAsTheyWere) {
  for (const std::string& text :
       {std::string("plain"), std::string("a \"quoted\" \\ path"), std::string("tab\tline\nnul\x01 del\x7f"),
        std::string("Zo\u00eb"), std::string("c1 \u009b bidi \u202e line \u2028 emoji \U0001F600"),
        std::string("$.link[?@.relation=='next'].url"), std::string()}) {
    const toml::table read = toml::parse(toml_key(text) + " = " + toml_string(text));
    ASSERT_EQ(read.size(), 1u);
    EXPECT_EQ(read.begin()->first.str(), text);
    EXPECT_EQ(read.begin()->second.value<std::string>(), text);
  }
  EXPECT_EQ(toml_key("last_active-date"), "last_active-date");
  EXPECT_EQ(toml_string("\u009b\u202e"), "\"\\u009B\\u202E\"");
  EXPECT_EQ(toml_list({"a", "b\"c"}), "[\"a\", \"b\\\"c\"]");
}

TEST(TomlText, BlocksAlignKeysAndComments) {
  TomlBlock block("[left]", "what it is");
  block.add_text("name", "crm");
  block.add_text("source", "sqlite", "a file");
  block.suggest("ordered_by", toml_list({"lastname"}), "came so");
  block.add("size", "1000", std::string(120, 'x'));
  EXPECT_EQ(block.text(),
            "[left]  # what it is\n"
            "name   = \"crm\"\n"
            "source = \"sqlite\"            # a file\n"
            "# ordered_by = [\"lastname\"]  # came so\n"
            "# " +
                std::string(120, 'x') + "\nsize   = 1000\n");
}

TEST(TomlText, CommentsStayOnTheirLine) {
  TomlBlock block("[left]");
  block.add_text("table", "t", "there is also a\nb = 1");
  EXPECT_EQ(block.text(), "[left]\ntable = \"t\"  # there is also a\\x0Ab = 1\n");
}

}  // namespace
}  // namespace counterpart
