#include "db/postgres_error.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace counterpart {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(PostgresError, ShowsTheServersTextAndItsCode) {
  EXPECT_EQ(postgres_error_text({"42P01", "relation \"poeple\" does not exist"}),
            "relation \"poeple\" does not exist (error 42P01)");
  EXPECT_EQ(postgres_error_text({"22012", "division by zero"}), "division by zero (error 22012)");
}

TEST(PostgresError, WithholdsTextsThatCanQuoteValues) {
  for (const char* state : {"22P02", "22007", "22021", "P0001", "38000", "HV000"}) {
    const std::string text =
        postgres_error_text({state, "invalid input syntax for type integer: \"Lovelace\""});
    EXPECT_THAT(text, Not(HasSubstr("Lovelace"))) << state;
    EXPECT_THAT(text, HasSubstr(state));
  }
}

TEST(PostgresError, IsOneLineThatIsSafeToPrint) {
  EXPECT_EQ(postgres_error_text({"42601", "bad \x1b[31m\nDETAIL: Ada Lovelace"}),
            "bad \\x1B[31m (error 42601)");
  EXPECT_EQ(postgres_error_text({"", "server closed the connection unexpectedly\n\tThis probably means"}),
            "server closed the connection unexpectedly");
}

TEST(PostgresError, FindsTheCodeOfARefusedConnect) {
  const PostgresFailure failure = connect_failure(
      "connection to server at \"127.0.0.1\", port 5432 failed: FATAL:  28P01: password authentication "
      "failed "
      "for user \"reader\"\nLOCATION:  auth_failed, auth.c:326\n"
      "connection to server at \"127.0.0.1\", port 5432 failed: server does not support SSL");
  EXPECT_EQ(failure.sql_state, "28P01");
  EXPECT_EQ(failure.text, "password authentication failed for user \"reader\"");
  EXPECT_FALSE(postgres_may_retry(failure));
}

TEST(PostgresError, TakesAnUnreachedServerForARetry) {
  const PostgresFailure failure = connect_failure(
      "connection to server at \"127.0.0.1\", port 1 failed: Connection refused\n\tIs the server");
  EXPECT_EQ(failure.sql_state, "");
  EXPECT_EQ(failure.text, "Connection refused");
  EXPECT_TRUE(postgres_may_retry(failure));
  EXPECT_FALSE(postgres_may_retry(
      connect_failure("connection to server failed: server does not support SSL, but SSL was required")));
}

TEST(PostgresError, HasAHintForEveryCode) {
  for (const char* state : {"", "28P01", "3D000", "42501", "22012", "57P01", "99999"})
    EXPECT_NE(postgres_error_hint({state, "text"}, ErrorKind::source), "") << state;
  EXPECT_THAT(postgres_error_hint({"", "server does not support SSL"}, ErrorKind::source), HasSubstr("TLS"));
}

TEST(PostgresError, DoesNotAskTwiceForALoginThatWouldTellThePassword) {
  for (const std::string_view text :
       {kClearTextAsked, std::string_view("channel binding required but not supported by server's request"),
        std::string_view("authentication method requirement \"!password\" failed")}) {
    const PostgresFailure failure{"", std::string(text)};
    EXPECT_FALSE(postgres_may_retry(failure)) << text;
    EXPECT_THAT(postgres_error_hint(failure, ErrorKind::source), HasSubstr("scram-sha-256")) << text;
  }
}

TEST(PostgresError, KnowsWhenTheConnectionIsLost) {
  EXPECT_TRUE(postgres_lost({"57P01", ""}));
  EXPECT_TRUE(postgres_lost({"08006", ""}));
  EXPECT_TRUE(postgres_lost({"", "server closed the connection unexpectedly"}));
  EXPECT_FALSE(postgres_lost({"40001", ""}));
  EXPECT_TRUE(postgres_may_retry({"40001", ""}));
  EXPECT_FALSE(postgres_may_retry({"42601", ""}));
}

TEST(PostgresError, AdvisesThoseWhoLoadInAnotherWay) {
  EXPECT_THAT(postgres_error_hint({"42501", ""}, ErrorKind::source), Not(HasSubstr("INSERT")));
  EXPECT_THAT(postgres_error_hint({"42501", ""}, ErrorKind::load_rolled_back), HasSubstr("INSERT"));
  EXPECT_THAT(postgres_error_hint({"25006", ""}, ErrorKind::load_rolled_back), HasSubstr("primary"));
  EXPECT_EQ(postgres_error_hint({"53100", ""}, ErrorKind::load_rolled_back),
            postgres_error_hint({"53100", ""}, ErrorKind::source));
}

}  // namespace
}  // namespace counterpart
