#include "support/rogue_mysql.hpp"

#include <sys/socket.h>

#include <utility>

namespace counterpart::test {

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

RogueMysql::RogueMysql(std::function<void(RogueSession&)> script)
    : server_([script = std::move(script)](int socket) {
        RogueSession session(socket);
        script(session);
      }) {}

}  // namespace counterpart::test
