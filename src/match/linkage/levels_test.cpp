#include "match/linkage/levels.hpp"

#include <gtest/gtest.h>

#include <random>

namespace counterpart::linkage {
namespace {

/// The values of a preset's comparison, and the label of the level at which two of them end.
class Preset {
 public:
  explicit Preset(const std::string& name) : comparison_(comparison_preset(name)) {
    const std::size_t fields = name == "forename-surname" ? 2 : 1;
    for (std::size_t i = 0; i < fields; ++i)
      comparison_.fields.push_back({i, i, *normalization_steps(comparison_.normalization)});
  }

  std::string value(const std::vector<Value>& values) const {
    std::string out;
    ValueMaker(comparison_).make(values, out);
    return out;
  }
  std::string value(std::string_view text) const { return value({Value::string(text)}); }
  std::string level(const std::vector<Value>& left, const std::vector<Value>& right) const {
    return comparison_.levels[LevelFinder(comparison_).level(value(left), value(right))].label;
  }
  std::string level(std::string_view left, std::string_view right) const {
    return level({Value::string(left)}, {Value::string(right)});
  }
  std::string level_of_names(std::string_view left_forename, std::string_view left_surname,
                             std::string_view right_forename, std::string_view right_surname) const {
    const auto text = [](std::string_view name) {
      return name.empty() ? Value::null() : Value::string(name);
    };
    return level({text(left_forename), text(left_surname)}, {text(right_forename), text(right_surname)});
  }

