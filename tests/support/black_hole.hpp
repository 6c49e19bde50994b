#pragma once
/// An address that takes no connection and refuses none.

#include <arpa/inet.h>
#include <fcntl.h>
#include <sys/socket.h>

#include <stdexcept>
#include <string>

#include <fmt/format.h>

#include "base/file.hpp"

namespace counterpart::test {

/// A listening socket on loopback whose queue is full: what else wants to connect hears nothing at all.
class BlackHole {
 public:
  BlackHole() : listener_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* any = reinterpret_cast<sockaddr*>(&address);
    if (::bind(listener_.get(), any, size) != 0 || ::listen(listener_.get(), 0) != 0 ||
        ::getsockname(listener_.get(), any, &size) != 0)
      throw std::runtime_error("no port to listen on");
    port_ = ntohs(address.sin_port);
    for (Descriptor& filler : fillers_) {
      filler = Descriptor(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
      ::connect(filler.get(), any, size);
    }
  }

  /// "http://127.0.0.1:PORT/users"
  std::string url() const { return fmt::format("http://127.0.0.1:{}/users", port_); }

 private:
  Descriptor listener_;
  Descriptor fillers_[2];
  int port_ = 0;
};

}  // namespace counterpart::test
