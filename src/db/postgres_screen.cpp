#include "db/postgres_screen.hpp"

#include <sys/ioctl.h>
#include <sys/socket.h>

#include <fcntl.h>
#include <unistd.h>
#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <utility>

namespace counterpart {
namespace {

constexpr std::size_t kHead = 5;  ///< a type and the length of what follows, itself included
constexpr std::size_t kLengthBytes = 4;
constexpr std::size_t kCodeBytes = 4;
constexpr std::size_t kLongestMessage = 30'000;  ///< of a login; the library takes longer ones for noise
constexpr std::size_t kNoiseBytes = 4096;
constexpr char kAuthentication = 'R';
constexpr std::uint32_t kCleartextPassword = 3;

std::uint32_t number_at(std::string_view bytes, std::size_t at) {
  std::uint32_t number = 0;
  for (std::size_t i = at; i < at + 4; ++i) number = number << 8 | static_cast<unsigned char>(bytes[i]);
  return number;
}

}  // namespace

PostgresScreen::PostgresScreen(int library_socket, ErrorKind kind, std::string place)
    : library_socket_(library_socket),
      kind_(kind),
      place_(std::move(place)),
      server_(::fcntl(library_socket, F_DUPFD_CLOEXEC, 0)) {
  std::array<int, 2> pair{-1, -1};
  if (!server_ || ::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, pair.data()) != 0)
    fail();
  inner_ = Descriptor(pair[0]);
  const Descriptor library_end(pair[1]);
  if (::dup3(library_end.get(), library_socket_, O_CLOEXEC) < 0) fail();
}

void PostgresScreen::fail() const {
  throw system_error(kind_, place_, errno);
}

void PostgresScreen::step_aside() {
  if (::dup3(server_.get(), library_socket_, O_CLOEXEC) < 0) fail();
}

bool PostgresScreen::library_has_bytes() const {
  int unread = 0;
  return ::ioctl(library_socket_, FIONREAD, &unread) == 0 && unread > 0;
}

PostgresScreen::Look PostgresScreen::look() {
  if (ended_ || library_has_bytes()) return Look::fine;
  if (framed_) {
    if (!receive(kHead)) return Look::wanting;
    const std::size_t length = message_.size() < kHead ? 0 : number_at(message_, 1);
    // What is no message of a login is for the library to refuse.
    framed_ = length >= kLengthBytes && length <= kLongestMessage;
    if (framed_ && !receive(1 + length)) return Look::wanting;
    if (asks_for_clear_text()) return Look::clear_text;
  } else if (!receive_some(kNoiseBytes)) {
    return Look::wanting;
  }
  hand_over();
  return Look::fine;
}

bool PostgresScreen::asks_for_clear_text() const {
  return message_.size() >= kHead + kCodeBytes && message_[0] == kAuthentication &&
         number_at(message_, kHead) == kCleartextPassword;
}

bool PostgresScreen::receive(std::size_t size) {
  while (message_.size() < size && !ended_) {
    if (!receive_some(size - message_.size())) return false;
  }
  return true;
}

bool PostgresScreen::receive_some(std::size_t most) {
  std::array<char, kNoiseBytes> bytes;
  const ssize_t got = ::recv(server_.get(), bytes.data(), std::min(bytes.size(), most), 0);
  if (got < 0 && (errno == EINTR || errno == EAGAIN || errno == EWOULDBLOCK)) return false;
  ended_ = got <= 0;
  if (got > 0) message_.append(bytes.data(), static_cast<std::size_t>(got));
  return true;
}

void PostgresScreen::hand_over() {
  // So few bytes always fit into the pair, and into the socket the other way.
  const auto size = static_cast<ssize_t>(message_.size());
  if (::send(inner_.get(), message_.data(), message_.size(), MSG_NOSIGNAL) != size) fail();
  message_.clear();
  if (ended_) ::shutdown(inner_.get(), SHUT_WR);
}

void PostgresScreen::pass_on() {
  std::array<char, kNoiseBytes> bytes;
  for (;;) {
    const ssize_t got = ::recv(inner_.get(), bytes.data(), bytes.size(), 0);
    if (got <= 0) return;
    // A server that takes no more is gone, which the next look shows.
    if (::send(server_.get(), bytes.data(), static_cast<std::size_t>(got), MSG_NOSIGNAL) != got)
      ::shutdown(server_.get(), SHUT_RDWR);
  }
}

}  // namespace counterpart
