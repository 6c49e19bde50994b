#include "http/redaction.hpp"

#include <gtest/gtest.h>

namespace counterpart::http {
namespace {

std::string redacted(const std::string& secret, const std::string& text) {
  return Redaction({Secret(secret)}).redacted(text);
}

TEST(Redaction, LeavesOtherTextAlone) {
  const std::string text = R"({"next":"\/users?page=2&key=s3cre","name":"100% \u00fc + \\"})";
  EXPECT_EQ(redacted("s3cret", text), text);
  EXPECT_FALSE(Redaction({Secret("s3cret")}).finds(text));
  EXPECT_EQ(Redaction().redacted(text), text);
  EXPECT_EQ(redacted("", text), text);
}

TEST(Redaction, FindsWhatStandsInTheClear) {
  EXPECT_EQ(redacted("s3cret", "s3cret, s3crets3cret"), "REDACTED, REDACTEDREDACTED");
  EXPECT_TRUE(Redaction({Secret("s3cret")}).finds("a s3cret"));
}

TEST(Redaction, FindsPercentEncodedForms) {
  EXPECT_EQ(redacted("a/b c=d", "?key=a%2Fb%20c%3Dd&x=1"), "?key=REDACTED&x=1");
  EXPECT_EQ(redacted("a/b c=d", "?key=a%2fb+c%3dd"), "?key=REDACTED");
  EXPECT_EQ(redacted("abcd", "%61%62c%64"), "REDACTED");
  EXPECT_EQ(redacted("50%25", "50%25 50%2525 50%%25"), "REDACTED REDACTED 50%%25");
  EXPECT_EQ(redacted("100%", "100% 100%25"), "REDACTED REDACTED");
}

TEST(Redaction, FindsEscapesOfJson) {
  EXPECT_EQ(redacted("a/b\"c\\d", R"("a\/b\"c\\d")"), R"("REDACTED")");
  EXPECT_EQ(redacted("a&b<c", R"("a\u0026b\u003cc")"), R"("REDACTED")");
  EXPECT_EQ(redacted("s\u00fc\u00df\U0001F511", R"(s\u00fc\u00DF\ud83d\udd11 \ud83d)"), R"(REDACTED \ud83d)");
  EXPECT_EQ(redacted("C:\\keys", "C:\\keys"), "REDACTED");
}

TEST(Redaction, FindsMixedForms) {
  EXPECT_EQ(redacted("a/b=c", R"(a\/b%3Dc)"), "REDACTED");
}

TEST(Redaction, TakesTheLongestOfThoseThatBeginAlike) {
  const Redaction two({Secret("s3cret"), Secret("s3cret-and-more"), Secret("s3cret")});
  EXPECT_EQ(two.redacted("s3cret-and-more s3cret-and"), "REDACTED REDACTED-and");
}

TEST(Redaction, IsNotLedAstrayAtTheEndOfAText) {
  for (const char* text : {"s3c", "s3cre%", "s3cre%7", "s3cre\\", "s3cre\\u00", "\\ud83d\\u"})
    EXPECT_EQ(redacted("s3cret", text), text);
}

}  // namespace
}  // namespace counterpart::http
