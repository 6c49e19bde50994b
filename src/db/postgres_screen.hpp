#pragma once
/// Stands between libpq and a server without TLS while they log in, so that a request for the password in
/// clear text is seen before libpq can answer it. Hides the framing of the protocol.

#include <string>
#include <string_view>

#include "base/file.hpp"

namespace counterpart {

/// Takes the place of the server at the library's own descriptor: the library reads nothing that was not
/// looked at before. Never waits.
class PostgresScreen {
 public:
  /// Puts itself behind `library_socket`, which the library keeps and closes. Errors are of `kind` and begin
  /// with `place`.
  PostgresScreen(int library_socket, ErrorKind kind, std::string place);

  /// The server's socket, to wait for.
  int server() const noexcept { return server_.get(); }

  enum class Look {
    wanting,     ///< the library has nothing to read: wait for the server and look again
    fine,        ///< the library has something to read
    clear_text,  ///< the server asks for the password in clear text, and the library does not know
  };
  /// Looks at what the server sends, and hands over one message at most.
  Look look();
  /// Hands the library's answers to the server.
  void pass_on();
  /// Gives the library the server's socket again; to be called once the login has succeeded.
  void step_aside();

 private:
  bool library_has_bytes() const;
  bool asks_for_clear_text() const;
  /// Until the message has so many bytes, or the server is gone; false if there are no more for now.
  bool receive(std::size_t size);
  bool receive_some(std::size_t most);
  void hand_over();

  [[noreturn]] void fail() const;

  int library_socket_;
  ErrorKind kind_;
  std::string place_;
  Descriptor server_;
  Descriptor inner_;     ///< where the library's descriptor leads to
  std::string message_;  ///< what came of it
  bool framed_ = true;   ///< false: what comes are no messages
  bool ended_ = false;   ///< the server is gone, as the library has been told
};

}  // namespace counterpart
