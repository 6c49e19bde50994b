#include "http/transport.hpp"

#include <algorithm>
#include <new>
#include <optional>
#include <utility>

#include "http/socket_poll.hpp"
#include "http/transfer.hpp"

namespace counterpart::http {
namespace {

/// More than any window, so that no connection is closed for want of a place.
constexpr long kKeptConnections = 80;

void initialise_libcurl() {
  static const CURLcode code = curl_global_init(CURL_GLOBAL_DEFAULT);
  if (code != CURLE_OK) throw Error(ErrorKind::internal, "libcurl cannot be initialised");
}

void require(CURLMcode code) {
  if (code == CURLM_OUT_OF_MEMORY) throw std::bad_alloc();
  if (code != CURLM_OK)
    throw Error(ErrorKind::internal, std::string("libcurl: ") + curl_multi_strerror(code));
}

struct FreeMulti {
  void operator()(CURLM* multi) const noexcept { curl_multi_cleanup(multi); }
};

class CurlTransport final : public Transport, public Receiving {
 public:
  explicit CurlTransport(TransportOptions options) : options_(std::move(options)) {
    initialise_libcurl();
    handle_.reset(curl_multi_init());
    if (!handle_) throw std::bad_alloc();
    require(curl_multi_setopt(handle_.get(), CURLMOPT_MAXCONNECTS, kKeptConnections));
    sockets_.emplace(handle_.get());
  }
  ~CurlTransport() override {
    for (const auto& transfer : flying_) curl_multi_remove_handle(handle_.get(), transfer->handle());
  }

  void submit(std::uint64_t tag, const Request& request,
              std::shared_ptr<const Credentials> credentials) override {
    if (idle_.empty()) idle_.push_back(std::make_unique<Transfer>(options_, *this));
    Transfer& transfer = *idle_.back();
    transfer.set(tag, request, std::move(credentials));
    require(curl_multi_add_handle(handle_.get(), transfer.handle()));
    flying_.push_back(std::move(idle_.back()));
    idle_.pop_back();
  }

  void abandon(std::uint64_t below) override {
    for (std::size_t i = flying_.size(); i-- > 0;) {
      if (flying_[i]->tag() < below) land(i);
    }
  }

  std::size_t in_flight() const noexcept override { return flying_.size(); }
  std::uint64_t memory_in_flight(std::uint64_t least) const noexcept override {
    std::uint64_t sum = 0;
    for (const auto& transfer : flying_) sum += std::max<std::uint64_t>(least, transfer->memory());
    return sum;
  }

  void reuse(Body body) override { spare_.push_back(std::move(body)); }

  void allow(const Room& room) override {
    room_ = room;
    std::vector<Transfer*> waiting;
    for (const auto& transfer : flying_) {
      if (transfer->held()) waiting.push_back(transfer.get());
    }
    std::sort(waiting.begin(), waiting.end(), [](auto* a, auto* b) { return a->tag() < b->tag(); });
    for (Transfer* transfer : waiting) {
      if (!fits(*transfer, transfer->length())) return;
      transfer->go_on();
    }
  }

  bool holds_back() const noexcept override { return holds_back_; }
  std::size_t held() const noexcept override {
    return static_cast<std::size_t>(
        std::count_if(flying_.begin(), flying_.end(), [](const auto& one) { return one->held(); }));
  }

  void wait(Milliseconds timeout, std::vector<Done>& done) override {
    const std::size_t before = done.size();
    sockets_->tick();
    collect(done);
    if (done.size() != before) return;
    sockets_->wait(time_to_next_check(timeout));
    collect(done);
  }

  void wake() noexcept override { sockets_->wake(); }

 private:
  bool admits(const Transfer& transfer, std::uint64_t length) override {
    if (holds_back_ && transfer.shares_or_grows()) holds_back_ = false;
    return !holds_back_ || fits(transfer, length);
  }
  Body body() override {
    if (spare_.empty()) return {};
    Body body = std::move(spare_.back());
    spare_.pop_back();
    return body;
  }

  /// True if an answer may hold what it tells beside the others. The first may, and the answer with a token,
  /// which is small.
  bool fits(const Transfer& transfer, std::uint64_t length) const {
    if (!room_ || transfer.tag() <= room_->first || transfer.tag() == kTokenTag) return true;
    return memory_in_flight(0) + (length != 0 ? length : room_->usual) <= room_->bytes;
  }

  void collect(std::vector<Done>& done) {
    int left = 0;
    while (const CURLMsg* message = curl_multi_info_read(handle_.get(), &left)) {
      if (message->msg == CURLMSG_DONE) finish(message->easy_handle, message->data.result, done);
    }
    end_late_ones(done);
  }

  void finish(CURL* handle, CURLcode code, std::vector<Done>& done) {
    const auto found = std::find_if(flying_.begin(), flying_.end(),
                                    [&](const auto& one) { return one->handle() == handle; });
    Transfer& transfer = **found;
    if (code == CURLE_OK && transfer.redirected()) {
      require(curl_multi_remove_handle(handle_.get(), handle));
      require(curl_multi_add_handle(handle_.get(), handle));
      return;
    }
    done.push_back({transfer.tag(), transfer.take(code)});
    // It is the caller's now, who has not seen it yet.
    if (room_) room_->bytes -= std::min<std::uint64_t>(room_->bytes, done.back().response.body.capacity());
    land(static_cast<std::size_t>(found - flying_.begin()));
  }

  void end_late_ones(std::vector<Done>& done) {
    const auto now = Transfer::Clock::now();
    for (std::size_t i = 0; i < flying_.size();) {
      if (!flying_[i]->late(now)) {
        ++i;
        continue;
      }
      if (flying_[i]->held()) {
        done.push_back({flying_[i]->tag(), {}, true});
      } else {
        done.push_back({flying_[i]->tag(), flying_[i]->take(CURLE_OPERATION_TIMEDOUT)});
      }
      land(i);
    }
  }

  /// Takes a transfer out of the air; its handle is used again.
  void land(std::size_t index) {
    require(curl_multi_remove_handle(handle_.get(), flying_[index]->handle()));
    idle_.push_back(std::move(flying_[index]));
    flying_.erase(flying_.begin() + static_cast<std::ptrdiff_t>(index));
  }

  Milliseconds time_to_next_check(Milliseconds timeout) const {
    const auto now = Transfer::Clock::now();
    for (const auto& transfer : flying_) {
      timeout = std::min(timeout, std::chrono::ceil<Milliseconds>(transfer->next_check() - now));
    }
    return std::max(timeout, Milliseconds(0));
  }

  const TransportOptions options_;
  std::optional<SocketPoll> sockets_;  // outlives the handle, which reports to it up to its end
  std::unique_ptr<CURLM, FreeMulti> handle_;
  std::vector<std::unique_ptr<Transfer>> flying_;
  std::vector<std::unique_ptr<Transfer>> idle_;
  std::vector<Body> spare_;
  std::optional<Room> room_;
  bool holds_back_ = true;  ///< no answer so far says otherwise
};

}  // namespace

std::unique_ptr<Transport> make_transport(TransportOptions options) {
  return std::make_unique<CurlTransport>(std::move(options));
}

}  // namespace counterpart::http
