#include "http/socket_poll.hpp"

#include <algorithm>
#include <new>

namespace counterpart::http {
namespace {

void require(CURLMcode code) {
  if (code == CURLM_OUT_OF_MEMORY) throw std::bad_alloc();
  if (code != CURLM_OK)
    throw Error(ErrorKind::internal, std::string("libcurl: ") + curl_multi_strerror(code));
}

/// What poll reports, as libcurl wants to hear it.
int as_select(short events) {
  return ((events & (POLLIN | POLLHUP)) != 0 ? CURL_CSELECT_IN : 0) |
         ((events & POLLOUT) != 0 ? CURL_CSELECT_OUT : 0) |
         ((events & (POLLERR | POLLNVAL)) != 0 ? CURL_CSELECT_ERR : 0);
}

}  // namespace

SocketPoll::SocketPoll(CURLM* multi) : multi_(multi) {
  watched_.push_back({alarm_.fd(), POLLIN, 0});
  require(curl_multi_setopt(multi_, CURLMOPT_SOCKETFUNCTION, &SocketPoll::on_socket));
  require(curl_multi_setopt(multi_, CURLMOPT_SOCKETDATA, static_cast<void*>(this)));
  require(curl_multi_setopt(multi_, CURLMOPT_TIMERFUNCTION, &SocketPoll::on_timer));
  require(curl_multi_setopt(multi_, CURLMOPT_TIMERDATA, static_cast<void*>(this)));
}

int SocketPoll::on_socket(CURL*, curl_socket_t socket, int what, void* self, void*) noexcept {
  try {
    static_cast<SocketPoll*>(self)->watch(socket, what);
    return 0;
  } catch (const std::bad_alloc&) {
    return -1;
  }
}

int SocketPoll::on_timer(CURLM*, long milliseconds, void* self) noexcept {
  auto& due = static_cast<SocketPoll*>(self)->due_;
  due = milliseconds < 0 ? std::nullopt : std::optional(Clock::now() + Milliseconds(milliseconds));
  return 0;
}

void SocketPoll::watch(curl_socket_t socket, int what) {
  const auto at =
      std::find_if(watched_.begin() + 1, watched_.end(), [&](const pollfd& one) { return one.fd == socket; });
  if (what == CURL_POLL_REMOVE) {
    if (at != watched_.end()) watched_.erase(at);
    return;
  }
  const auto events = static_cast<short>(((what & CURL_POLL_IN) != 0 ? POLLIN : 0) |
                                         ((what & CURL_POLL_OUT) != 0 ? POLLOUT : 0));
  if (at != watched_.end()) {
    at->events = events;
  } else {
    watched_.push_back({socket, events, 0});
  }
}

void SocketPoll::act(curl_socket_t socket, int events) {
  int running = 0;
  require(curl_multi_socket_action(multi_, socket, events, &running));
}

void SocketPoll::tick() {
  if (!due_ || *due_ > Clock::now()) return;
  due_.reset();
  act(CURL_SOCKET_TIMEOUT, 0);
}

void SocketPoll::wait(Milliseconds most) {
  if (due_) most = std::min(most, std::chrono::ceil<Milliseconds>(*due_ - Clock::now()));
  // A copy, since libcurl changes what is watched while it is told what happened.
  ready_ = watched_;
  const int count =
      ::poll(ready_.data(), ready_.size(), static_cast<int>(std::max(most, Milliseconds(0)).count()));
  if (count > 0) {
    if (ready_.front().revents != 0) alarm_.drain();
    for (std::size_t i = 1; i < ready_.size(); ++i) {
      if (ready_[i].revents != 0) act(ready_[i].fd, as_select(ready_[i].revents));
    }
  }
  tick();
}

}  // namespace counterpart::http
