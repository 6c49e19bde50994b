#include "support/rogue_postgres.hpp"

#include <sys/socket.h>

#include <utility>

namespace counterpart::test {
namespace {

std::size_t length(std::string_view bytes) {
  std::size_t number = 0;
  for (const char c : bytes) number = number << 8 | static_cast<unsigned char>(c);
  return number;
}

std::string terminated(const std::string& text) {
  return text + std::string(1, '\0');
}

}  // namespace

std::string network_order(std::int64_t number, int bytes) {
  std::string text;
  for (int shift = (bytes - 1) * 8; shift >= 0; shift -= 8) text += static_cast<char>(number >> shift & 0xFF);
  return text;
}

void RoguePostgresSession::send_raw(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
}

void RoguePostgresSession::send(char type, std::string_view payload) {
  std::string message(1, type);
  message += network_order(static_cast<std::int64_t>(payload.size()) + 4, 4);
  message += payload;
  send_raw(message);
}

std::string RoguePostgresSession::receive_startup() {
  const std::string head = read_exactly(socket_, 4);
  return head.empty() ? "" : read_exactly(socket_, length(head) - 4);
}

std::string RoguePostgresSession::receive() {
  const std::string head = read_exactly(socket_, 5);
  if (head.empty()) return "";
  const std::size_t size = length(std::string_view(head).substr(1)) - 4;
  return head.substr(0, 1) + (size == 0 ? "" : read_exactly(socket_, size));
}

std::string RoguePostgresSession::receive_rest() {
  std::string rest;
  for (std::string byte = read_exactly(socket_, 1); !byte.empty(); byte = read_exactly(socket_, 1))
    rest += byte;
  return rest;
}

void RoguePostgresSession::accept_login() {
  send('R', network_order(0, 4));
  send('S', terminated("client_encoding") + terminated("UTF8"));
  send('S', terminated("server_version") + terminated("15.0"));
  send('K', network_order(1, 4) + network_order(2, 4));
  send('Z', "I");
}

bool RoguePostgresSession::await_statement() {
  for (std::string message = receive(); !message.empty(); message = receive()) {
    if (message[0] == 'S' || message[0] == 'Q') return true;
  }
  return false;
}

void RoguePostgresSession::finish(const std::string& tag) {
  send('1', "");
  send('2', "");
  send('n', "");
  send('C', terminated(tag));
  send('Z', "T");
}

void RoguePostgresSession::begin_copy(int columns) {
  send('1', "");
  send('2', "");
  send('n', "");
  std::string formats;
  for (int i = 0; i < columns; ++i) formats += network_order(1, 2);
  send('H', network_order(1, 1) + network_order(columns, 2) + formats);
}

void RoguePostgresSession::end_copy(const std::string& tag) {
  send('c', "");
  send('C', terminated(tag));
  send('Z', "T");
}

RoguePostgres::RoguePostgres(std::function<void(RoguePostgresSession&)> script, int most)
    : server_(
          [script = std::move(script)](int socket) {
            RoguePostgresSession session(socket);
            script(session);
          },
          most) {}

}  // namespace counterpart::test
