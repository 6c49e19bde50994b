#include "support/statement_proxy.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>

#include <unistd.h>
#include <array>
#include <stdexcept>
#include <utility>

namespace counterpart::test {
namespace {

constexpr int kSliceMs = 20;
constexpr int kAnswerMs = 20'000;
constexpr std::size_t kMysqlHead = 4;  ///< three bytes of length, one of sequence
constexpr std::size_t kPostgresHead =
    5;  ///< a type, which the first message does not have, and four bytes of length
constexpr char kMysqlQuery = 3;
constexpr char kPostgresParse = 'P';
constexpr char kPostgresSync = 'S';

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

std::size_t byte(const std::string& packet, std::size_t at) {
  return static_cast<unsigned char>(packet[at]);
}

}  // namespace

StatementProxy::StatementProxy(Protocol protocol, int server_port)
    : protocol_(protocol), server_port_(server_port) {
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

StatementProxy::~StatementProxy() {
  stopped_ = true;
  accepting_.join();
  for (std::thread& thread : passing_) thread.join();
  ::close(listener_);
}

void StatementProxy::cut(const std::string& words, Cut how, bool then_gone, int skip) {
  const std::lock_guard lock(mutex_);
  words_ = words;
  how_ = how;
  then_gone_ = then_gone;
  skip_ = skip;
  cut_ = false;
  armed_ = true;
}

void StatementProxy::serve() {
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

void StatementProxy::pass(int client) {
  const int server = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address = loopback(server_port_);
  // Messages are passed one by one: none waits until the one before is acknowledged.
  const int at_once = 1;
  ::setsockopt(server, IPPROTO_TCP, TCP_NODELAY, &at_once, sizeof at_once);
  bool going = ::connect(server, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
  bool client_gone = false;
  bool first = true;
  std::array<char, 65536> buffer;
  while (going && !stopped()) {
    std::array<pollfd, 2> wait{{{client_gone ? -1 : client, POLLIN, 0}, {server, POLLIN, 0}}};
    if (::poll(wait.data(), wait.size(), kSliceMs) <= 0) continue;
    if (wait[1].revents != 0) {
      const ssize_t got = ::recv(server, buffer.data(), buffer.size(), 0);
      going = got > 0 && (client_gone || send_all(client, buffer.data(), static_cast<std::size_t>(got)));
    }
    if (going && wait[0].revents != 0) {
      going = pass_packet(client, server, std::exchange(first, false));
      if (!going && cut_ && (how_ == Cut::during || how_ == Cut::held) && !client_gone) {
        ::close(client);
        client_gone = going = true;
      }
    }
  }
  if (!client_gone) ::close(client);
  ::close(server);
}

bool StatementProxy::receive_packet(int client, std::string& packet, bool first) const {
  const bool mysql = protocol_ == Protocol::mysql;
  const std::size_t head = mysql ? kMysqlHead : kPostgresHead - (first ? 1 : 0);
  if (!receive(client, packet, head)) return false;
  const auto at = [&packet](std::size_t index) { return byte(packet, index); };
  if (mysql) return receive(client, packet, at(0) | at(1) << 8 | at(2) << 16);
  constexpr std::size_t kLength = 4;  // counts itself
  const std::size_t length = at(head - 4) << 24 | at(head - 3) << 16 | at(head - 2) << 8 | at(head - 1);
  return receive(client, packet, length - kLength);
}

bool StatementProxy::pass_packet(int client, int server, bool first) {
  std::string packet;
  if (!receive_packet(client, packet, first)) return false;
  const bool wanted = is_wanted(packet);
  if (wanted && (how_ == Cut::before || how_ == Cut::held)) return false;
  if (!send_all(server, packet.data(), packet.size())) return false;
  if (!wanted) return true;
  if (!pass_rest(client, server)) return false;
  if (how_ == Cut::after) readable(server, kAnswerMs);
  return false;
}

bool StatementProxy::pass_rest(int client, int server) {
  if (protocol_ == Protocol::mysql) return true;
  std::string packet;
  do {
    packet.clear();
    if (!receive_packet(client, packet, false) || !send_all(server, packet.data(), packet.size()))
      return false;
  } while (packet[0] != kPostgresSync);
  return true;
}

std::string StatementProxy::statement(const std::string& packet) const {
  if (protocol_ == Protocol::mysql) {
    const bool query = packet.size() > kMysqlHead && packet[3] == 0 && packet[kMysqlHead] == kMysqlQuery;
    return query ? packet.substr(kMysqlHead + 1) : "";
  }
  if (packet.size() <= kPostgresHead || packet[0] != kPostgresParse) return "";
  // The name of the statement comes first, then its text.
  const std::size_t text = packet.find('\0', kPostgresHead) + 1;
  return packet.substr(text, packet.find('\0', text) - text);
}

bool StatementProxy::is_wanted(const std::string& packet) {
  const std::lock_guard lock(mutex_);
  if (!armed_ || !statement(packet).starts_with(words_)) return false;
  if (skip_-- > 0) return false;
  armed_ = false;
  gone_ = then_gone_;
  cut_ = true;
  return true;
}

}  // namespace counterpart::test
