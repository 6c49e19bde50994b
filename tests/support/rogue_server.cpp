#include "support/rogue_server.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>

#include <unistd.h>
#include <stdexcept>
#include <utility>

namespace counterpart::test {
namespace {

constexpr int kPatienceMs = 10'000;

bool readable(int socket) {
  pollfd wait{socket, POLLIN, 0};
  return ::poll(&wait, 1, kPatienceMs) > 0;
}

}  // namespace

std::string read_exactly(int socket, std::size_t size) {
  std::string bytes(size, '\0');
  std::size_t got = 0;
  while (got < size && readable(socket)) {
    const ssize_t count = ::recv(socket, bytes.data() + got, size - got, 0);
    if (count <= 0) return "";
    got += static_cast<std::size_t>(count);
  }
  return got == size ? bytes : "";
}

RogueServer::RogueServer(std::function<void(int)> script, int most) {
  listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* const generic = reinterpret_cast<sockaddr*>(&address);
  if (::bind(listener_, generic, size) != 0 || ::listen(listener_, 4) != 0 ||
      ::getsockname(listener_, generic, &size) != 0) {
    throw std::runtime_error("cannot listen on loopback");
  }
  port_ = ntohs(address.sin_port);
  thread_ = std::thread([listener = listener_, script = std::move(script), most] {
    for (int i = 0; i < most; ++i) {
      if (!readable(listener)) return;
      const int client = ::accept4(listener, nullptr, nullptr, SOCK_CLOEXEC);
      if (client < 0) return;
      script(client);
      ::close(client);
    }
  });
}

RogueServer::~RogueServer() {
  ::shutdown(listener_, SHUT_RDWR);
  thread_.join();
  ::close(listener_);
}

}  // namespace counterpart::test
