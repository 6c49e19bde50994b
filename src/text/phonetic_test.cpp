#include "text/phonetic.hpp"

#include <gtest/gtest.h>

namespace counterpart {
namespace {

// The examples of the US National Archives' page on the Soundex indexing system, and of its rules on H and W.
TEST(Phonetic, SoundexOfTheArchivesExamples) {
  EXPECT_EQ(soundex("Washington"), "W252");
  EXPECT_EQ(soundex("Lee"), "L000");
  EXPECT_EQ(soundex("Gutierrez"), "G362");
  EXPECT_EQ(soundex("Pfister"), "P236");
  EXPECT_EQ(soundex("Jackson"), "J250");
  EXPECT_EQ(soundex("Tymczak"), "T522");
  EXPECT_EQ(soundex("Ashcraft"), "A261");
  EXPECT_EQ(soundex("Robert"), "R163");
  EXPECT_EQ(soundex("RUPERT"), "R163");
  EXPECT_EQ(soundex("Honeyman"), "H555");
}

TEST(Phonetic, MetaphoneWritesConsonantsBySound) {
  EXPECT_EQ(metaphone("Thompson"), "0MPSN");
  EXPECT_EQ(metaphone("Smith"), metaphone("smyth"));
  EXPECT_EQ(metaphone("Smith"), "SM0");
  EXPECT_EQ(metaphone("Knight"), "NT");
  EXPECT_EQ(metaphone("Wright"), "RT");
  EXPECT_EQ(metaphone("Philip"), "FLP");
  EXPECT_EQ(metaphone("Schmidt"), "SKMTT");
  EXPECT_EQ(metaphone("Xavier"), "SFR");
  EXPECT_EQ(metaphone("Whitney"), "WTN");
  EXPECT_EQ(metaphone("Lamb"), "LM");
  EXPECT_EQ(metaphone("Hodges"), "HJS");
  EXPECT_EQ(metaphone("Mitchell"), "MXL");
  EXPECT_EQ(metaphone("Garcia"), "KRX");
}

TEST(Phonetic, LeavesOutWhatIsNoLetterAndIsEmptyWithoutAny) {
  EXPECT_EQ(soundex("O'Brien"), soundex("OBrien"));
  EXPECT_EQ(metaphone("O'Brien"), metaphone("obrien"));
  EXPECT_EQ(soundex("12 -"), "");
  EXPECT_EQ(metaphone(""), "");
}

}  // namespace
}  // namespace counterpart
