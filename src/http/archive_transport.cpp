#include "http/archive_transport.hpp"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <utility>

#include "base/size.hpp"
#include "base/utf8.hpp"

namespace counterpart::http {
namespace {

/// A wait that nothing but a `wake` or the time ends.
class Sleep {
 public:
  void wait(Milliseconds timeout) {
    std::unique_lock lock(mutex_);
    woken_.wait_for(lock, timeout, [this] { return awake_; });
    awake_ = false;
  }
  void wake() noexcept {
    {
      const std::lock_guard lock(mutex_);
      awake_ = true;
    }
    woken_.notify_all();
  }

 private:
  std::mutex mutex_;
  std::condition_variable woken_;
  bool awake_ = false;
};

class ArchiveTransport final : public Transport {
 public:
  ArchiveTransport(std::shared_ptr<const PageArchive> archive, std::unique_ptr<Transport> live,
                   std::uint64_t body_bytes)
      : archive_(std::move(archive)), live_(std::move(live)), body_bytes_(body_bytes) {}

  void submit(std::uint64_t tag, const Request& request,
              std::shared_ptr<const Credentials> credentials) override {
    if (needs_network(request)) return live_->submit(tag, request, std::move(credentials));
    kept_.push_back({tag, request});
  }

  void abandon(std::uint64_t below) override {
    std::erase_if(kept_, [&](const Kept& one) { return one.tag < below; });
    if (live_) live_->abandon(below);
  }

  bool needs_network(const Request& request) const override {
    return live_ != nullptr && (request.fresh || !archive_->has(request));
  }
  std::size_t in_flight() const noexcept override { return kept_.size() + (live_ ? live_->in_flight() : 0); }
  std::uint64_t memory_in_flight(std::uint64_t least) const noexcept override {
    std::uint64_t sum = live_ ? live_->memory_in_flight(least) : 0;
    // They come together, at the next wait.
    return sum + kept_.size() * std::max(least, usual_);
  }
  void reuse(Body body) override {
    if (live_) return live_->reuse(std::move(body));
    spare_.push_back(std::move(body));
  }
  void allow(const Room& room) override {
    usual_ = room.usual;
    if (live_) live_->allow(room);
  }
  bool holds_back() const noexcept override { return live_ == nullptr || live_->holds_back(); }
  std::size_t held() const noexcept override { return live_ ? live_->held() : 0; }

  void wait(Milliseconds timeout, std::vector<Done>& done) override {
    if (!kept_.empty()) timeout = Milliseconds(0);
    for (const Kept& one : kept_) done.push_back({one.tag, answer(one.request)});
    kept_.clear();
    if (live_) {
      live_->wait(timeout, done);
    } else if (timeout > Milliseconds(0)) {
      sleep_.wait(timeout);
    }
  }

  void wake() noexcept override {
    if (live_) return live_->wake();
    sleep_.wake();
  }

 private:
  struct Kept {
    std::uint64_t tag;
    Request request;
  };

  Response answer(const Request& request) {
    Response response;
    if (!spare_.empty()) {
      response.body = std::move(spare_.back());
      spare_.pop_back();
    }
    const PageArchive::Found found = archive_->find(request, response);
    response.archived = true;
    if (found != PageArchive::Found::whole) {
      response.failure = Failure::not_kept;
      const bool recording = archive_->manifest().kind == ArchiveManifest::Kind::recording;
      response.reason = std::string(found == PageArchive::Found::absent ? "is not in" : "is damaged in") +
                        (recording ? " the recording " : " the journal ") +
                        printable(archive_->folder().string());
    } else if (response.body.size() > body_bytes_) {
      response.failure = Failure::too_large;
      response.reason = "the answer is over " + format_size(body_bytes_);
    }
    return response;
  }

  const std::shared_ptr<const PageArchive> archive_;
  const std::unique_ptr<Transport> live_;
  const std::uint64_t body_bytes_;
  std::vector<Kept> kept_;   ///< asked for and not yet answered
  std::vector<Body> spare_;  ///< where nothing is live
  std::uint64_t usual_ = 0;  ///< size of an answer
  Sleep sleep_;
};

}  // namespace

std::unique_ptr<Transport> make_archive_transport(std::shared_ptr<const PageArchive> archive,
                                                  std::unique_ptr<Transport> live, std::uint64_t body_bytes) {
  return std::make_unique<ArchiveTransport>(std::move(archive), std::move(live), body_bytes);
}

}  // namespace counterpart::http
