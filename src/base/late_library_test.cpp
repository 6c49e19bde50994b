#include "base/late_library.hpp"

#include <gtest/gtest.h>

#include <string>

namespace counterpart {
namespace {

constinit const LateLibrary kC("libc", 6, "libc6");
constinit const LateLibrary kNowhere("libcounterpart-has-no-such", 7, "no-such-package");

TEST(LateLibrary, CallsWhatItLoads) {
  static constinit const LateFunction<int(const char*)> number_of(kC, "atoi");
  EXPECT_EQ(number_of("42"), 42);
  EXPECT_EQ(number_of("7"), 7);
}

TEST(LateLibrary, PassesArgumentsOfAnyNumberAndType) {
  static constinit const LateFunction<int(char*, std::size_t, const char*, ...)> print(kC, "snprintf");
  char text[32];
  EXPECT_EQ(print(text, sizeof text, "%d %s %.1f", 3, "of", 4.5), 8);
  EXPECT_STREQ(text, "3 of 4.5");
}

TEST(LateLibrary, TellsWhatToInstall) {
  try {
    kNowhere.require(ErrorKind::source);
    FAIL() << "it was loaded";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::source);
    EXPECT_NE(std::string(error.what()).find("libcounterpart-has-no-such cannot be loaded"),
              std::string::npos);
    EXPECT_NE(error.hint().find("no-such-package"), std::string::npos);
  }
}

TEST(LateLibrary, TellsThatAFunctionIsMissing) {
  static constinit const LateFunction<int()> none(kC, "counterpart_has_no_such_function");
  try {
    none();
    FAIL() << "it was called";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::internal);
    EXPECT_NE(std::string(error.what()).find("counterpart_has_no_such_function"), std::string::npos);
  }
}

}  // namespace
}  // namespace counterpart
