// An API that cannot be reached, breaks off, or does not answer with pages, seen from outside: a run either
// gives what it would have given, or fails as documented, leaves everything as it was, and gives the same as
// ever once the trouble is over.
#include "cli/api_faults.hpp"
#include "support/black_hole.hpp"

namespace counterpart::test {
namespace {

TEST_F(ApiFaults, ANameThatDoesNotResolve) {
  expect_unreachable("https://no-such-host.invalid/users",
                     {"external", "no-such-host.invalid", "after 2 attempts"});
}

TEST_F(ApiFaults, AConnectionThatIsRefused) {
  expect_unreachable(unheard_url(), {"external", "127.0.0.1", "after 2 attempts"});
}

TEST_F(ApiFaults, ABlackHole) {
  const BlackHole hole;
  expect_unreachable(hole.url(), {"external", "after 2 attempts"});
}

TEST_F(ApiFaults, AProxyThatIsDownIsNamed) {
  expect_unreachable("", {"external", "(the proxy comes from the environment)"},
                     {{"http_proxy", unheard_url()}});
}

TEST_F(ApiFaults, AResetInsideAPage) {
  expect_survived(once([](Reply& reply) {
    reply.cut_after = 100;
    reply.reset = true;
  }));
}

TEST_F(ApiFaults, AStallOnce) {
  expect_survived(once([](Reply& reply) {
    reply.cut_after = 100;
    reply.stall = true;
  }));
}

TEST_F(ApiFaults, AByteNowAndThen) {
  expect_refused(always([](Reply& reply) {
                   reply.by_bytes = true;
                   reply.between = std::chrono::milliseconds(30);
                 }),
                 {"external", "page 4", "the answer stalled", "after 2 attempts"});
}

TEST_F(ApiFaults, SlicesOfOneByte) {
  expect_survived([](const Ask&, Reply& reply) { reply.by_bytes = true; });
}

TEST_F(ApiFaults, ARefusalOfCredentials) {
  for (const int status : {401, 403}) {
    const unsigned before = systems_.api().requests_of(4);
    expect_refused(always([=](Reply& reply) { reply = {.status = status, .body = "for Given Name"}; }),
                   {"external", "page 4", std::to_string(status)});
    EXPECT_EQ(systems_.api().requests_of(4) - before, 3U) << "twice sound, once refused";
  }
}

TEST_F(ApiFaults, APageThatIsNotThere) {
  expect_refused(always([](Reply& reply) { reply = {.status = 404}; }), {"external", "page 4", "404"});
}

TEST_F(ApiFaults, ErrorsOfTheServerOnce) {
  for (const int status : {408, 429, 500, 503})
    expect_survived(once([=](Reply& reply) { reply = {.status = status, .headers = {"Retry-After: 0"}}; }));
}

TEST_F(ApiFaults, ErrorsOfTheServerForEver) {
  expect_refused(always([](Reply& reply) { reply = {.status = 503}; }),
                 {"external", "page 4", "503, after 2 attempts"});
}

TEST_F(ApiFaults, AWaitBeyondTheDeadline) {
  expect_refused(always([](Reply& reply) { reply = {.status = 429, .headers = {"Retry-After: 86400"}}; }),
                 {"external", "page 4", "86400 s", "beyond the retry deadline of 300 s"});
}

TEST_F(ApiFaults, AWaitThatIsNoTime) {
  for (const std::string text : {"-1", "tomorrow"})
    expect_survived(
        once([&](Reply& reply) { reply = {.status = 503, .headers = {"Retry-After: " + text}}; }));
}

TEST_F(ApiFaults, ARedirectElsewhere) {
  const RogueApi other(sound_answer);
  expect_refused(always([&](Reply& reply) {
                   reply = {.status = 302, .headers = {"Location: " + other.url() + "?page=4"}};
                 }),
                 {"external", "page 4", "redirects to another origin, " + other.origin()});
  EXPECT_EQ(other.requests(), 0U);
}

TEST_F(ApiFaults, ALoopOfRedirects) {
  expect_refused(
      always([](Reply& reply) { reply = {.status = 302, .headers = {"Location: /users?page=4"}}; }),
      {"external", "page 4", "redirects more than 5 times"});
}

TEST_F(ApiFaults, AnAnswerCutShortOnce) {
  using Length = Reply::Length;
  for (const Length length : {Length::stated, Length::chunked, Length::until_close}) {
    expect_survived(once([=](Reply& reply) {
      reply.length = length;
      reply.cut_after = 90;
    }));
  }
}

TEST_F(ApiFaults, AnAnswerCutShortWhereTheConnectionEndsIt) {
  expect_refused(always([](Reply& reply) {
                   reply.length = Reply::Length::until_close;
                   reply.cut_after = 90;
                 }),
                 {"external", "page 4", "is not valid JSON", "after 2 attempts"});
}

TEST_F(ApiFaults, AWebPage) {
  expect_refused(
      always([](Reply& reply) { reply = {.body = "<html>Hello, Given Name", .content_type = "text/html"}; }),
      {"external", "page 4", "text/html"});
}

TEST_F(ApiFaults, NoContent) {
  expect_refused(always([](Reply& reply) { reply = {.status = 204}; }), {"external", "page 4", "204"});
}

TEST_F(ApiFaults, AnAnswerWithoutAnEnd) {
  expect_refused(always([](Reply& reply) {
                   reply.length = Reply::Length::until_close;
                   reply.endless = true;
                 }),
                 {"external", "page 4", "the answer is over 97.7 KiB"});
}

TEST_F(ApiFaults, HeadersWithoutAnEnd) {
  expect_refused(
      always([](Reply& reply) { reply.headers.assign(4000, "X-Filler: " + std::string(90, 'x')); }),
      {"external", "page 4", "the headers of the answer are over 256 KiB"});
}

}  // namespace
}  // namespace counterpart::test
