#pragma once
/// A way to an API without a network: each request is answered at once, by a function.

#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "http/page_window.hpp"

namespace counterpart::test {

/// What an API without a network is asked and answers.
struct FakeAsk {
  std::string path;                          ///< URL without its query
  std::map<std::string, std::string> query;  ///< decoded
  http::Headers headers;

  bool has(const std::string& name) const { return query.count(name) != 0; }
  /// The number of a parameter; `otherwise` if it is absent or no number.
  long number(const std::string& name, long otherwise) const {
    const auto at = query.find(name);
    if (at == query.end()) return otherwise;
    char* end = nullptr;
    const long value = std::strtol(at->second.c_str(), &end, 10);
    return end == at->second.c_str() || *end != '\0' ? otherwise : value;
  }
};

struct FakeReply {
  int status = 200;
  std::string body = {};
  http::Headers headers = {};
};

using FakeApi = std::function<FakeReply(const FakeAsk&)>;

class FakeTransport final : public http::Transport {
 public:
  explicit FakeTransport(FakeApi api) : api_(std::move(api)) {}

  void submit(std::uint64_t tag, const http::Request& request,
              std::shared_ptr<const http::Credentials> credentials) override {
    http::Request sent = request;
    if (credentials) credentials->add_to(sent);
    FakeAsk ask{sent.url.without_query(), {}, sent.headers};
    for (const auto& [name, value] : sent.url.parameters()) ask.query[name] = value;
    const FakeReply reply = api_(ask);
    Done done{tag, {}};
    done.response.status = reply.status;
    done.response.headers = reply.headers;
    done.response.effective_url = request.url.text();
    done.response.body.append(reply.body.data(), reply.body.size());
    done_.push_back(std::move(done));
  }
  void abandon(std::uint64_t below) override {
    std::erase_if(done_, [below](const Done& done) { return done.tag < below; });
  }
  std::size_t in_flight() const noexcept override { return done_.size(); }
  std::uint64_t memory_in_flight(std::uint64_t) const noexcept override { return 0; }

  void wait(http::Milliseconds timeout, std::vector<Done>& done) override {
    if (!done_.empty()) {
      for (Done& one : done_) done.push_back(std::move(one));
      done_.clear();
      return;
    }
    std::unique_lock lock(mutex_);
    woken_.wait_for(lock, timeout, [this] { return wake_; });
    wake_ = false;
  }
  void wake() noexcept override {
    {
      const std::lock_guard lock(mutex_);
      wake_ = true;
    }
    woken_.notify_all();
  }

 private:
  FakeApi api_;
  std::vector<Done> done_;
  std::mutex mutex_;
  std::condition_variable woken_;
  bool wake_ = false;
};

}  // namespace counterpart::test
