#include "support/mysql_proxy.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>

#include <unistd.h>
#include <array>
#include <stdexcept>

namespace counterpart::test {
namespace {

constexpr int kSliceMs = 20;
constexpr int kAnswerMs = 20'000;
constexpr std::size_t kHead = 4;  ///< three bytes of length, one of sequence
constexpr char kQuery = 3;

sockaddr_in loopback(int port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  return address;
}

bool readable(int socket, int milliseconds) {
  pollfd wait{socket, POLLIN, 0};
  return ::poll(&wait, 1, milliseconds) > 0;
}

bool send_all(int socket, const char* bytes, std::size_t size) {
  while (size > 0) {
    const ssize_t sent = ::send(socket, bytes, size, MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes += sent;
    size -= static_cast<std::size_t>(sent);
  }
  return true;
}

/// False at the end of the stream.
bool receive(int socket, std::string& bytes, std::size_t size) {
  std::array<char, 65536> buffer;
  while (size > 0) {
    const ssize_t got = ::recv(socket, buffer.data(), std::min(size, buffer.size()), 0);
    if (got <= 0) return false;
    bytes.append(buffer.data(), static_cast<std::size_t>(got));
    size -= static_cast<std::size_t>(got);
  }
  return true;
}

}  // namespace

MysqlProxy::MysqlProxy(int server_port) : server_port_(server_port) {
  listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address = loopback(0);
  socklen_t size = sizeof address;
  auto* const generic = reinterpret_cast<sockaddr*>(&address);
  if (::bind(listener_, generic, size) != 0 || ::listen(listener_, 16) != 0 ||
      ::getsockname(listener_, generic, &size) != 0) {
    throw std::runtime_error("cannot listen on loopback");
  }
  port_ = ntohs(address.sin_port);
  accepting_ = std::thread([this] { serve(); });
}

MysqlProxy::~MysqlProxy() {
  stopped_ = true;
  accepting_.join();
  for (std::thread& thread : passing_) thread.join();
  ::close(listener_);
}

void MysqlProxy::cut(const std::string& words, Cut how, bool then_gone, int skip) {
  const std::lock_guard lock(mutex_);
  words_ = words;
  how_ = how;
  then_gone_ = then_gone;
  skip_ = skip;
  cut_ = false;
  armed_ = true;
}

void MysqlProxy::serve() {
  while (!stopped()) {
    if (!readable(listener_, kSliceMs)) continue;
    const int client = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (client < 0) continue;
    if (gone_) {
      ::close(client);
    } else {
      passing_.emplace_back([this, client] { pass(client); });
    }
  }
}

void MysqlProxy::pass(int client) {
  const int server = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address = loopback(server_port_);
  bool going = ::connect(server, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
  bool client_gone = false;
  std::array<char, 65536> buffer;
  while (going && !stopped()) {
    std::array<pollfd, 2> wait{{{client_gone ? -1 : client, POLLIN, 0}, {server, POLLIN, 0}}};
    if (::poll(wait.data(), wait.size(), kSliceMs) <= 0) continue;
    if (wait[1].revents != 0) {
      const ssize_t got = ::recv(server, buffer.data(), buffer.size(), 0);
      going = got > 0 && (client_gone || send_all(client, buffer.data(), static_cast<std::size_t>(got)));
    }
    if (going && wait[0].revents != 0) {
      going = pass_packet(client, server);
      if (!going && cut_ && how_ == Cut::during && !client_gone) {
        ::close(client);
        client_gone = going = true;
      }
    }
  }
  if (!client_gone) ::close(client);
  ::close(server);
}

bool MysqlProxy::pass_packet(int client, int server) {
  std::string packet;
  if (!receive(client, packet, kHead)) return false;
  const auto byte = [&packet](std::size_t at) {
    return static_cast<std::size_t>(static_cast<unsigned char>(packet[at]));
  };
  if (!receive(client, packet, byte(0) | byte(1) << 8 | byte(2) << 16)) return false;
  const bool wanted = is_wanted(packet);
  if (wanted && how_ == Cut::before) return false;
  if (!send_all(server, packet.data(), packet.size())) return false;
  if (!wanted) return true;
  if (how_ == Cut::after) readable(server, kAnswerMs);
  return false;
}

bool MysqlProxy::is_wanted(const std::string& packet) {
  const std::lock_guard lock(mutex_);
  const bool query = armed_ && packet.size() > kHead && packet[3] == 0 && packet[kHead] == kQuery;
  if (!query || packet.compare(kHead + 1, words_.size(), words_) != 0) return false;
  if (skip_-- > 0) return false;
  armed_ = false;
  gone_ = then_gone_;
  cut_ = true;
  return true;
}

}  // namespace counterpart::test
