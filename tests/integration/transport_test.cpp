/// The transport under a name that does not resolve and an answer that is large.

#include "http/transport.hpp"

#include <dlfcn.h>
#include <gtest/gtest.h>
#include <netdb.h>

#include <algorithm>
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

/// Eight answers of 10,000 bytes, with room for two of them, and what has come of them.
class HeldAnswers : public testing::Test {
 protected:
  static constexpr std::uint64_t kBytes = 10'000;
  static constexpr unsigned kAnswers = 8;

  void submit_all(http::Milliseconds held) {
    http::TransportOptions options;
    options.limits.held = held;
    transport_ = http::make_transport(options);
    transport_->allow({.bytes = 2 * kBytes, .usual = kBytes, .first = 1});
    for (unsigned tag = 1; tag <= kAnswers; ++tag)
      transport_->submit(tag, {http::Url::parse(api_.url(), ErrorKind::job_file)}, nullptr);
  }
  /// Ten seconds at most.
  template <typename Condition>
  bool wait_for(Condition holds) {
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(10);
    while (!holds() && std::chrono::steady_clock::now() < until)
      transport_->wait(http::Milliseconds(10), done_);
    return holds();
  }

  RogueApi api_{[](const Ask&) { return Reply{.body = std::string(kBytes, 'x')}; }};
  std::unique_ptr<http::Transport> transport_;
  std::vector<http::Transport::Done> done_;
};

TEST_F(HeldAnswers, AreReceivedWhenThereIsRoom) {
  submit_all(http::Milliseconds(60'000));
  ASSERT_TRUE(wait_for([&] { return transport_->held() + done_.size() == kAnswers; }));
  EXPECT_GE(done_.size(), 1u);
  EXPECT_LE(done_.size(), 3u);  // two, and the first
  EXPECT_EQ(transport_->memory_in_flight(0), 0u);
  EXPECT_TRUE(transport_->holds_back());
  transport_->allow({.bytes = kAnswers * kBytes, .usual = kBytes, .first = 1});
  EXPECT_EQ(transport_->held(), 0u);
  ASSERT_TRUE(wait_for([&] { return done_.size() == kAnswers; }));
  for (const http::Transport::Done& one : done_) {
    EXPECT_FALSE(one.put_back);
    EXPECT_EQ(one.response.body.view(), std::string(kBytes, 'x'));
  }
}

TEST_F(HeldAnswers, ArePutBackAfterAWhile) {
  submit_all(http::Milliseconds(1));
  ASSERT_TRUE(wait_for([&] { return done_.size() == kAnswers; }));
  const auto put_back =
      std::count_if(done_.begin(), done_.end(), [](const auto& one) { return one.put_back; });
  EXPECT_GE(put_back, kAnswers - 3);
  EXPECT_EQ(transport_->in_flight(), 0u);
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
