#include "db/url.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>

#include <charconv>
#include <string_view>

#include "base/utf8.hpp"
#include "counterpart/error.hpp"

namespace counterpart {
namespace {

constexpr std::string_view kMysqlScheme = "mysql://";
constexpr std::string_view kSqliteScheme = "sqlite:";
constexpr unsigned kMysqlPort = 3306;
constexpr unsigned kPostgresPort = 5432;
constexpr std::string_view kPostgresSocket = "/.s.PGSQL.";

Error malformed(const std::string& what) {
  return Error(ErrorKind::job_file, "database URL: " + what)
      .hint(
          "write mysql://user@host:port/database or postgres://user@host:port/database, with ?socket=/path "
          "for "
          "a unix socket, or sqlite:FILE");
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

std::string decoded(std::string_view text, const char* part) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      plain += text[i];
      continue;
    }
    const int high = i + 2 < text.size() ? hex_digit(text[i + 1]) : -1;
    const int low = i + 2 < text.size() ? hex_digit(text[i + 2]) : -1;
    if (high < 0 || low < 0)
      throw malformed(fmt::format("a percent sign in the {} needs two hexadecimal digits", part));
    plain += static_cast<char>(high * 16 + low);
    i += 2;
  }
  if (plain.find('\0') != std::string::npos) throw malformed(fmt::format("a zero byte in the {}", part));
  return plain;
}

std::string_view take_until(std::string_view& rest, char mark) {
  const std::size_t at = rest.find(mark);
  const std::string_view front = rest.substr(0, at);
  rest = at == std::string_view::npos ? std::string_view{} : rest.substr(at + 1);
  return front;
}

unsigned port_number(std::string_view text) {
  unsigned port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  if (error != std::errc{} || end != text.data() + text.size() || port == 0 || port > 65'535)
    throw malformed("the port has to be a number from 1 to 65535");
  return port;
}

void read_host(std::string_view text, ServerAddress& address) {
  std::string_view port;
  if (text.starts_with('[')) {
    const std::size_t close = text.find(']');
    if (close == std::string_view::npos) throw malformed("the bracket of the IPv6 host is not closed");
    address.host = std::string(text.substr(1, close - 1));
    port = text.substr(close + 1);
    if (!port.empty() && port.front() != ':') throw malformed("only a port can follow the host");
    if (!port.empty()) port.remove_prefix(1);
  } else {
    address.host = decoded(take_until(text, ':'), "host");
    port = text;
  }
  if (address.host.empty()) throw malformed("the host is missing");
  // To a client library these are more than a name: a list of hosts, a socket.
  if (address.host.find_first_of(",/@") != std::string::npos)
    throw malformed("the host holds a comma, a slash or an at sign");
  if (!port.empty()) address.port = port_number(port);
}

void read_options(std::string_view options, ServerAddress& address, bool takes_host) {
  while (!options.empty()) {
    std::string_view value = take_until(options, '&');
    const std::string_view name = take_until(value, '=');
    if (name != "socket" && !(takes_host && name == "host"))
      throw malformed(fmt::format("unknown option '{}'; only 'socket' is known", printable(name)));
    address.socket = decoded(value, "socket");
    if (address.socket.empty()) throw malformed("the path of the socket is missing");
  }
}

/// What follows the scheme.
ServerAddress read_server(std::string_view text, unsigned port, bool takes_host) {
  ServerAddress address;
  address.port = port;
  const std::size_t question = text.find('?');
  const std::string_view options = question == std::string_view::npos ? "" : text.substr(question + 1);
  text = text.substr(0, question);
  const std::size_t at = text.rfind('@');
  if (at == std::string_view::npos || at == 0) throw malformed("the user is missing");
  const std::string_view user = text.substr(0, at);
  if (user.find(':') != std::string_view::npos) {
    throw Error(ErrorKind::job_file, "database URL: a password in the URL is refused")
        .hint("use password = { env = \"NAME\" }, { file = \"PATH\" } or { command = [ … ] }");
  }
  address.user = decoded(user, "user");
  std::string_view rest = text.substr(at + 1);
  read_host(take_until(rest, '/'), address);
  address.database = decoded(rest, "database");
  if (address.database.empty()) throw malformed("the database is missing");
  read_options(options, address, takes_host);
  return address;
}

}  // namespace

bool ServerAddress::is_local() const {
  if (!socket.empty() || host == "localhost" || host == "::1") return true;
  in_addr number{};
  return host.starts_with("127.") && ::inet_pton(AF_INET, host.c_str(), &number) == 1;
}

std::string ServerAddress::text() const {
  const std::string shown = host.find(':') == std::string::npos ? host : "[" + host + "]";
  const std::string where = socket.empty() ? fmt::format("{}:{}", shown, port) : socket;
  return printable(where + "/" + database);
}

ServerAddress parse_mysql_url(const std::string& url) {
  if (!url.starts_with(kMysqlScheme)) throw malformed("it has to begin with mysql://");
  return read_server(std::string_view(url).substr(kMysqlScheme.size()), kMysqlPort, false);
}

ServerAddress parse_postgres_url(const std::string& url) {
  std::string_view rest = url;
  const std::string_view scheme = take_until(rest, ':');
  if ((scheme != "postgres" && scheme != "postgresql") || !rest.starts_with("//"))
    throw malformed("it has to begin with postgres://");
  ServerAddress address = read_server(rest.substr(2), kPostgresPort, true);
  if (address.socket.empty()) return address;
  if (address.socket.front() != '/') throw malformed("the path of the socket has to begin with a slash");
  const std::size_t name = address.socket.rfind(kPostgresSocket);
  if (name != std::string::npos) {
    address.port = port_number(std::string_view(address.socket).substr(name + kPostgresSocket.size()));
    address.socket.resize(name == 0 ? 1 : name);
  }
  return address;
}

ServerAddress server_address(const std::string& url, const TlsSpec& tls) {
  ServerAddress address = url.starts_with(kMysqlScheme) ? parse_mysql_url(url) : parse_postgres_url(url);
  if (tls.mode == TlsSpec::Mode::off && !address.is_local()) {
    throw Error(ErrorKind::job_file, "tls = \"off\" is for servers on this machine")
        .hint(
            "name the authority of the server's certificate, tls = { ca = \"FILE\" }, or go through a "
            "tunnel");
  }
  if (tls.mode == TlsSpec::Mode::verify_full && !address.socket.empty()) {
    throw Error(ErrorKind::job_file, "tls is for a host: a unix socket has no name to be verified")
        .hint("leave tls out: what goes through a unix socket does not leave this machine");
  }
  address.tls = tls;
  return address;
}

std::filesystem::path parse_sqlite_url(const std::string& url) {
  if (!url.starts_with(kSqliteScheme)) throw malformed("it has to begin with sqlite:");
  const std::string file = url.substr(kSqliteScheme.size());
  if (file.empty() || file.find('\0') != std::string::npos) throw malformed("the file is missing");
  return file;
}

}  // namespace counterpart
