/// The window of requests in flight: order, limits, second tries.

#include "http/page_window.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <memory>

#include "support/rogue_api.hpp"

namespace counterpart::test {
namespace {

constexpr unsigned kPages = 40;

http::PageWindow::Options options(unsigned window) {
  http::PageWindow::Options made;
  made.window = window;
  made.memory_bytes = 64 << 20;
  made.retry.attempts = 3;
  made.retry.first_pause = http::Milliseconds(20);
  return made;
}

http::Access access(http::Milliseconds first_byte = http::Milliseconds(5000)) {
  http::TransportOptions transport;
  transport.limits.first_byte = first_byte;
  http::Access made;
  made.transport = http::make_transport(transport);
  return made;
}

void plan(http::PageWindow& window, const RogueApi& api, unsigned from, unsigned to) {
  for (unsigned page = from; page <= to; ++page) {
    http::Request request{http::Url::parse(api.url(), ErrorKind::job_file), {}};
    request.url.set_parameter("page", std::to_string(page));
    window.plan(request);
  }
}

constexpr unsigned kTightWindow = 16;

/// A window with room for one answer, all pages planned and the first one taken.
std::unique_ptr<http::PageWindow> tight_window(const RogueApi& api, CancelToken& cancel,
                                               http::Access its_access = access()) {
  http::PageWindow::Options tight = options(kTightWindow);
  tight.memory_bytes = 1;
  auto window = std::make_unique<http::PageWindow>(tight, std::move(its_access), cancel);
  plan(*window, api, 1, 1);
  window->next();
  plan(*window, api, 2, kPages);
  return window;
}

TEST(PageWindow, DeliversInOrderWhateverComesFirst) {
  RogueApi api([](const Ask& ask) {
    return Reply{.status = ask.page % 3 == 1 && ask.attempt < 3 ? 503 : 200,
                 .body = fmt::format("page {}", ask.page)};
  });
  CancelToken cancel;
  for (const unsigned size : {1U, 4U, 64U}) {
    http::PageWindow window(options(size), access(), cancel);
    plan(window, api, 1, kPages);
    for (unsigned page = 1; page <= kPages; ++page) {
      const http::Answer& answer = window.next();
      EXPECT_EQ(answer.response.status, 200);
      EXPECT_EQ(answer.response.body.view(), fmt::format("page {}", page));
    }
    EXPECT_EQ(window.planned(), 0u);
  }
}

TEST(PageWindow, KeepsToItsSize) {
  RogueApi api([](const Ask&) { return Reply{.silent = true}; });
  CancelToken cancel;
  http::PageWindow::Options small = options(3);
  small.retry.attempts = 1;
  http::PageWindow window(small, access(http::Milliseconds(300)), cancel);
  plan(window, api, 1, kPages);
  const http::Answer& answer = window.next();
  EXPECT_EQ(answer.response.failure, http::Failure::too_slow);
  EXPECT_EQ(answer.gave_up, "after 1 attempt");
  EXPECT_LE(api.requests(), 3u);
}

TEST(PageWindow, KeepsToItsMemoryButAlwaysAllowsOne) {
  RogueApi api([](const Ask&) { return Reply{.body = std::string(10'000, 'x')}; });
  CancelToken cancel;
  const auto window = tight_window(api, cancel);
  for (unsigned page = 2; page <= kPages; ++page) {
    EXPECT_EQ(window->next().response.body.size(), 10'000u);
    EXPECT_LE(api.requests(), page + 1 + kTightWindow);
  }
  EXPECT_EQ(api.requests(), kPages);
}

TEST(PageWindow, CountsInFullWhatCannotBeHeldBack) {
  RogueApi api([](const Ask&) {
    return Reply{.body = std::string(10'000, 'x'), .headers = {"Content-Encoding: identity"}};
  });
  CancelToken cancel;
  const auto window = tight_window(api, cancel);
  for (unsigned page = 2; page <= kPages; ++page) {
    EXPECT_EQ(window->next().response.body.size(), 10'000u);
    EXPECT_LE(api.requests(), page + 1);
  }
}

TEST(PageWindow, LosesNothingOfWhatIsPutBack) {
  RogueApi api([](const Ask& ask) {
    return Reply{.body = fmt::format("{:010000}", ask.page),
                 .after = std::chrono::milliseconds(ask.page % 8 == 2 ? 30 : 0)};
  });
  CancelToken cancel;
  http::TransportOptions impatient;
  impatient.limits.held = http::Milliseconds(1);
  http::Access made;
  made.transport = http::make_transport(impatient);
  const auto window = tight_window(api, cancel, std::move(made));
  for (unsigned page = 2; page <= kPages; ++page) {
    const http::Answer& answer = window->next();
    EXPECT_EQ(answer.response.body.view(), fmt::format("{:010000}", page));
    EXPECT_EQ(answer.attempts, 1u);
  }
  EXPECT_EQ(window->counts().retries, 0u);
}

TEST(PageWindow, MakesADamagedPageAgainUntilTheLastAttempt) {
  RogueApi api([](const Ask& ask) { return Reply{.body = fmt::format("{}.{}", ask.page, ask.attempt)}; });
  CancelToken cancel;
  http::PageWindow window(options(4), access(), cancel);
  plan(window, api, 1, 3);
  for (const char* body : {"1.1", "1.2", "1.3"}) {
    const http::Answer& answer = window.next();
    EXPECT_EQ(answer.response.body.view(), body);
    if (answer.attempts == 3) {
      EXPECT_FALSE(window.try_again());
      EXPECT_EQ(answer.gave_up, "after 3 attempts");
    } else {
      EXPECT_TRUE(window.try_again());
    }
  }
  EXPECT_EQ(window.next().response.body.view(), "2.1");
  EXPECT_EQ(window.next().response.body.view(), "3.1");
  EXPECT_EQ(window.counts().retries, 2u);
}

TEST(PageWindow, StartsNothingBehindAFailure) {
  RogueApi api([](const Ask&) { return Reply{.status = 404}; });
  CancelToken cancel;
  http::PageWindow window(options(1), access(), cancel);
  plan(window, api, 1, kPages);
  EXPECT_EQ(window.next().response.status, 404);
  EXPECT_LE(api.requests(), 2u);
}

TEST(PageWindow, DoesNotStartOnceCancelled) {
  RogueApi api([](const Ask&) { return Reply{}; });
  CancelToken cancel;
  cancel.cancel(ErrorKind::interrupted);
  http::PageWindow window(options(4), access(), cancel);
  plan(window, api, 1, 1);
  EXPECT_THROW(window.next(), Error);
}

}  // namespace
}  // namespace counterpart::test
