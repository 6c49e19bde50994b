// Dates as they are read, against patterns: whatever is put together of digits, months and what stands
// between.
#include <gtest/gtest.h>

#include <random>

#include "reference/reference_dates.hpp"

namespace counterpart::test {
namespace {

using linkage::SlashOrder;

class Writer {
 public:
  explicit Writer(unsigned seed) : random_(seed) {}

  std::string text() {
    std::string made;
    const std::string between = one(kBetween);
    for (int part = 0; part < 3; ++part) {
      if (part > 0) made += rarely() ? one(kBetween) : between;
      made += number_or_name();
    }
    if (rarely()) made += one(kTimes);
    if (rarely()) made.insert(random_() % (made.size() + 1), 1, kOdd[random_() % kOdd.size()]);
    if (rarely() && !made.empty()) made.erase(random_() % made.size(), 1);
    return made;
  }
  SlashOrder order() { return static_cast<SlashOrder>(random_() % 3); }

 private:
  bool rarely() { return random_() % 8 == 0; }
  const char* one(const std::vector<const char*>& of) { return of[random_() % of.size()]; }
  std::string number_or_name() {
    switch (random_() % 6) {
      case 0: return std::to_string(1900 + random_() % 120);
      case 1: return one(kNames);
      case 2: return std::to_string(random_() % 14);
      case 3: return std::to_string(10 + random_() % 90);
      case 4: return "0" + std::to_string(random_() % 10);
      default: return std::to_string(random_() % 3000);
    }
  }

  static inline const std::vector<const char*> kBetween{"-", "/", ".", " ", "", ", ", ". ", ",", "--", " - "};
  static inline const std::vector<const char*> kNames{"Jan",  "february", "MARCH",  "Apr", "May", "june",
                                                      "Sept", "Dec",      "Septem", "Mai", "T"};
  static inline const std::vector<const char*> kTimes{" 00:00:00", "T10:20Z", "T23:59:59.5+02:00", " "};
  static inline const std::string kOdd = " 0-./,Tx1\xC3";
  std::mt19937 random_;
};

TEST(DatesDifferential, AreReadAsThePatternsSay) {
  Writer writer(20170202);
  int dates = 0;
  for (int i = 0; i < 60'000; ++i) {
    const std::string text = writer.text();
    const SlashOrder order = writer.order();
    const std::string read = linkage::date_digits(Value::string(text), order);
    ASSERT_EQ(read, reference::date_digits(text, order)) << text;
    dates += read.empty() ? 0 : 1;
  }
  EXPECT_GT(dates, 2000);
}

}  // namespace
}  // namespace counterpart::test
