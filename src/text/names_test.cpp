#include "text/names.hpp"

#include <gtest/gtest.h>

#include "text/nicknames.hpp"

namespace counterpart {
namespace {

TEST(Names, FormsOfOneForenameShareAClass) {
  EXPECT_TRUE(share_a_nickname_class("bob", "robert"));
  EXPECT_TRUE(share_a_nickname_class("peggy", "margaret"));
  EXPECT_TRUE(share_a_nickname_class("paco", "francisco"));
  EXPECT_TRUE(share_a_nickname_class("sasha", "aleksandr"));
  EXPECT_FALSE(share_a_nickname_class("bob", "william"));
  EXPECT_FALSE(share_a_nickname_class("bob", "nobody"));
}

TEST(Names, AFormOfSeveralNamesDoesNotMakeThemOne) {
  EXPECT_TRUE(share_a_nickname_class("chris", "christopher"));
  EXPECT_TRUE(share_a_nickname_class("chris", "christina"));
  EXPECT_FALSE(share_a_nickname_class("christopher", "christina"));
}

TEST(Names, OfSeveralForenamesTheFirstHasTheForms) {
  EXPECT_TRUE(share_a_nickname_class("bob", "robert james"));
  EXPECT_TRUE(share_a_nickname_class("bob smith", "robert smith"));
  EXPECT_FALSE(share_a_nickname_class("bob smith", "robert jones"));
  EXPECT_FALSE(share_a_nickname_class("james bob", "robert"));
  EXPECT_TRUE(has_nickname_class("bob smith"));
  EXPECT_FALSE(has_nickname_class("kowalski"));
}

TEST(Names, ClassesAreOfNormalizedForms) {
  for (const auto lines : {english_nicknames(), romance_nicknames(), other_nicknames()}) {
    for (const std::string_view line : lines) {
      EXPECT_GT(words_of(line).size(), 1u) << line;
      for (const char c : line) EXPECT_TRUE(c == ' ' || (c >= 'a' && c <= 'z')) << line;
    }
  }
}

TEST(Names, TitlesAndSuffixesAreTakenOffWhileSomethingIsLeft) {
  EXPECT_EQ(without_titles("dr john smith jr"), "john smith");
  EXPECT_EQ(without_titles("prof dr smith phd md"), "smith");
  EXPECT_EQ(without_titles("smith iii"), "smith");
  EXPECT_EQ(without_titles("junior"), "junior");
  EXPECT_EQ(without_titles("dr"), "dr");
  EXPECT_EQ(without_titles("drew smith"), "drew smith");
}

TEST(Names, OneOfADoubleSurnameIsASubset) {
  EXPECT_TRUE(is_word_subset("garcia", "garcia marquez"));
  EXPECT_TRUE(is_word_subset("garcia marquez", "marquez"));
  EXPECT_TRUE(is_word_subset("de la cruz", "cruz"));
  EXPECT_TRUE(is_word_subset("van der berg", "berg"));
  EXPECT_FALSE(is_word_subset("garcia lopez", "garcia marquez"));
  EXPECT_FALSE(is_word_subset("de la", "de la"));
  EXPECT_FALSE(is_word_subset("", "smith"));
}

TEST(Names, OverlapCountsEachWordOnce) {
  EXPECT_DOUBLE_EQ(word_overlap("a b c", "b c d"), 0.5);
  EXPECT_DOUBLE_EQ(word_overlap("a a b", "b a"), 1);
  EXPECT_DOUBLE_EQ(word_overlap("a", "b"), 0);
  EXPECT_DOUBLE_EQ(word_overlap("", ""), 1);
}

TEST(Names, AnInitialStandsForAName) {
  EXPECT_TRUE(is_initial_of("j", "john"));
  EXPECT_TRUE(is_initial_of("john", "j."));
  EXPECT_TRUE(is_initial_of("é", "élodie"));
  EXPECT_FALSE(is_initial_of("j", "j"));
  EXPECT_FALSE(is_initial_of("jo", "john"));
  EXPECT_FALSE(is_initial_of("", "john"));
  EXPECT_FALSE(is_initial_of(".", "john"));
  EXPECT_TRUE(is_initial_of("j r tolkien", "john ronald tolkien"));
  EXPECT_TRUE(is_initial_of(" j  tolkien ", "john t"));
  EXPECT_FALSE(is_initial_of("j r tolkien", "john ronald reuel tolkien"));
  EXPECT_FALSE(is_initial_of("j tolkien", "john lewis"));
}

}  // namespace
}  // namespace counterpart
