/// The transport under a name that does not resolve and an answer that is large.

#include "http/transport.hpp"

#include <dlfcn.h>
#include <gtest/gtest.h>
#include <netdb.h>

#include <condition_variable>
#include <cstring>
#include <mutex>

#include "support/rogue_api.hpp"

namespace {

constexpr const char* kHangingName = "hangs.invalid";

/// A resolver that hangs until it is let go, but not for ever.
struct Hanging {
  std::mutex mutex;
  std::condition_variable changed;
  bool entered = false;
  bool released = false;
  bool left = false;
};
Hanging hanging;

}  // namespace

/// Stands before the C library's, also for libcurl.
extern "C" int getaddrinfo(const char* node, const char* service, const addrinfo* hints, addrinfo** found) {
  if (node == nullptr || std::strcmp(node, kHangingName) != 0) {
    using Resolve = int (*)(const char*, const char*, const addrinfo*, addrinfo**);
    static const auto real = reinterpret_cast<Resolve>(dlsym(RTLD_NEXT, "getaddrinfo"));
    return real(node, service, hints, found);
  }
  std::unique_lock lock(hanging.mutex);
  hanging.entered = true;
  hanging.changed.notify_all();
  hanging.changed.wait_for(lock, std::chrono::seconds(20), [] { return hanging.released; });
  hanging.left = true;
  hanging.changed.notify_all();
  return EAI_AGAIN;
}

namespace counterpart::test {
namespace {

TEST(Transport, DoesNotWaitForAResolverThatHangs) {
  std::chrono::steady_clock::time_point begin;
  {
    const auto transport = http::make_transport({});
    std::vector<http::Transport::Done> done;
    transport->submit(1, {http::Url::parse(std::string("http://") + kHangingName, ErrorKind::job_file)},
                      nullptr);
    transport->wait(http::Milliseconds(10), done);
    std::unique_lock lock(hanging.mutex);
    ASSERT_TRUE(hanging.changed.wait_for(lock, std::chrono::seconds(10), [] { return hanging.entered; }));
    begin = std::chrono::steady_clock::now();
  }
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(5));
  std::unique_lock lock(hanging.mutex);
  EXPECT_FALSE(hanging.left);
  hanging.released = true;
  hanging.changed.notify_all();
  hanging.changed.wait_for(lock, std::chrono::seconds(10), [] { return hanging.left; });
}

TEST(Transport, CountsTheMemoryOfAnswersInFlight) {
  RogueApi api([](const Ask&) {
    return Reply{.body = std::string(300'000, 'x'), .cut_after = 200'000, .stall = true};
  });
  const auto transport = http::make_transport({});
  std::vector<http::Transport::Done> done;
  EXPECT_EQ(transport->memory_in_flight(7), 0u);
  transport->submit(1, {http::Url::parse(api.url(), ErrorKind::job_file)}, nullptr);
  EXPECT_EQ(transport->memory_in_flight(7), 7u);
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(10);
  while (transport->memory_in_flight(7) < 200'000 && std::chrono::steady_clock::now() < until)
    transport->wait(http::Milliseconds(10), done);
  EXPECT_GE(transport->memory_in_flight(7), 200'000u);
  EXPECT_EQ(transport->memory_in_flight(1'000'000), 1'000'000u);
  EXPECT_TRUE(done.empty());
}

}  // namespace
}  // namespace counterpart::test