 private:
  Comparison comparison_;
};

TEST(Levels, OfNames) {
  const Preset name("name");
  EXPECT_EQ(name.level("Dr. José García", "jose garcia"), "exact");
  EXPECT_EQ(name.level("Johnson", "Johnsen"), "Jaro-Winkler ≥ 0.92");
  EXPECT_EQ(name.level("Bob", "Robert"), "nickname");
  EXPECT_EQ(name.level("García-Márquez", "marquez"), "words of one among the other's");
  EXPECT_EQ(name.level("Müller", "Mueller"), "Jaro-Winkler ≥ 0.88");
  EXPECT_EQ(name.level("Dixon", "Dickson"), "Jaro-Winkler ≥ 0.7");
  EXPECT_EQ(name.level("J.", "Timothy"), "all else");
  EXPECT_EQ(name.level("T.", "Timothy"), "initial");
  EXPECT_EQ(name.level("Smith", "Kowalski"), "all else");
}

TEST(Levels, OfForenameAndSurname) {
  const Preset names("forename-surname");
  EXPECT_EQ(names.level_of_names("Ada", "Lovelace", "ada", "LOVELACE"), "forename: exact, surname: exact");
  EXPECT_EQ(names.level_of_names("Ada", "Lovelace", "Lovelace", "Ada"), "swapped: exact");
  EXPECT_EQ(names.level_of_names("Bill", "Smith", "William", "Smith"), "forename: nickname, surname: exact");
  EXPECT_EQ(names.level_of_names("Ada", "Lovelace", "Ada Augusta", "Lovelace"),
            "forename: words of one among the other's, surname: exact");
  EXPECT_EQ(names.level_of_names("Ada", "Lovelace", "Lovelac", "Ada"), "swapped: Jaro-Winkler ≥ 0.88");
  EXPECT_EQ(names.level_of_names("Michelle", "Massey", "Michael", "Massie"),
            "forename: Jaro-Winkler ≥ 0.92, surname: Jaro-Winkler ≥ 0.92");
  EXPECT_EQ(names.level_of_names("Tanya", "Jones", "Tonya", "Johnson"),
            "forename: Jaro-Winkler ≥ 0.8, surname: Jaro-Winkler ≥ 0.8");
  EXPECT_EQ(names.level_of_names("Kim", "Smith", "Ada", "Smyth"), "surname: Jaro-Winkler ≥ 0.88");
  EXPECT_EQ(names.level_of_names("Jonathan", "Johnson", "Jonathon", "Johnsen"),
            "forename: Jaro-Winkler ≥ 0.92, surname: Jaro-Winkler ≥ 0.92");
  EXPECT_EQ(names.level_of_names("A.", "Lovelace", "Ada", "Lovelace"), "forename: initial, surname: exact");
  EXPECT_EQ(names.level_of_names("Gabriel", "García", "Gabriel", "García Márquez"),
            "forename: Jaro-Winkler ≥ 0.88, surname: words of one among the other's");
  EXPECT_EQ(names.level_of_names("Ada", "Lovelace", "Kim", "Lovelace"), "surname: exact");
  EXPECT_EQ(names.level_of_names("Ada", "Byron", "Ada", "Lovelace"), "forename: exact");
  EXPECT_EQ(names.level_of_names("Tanya", "Byron", "Tonya", "Lovelace"), "forename: Jaro-Winkler ≥ 0.88");
  EXPECT_EQ(names.level_of_names("", "Lovelace", "Kim", "Lovelace"), "surname: exact");
  EXPECT_EQ(names.level_of_names("", "Lovelace", "Kim", ""), "all else");
}

TEST(Levels, OfDates) {
  const Preset date("date");
  EXPECT_EQ(date.level("1956-04-09", "19560409"), "exact");
  EXPECT_EQ(date.level("1956-04-09", "1956-04-90"), "Damerau-Levenshtein ≤ 1");  // no day, but digits
  EXPECT_EQ(date.level("1956-04-09", "1956-05-90"), "all else");                 // no day is near
  EXPECT_EQ(date.level("1956-04-09", "1965-04-09"), "Damerau-Levenshtein ≤ 1");
  EXPECT_EQ(date.level("1956-04-09", "1956-05-02"), "within a month");
  EXPECT_EQ(date.level("1956-04-09", "1957-03-21"), "within a year");
  EXPECT_EQ(date.level("1956-04-09", "1963-11-21"), "within ten years");
  EXPECT_EQ(date.level("1956-04-09", "1990-11-21"), "all else");
}

TEST(Levels, OfEmailsAndPostcodes) {
  const Preset email("email");
  EXPECT_EQ(email.level("Ada@Example.com", "ada@example.com"), "exact");
  EXPECT_EQ(email.level("ada.l@example.com", "ada.l@mail.org"), "local part: exact");
  EXPECT_EQ(email.level("ada.l@example.com", "adal@example.com"), "Jaro-Winkler ≥ 0.92");
  EXPECT_EQ(email.level("lovelace@example.com", "lovelace1@math.uni.org"), "local part: Jaro-Winkler ≥ 0.88");
  EXPECT_EQ(email.level("ada@example.com", "kim@math.org"), "all else");
  EXPECT_EQ(email.level("nobody", "somebody"), "all else");  // no local parts that could be the same
  const Preset postcode("postcode");
  EXPECT_EQ(postcode.level("TQ13 8DF", "tq138df"), "exact");
  EXPECT_EQ(postcode.level("TQ13 8DF", "tq13 8dg"), "Damerau-Levenshtein ≤ 1");
  EXPECT_EQ(postcode.level("12345", "12345-6789"), "first 5 characters");
  EXPECT_EQ(postcode.level("TQ13 8DF", "tq13 8gh"), "first 5 characters");
  EXPECT_EQ(postcode.level("TQ13 8DF", "tq13 1aa"), "area: exact");
  EXPECT_EQ(postcode.level("TQ13 8DF", "tq1 1aa"), "first 2 characters");
  EXPECT_EQ(postcode.level("TQ13 8DF", "ex1 1aa"), "all else");
}

TEST(Levels, OfNumbersAndTexts) {
  const Preset number("number");
  EXPECT_EQ(number.level({Value::int64(100)}, {Value::string("1e2")}), "exact");
  EXPECT_EQ(number.level({Value::int64(100)}, {Value::int64(104)}), "at most 5 % apart");
  EXPECT_EQ(number.level({Value::int64(100)}, {Value::int64(95)}), "at most 5 % apart");
  EXPECT_EQ(number.level({Value::int64(100)}, {Value::float64(119.5)}), "at most 20 % apart");
  EXPECT_EQ(number.level({Value::int64(100)}, {Value::int64(126)}), "all else");
  EXPECT_EQ(number.level({Value::int64(0)}, {Value::int64(1)}), "all else");
  EXPECT_EQ(number.level({Value::int64(-100)}, {Value::int64(100)}), "all else");
  EXPECT_EQ(number.value("many"), "");
  const Preset text("text");
  EXPECT_EQ(text.level("High  Street", "high street"), "exact");
  EXPECT_EQ(text.level("cardiology", "cardiolgy"), "Jaro-Winkler ≥ 0.92");
  EXPECT_EQ(text.level("5 high street", "high street 5b 5"), "shared words ≥ 0.6");
  EXPECT_EQ(text.level("tanya", "tonya"), "Jaro-Winkler ≥ 0.88");
  EXPECT_EQ(text.level("dixon", "dickson"), "Jaro-Winkler ≥ 0.7");
  EXPECT_EQ(text.level("cardiology", "surgery"), "all else");
  const Preset words("token-set");
  EXPECT_EQ(words.level("High Street", "HIGH-STREET"), "exact");
  EXPECT_EQ(words.level("5 High Street Exeter", "High Street, Exeter 5"), "shared words ≥ 0.8");
  EXPECT_EQ(words.level("High Street", "5 High Street Exeter"), "words of one among the other's");
  EXPECT_EQ(words.level("5 High Street Exeter", "7 High Street Exeter"), "shared words ≥ 0.6");
  EXPECT_EQ(words.level("5 High Street", "7 High Street Exeter"), "shared words ≥ 0.4");
  EXPECT_EQ(words.level("1 High Street", "9 Low Road"), "all else");
}

TEST(Levels, NullIsNoValue) {
  EXPECT_EQ(Preset("name").value({Value::null()}), "");
  EXPECT_EQ(Preset("name").value("  "), "");
  EXPECT_EQ(Preset("forename-surname").value({Value::null(), Value::null()}), "");
  EXPECT_EQ(Preset("forename-surname").value({Value::null(), Value::string("Lovelace")}), "\x1flovelace");
}

TEST(Levels, ADayThatTheCalendarHasNotKeepsItsDigits) {
  EXPECT_EQ(date_digits(Value::string("19561309")), "19561309");
  EXPECT_EQ(date_digits(Value::string("1956-02-30")), "19560230");
  EXPECT_EQ(date_digits(Value::int64(19560230)), "19560230");
  const Preset date("date");
  EXPECT_EQ(date.level("1956-02-30", "1956-02-03"), "Damerau-Levenshtein ≤ 1");
  EXPECT_EQ(date.level("1956-02-30", "1956-03-01"), "all else");  // no day, so none apart
}

TEST(Levels, WhatIsNoDateIsComparedAsItsText) {
  const Preset date("date");
  EXPECT_EQ(date.value("09/04/1956"), "09/04/1956");
  EXPECT_EQ(date.level("09/04/1956", " 09/04/1956"), "exact");
  EXPECT_EQ(date.level("09/04/1956", "09/04/1965"), "Damerau-Levenshtein ≤ 1");
  EXPECT_EQ(date.level("09/04/1956", "10/05/1956"), "all else");
  EXPECT_EQ(date.level("unknown", "1956-04-09"), "all else");
}

TEST(Levels, OfLongTextsAreThoseOfTheirBeginnings) {
  const std::string long_text(std::size_t{1} << 20, 'x');
  for (const char* preset : {"name", "text", "date"}) {
    const Comparison comparison = comparison_preset(preset);
    LevelFinder finder(comparison);
    EXPECT_EQ(finder.level(long_text, long_text), 0) << preset;
    EXPECT_EQ(finder.level(long_text, long_text + "y"), 1) << preset;
    EXPECT_EQ(comparison.levels[finder.level(long_text, std::string(long_text.size(), 'y'))].label,
              "all else");
  }
}

TEST(Levels, OfManyAtOnceAreThoseOfEach) {
  std::mt19937 random(3);
  const auto text = [&random] {
    std::string made;
    for (auto i = 1 + random() % 9; i > 0; --i) made += static_cast<char>('a' + random() % 4);
    return made;
  };
  for (const std::string& preset : comparison_presets()) {
    const Comparison comparison = comparison_preset(preset);
    LevelFinder many(comparison);
    LevelFinder one(comparison);
    for (int round = 0; round < 30; ++round) {
      const std::string left = text();
      std::vector<std::string> texts;
      for (int i = 0; i < 40; ++i) texts.push_back(i % 5 == 0 ? left : text());
      const std::vector<std::string_view> right(texts.begin(), texts.end());
      std::vector<std::uint8_t> found(right.size());
      many.levels(left, right, found.data());
      for (std::size_t i = 0; i < right.size(); ++i) ASSERT_EQ(found[i], one.level(left, right[i])) << preset;
    }
  }
}

TEST(Levels, EachPresetEndsWithAllElse) {
  for (const std::string& preset : comparison_presets()) {
    const Comparison comparison = comparison_preset(preset);
    ASSERT_GE(comparison.levels.size(), 2u) << preset;
    EXPECT_LE(comparison.levels.size(), 15u) << preset;
    EXPECT_EQ(comparison.levels.back().label, "all else");
    EXPECT_TRUE(comparison.levels.back().all_of.empty());
    EXPECT_TRUE(normalization_steps(comparison.normalization)) << preset;
  }
  EXPECT_TRUE(comparison_preset("soundslike").levels.empty());
}

}  // namespace
}  // namespace counterpart::linkage
