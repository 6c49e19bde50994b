#include "support/rogue_mysql.hpp"

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

}  // namespace

void RogueSession::send(std::string_view payload) {
  const std::size_t size = payload.size();
  std::string packet{static_cast<char>(size & 0xFF), static_cast<char>(size >> 8 & 0xFF),
                     static_cast<char>(size >> 16 & 0xFF), static_cast<char>(sequence_++)};
  packet += payload;
  if (::send(socket_, packet.data(), packet.size(), MSG_NOSIGNAL) < 0) return;
}

std::string RogueSession::receive() {
  const std::string head = read_exactly(socket_, 4);
  if (head.empty()) return "";
  const auto byte = [&head](std::size_t at) {
    return static_cast<std::size_t>(static_cast<unsigned char>(head[at]));
  };
  sequence_ = static_cast<unsigned char>(byte(3) + 1);
  return read_exactly(socket_, byte(0) | byte(1) << 8 | byte(2) << 16);
}

std::string RogueSession::greet() {
  std::string greeting = "\x0a";
  greeting += "5.5.5-10.11.0-MariaDB";
  greeting += std::string("\0\1\0\0\0", 5);  // end of the version, connection id
  greeting += std::string("12345678\0", 9);  // first part of the nonce
  greeting +=
      std::string("\xFE\xF7\x2D\2\0\xFF\x81", 7);  // abilities without TLS, utf8mb4, status, more abilities
  greeting += std::string("\x15\0\0\0\0\0\0\0\0\0\0", 11);
  greeting += std::string("123456789012\0", 13);
  greeting += std::string("mysql_native_password\0", 22);
  send(greeting);
  return receive();
}

RogueMysql::RogueMysql(std::function<void(RogueSession&)> script) {
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
  thread_ = std::thread([listener = listener_, script = std::move(script)] {
    if (!readable(listener)) return;
    const int client = ::accept4(listener, nullptr, nullptr, SOCK_CLOEXEC);
    if (client < 0) return;
    RogueSession session(client);
    script(session);
    ::close(client);
  });
}

RogueMysql::~RogueMysql() {
  ::shutdown(listener_, SHUT_RDWR);
  thread_.join();
  ::close(listener_);
}

}  // namespace counterpart::test
