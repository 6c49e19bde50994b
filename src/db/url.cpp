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

Error malformed(const std::string& what) {
  return Error(ErrorKind::job_file, "database URL: " + what)
      .hint(
          "write mysql://user@host:port/database, mysql://user@localhost/database?socket=/path or "
          "sqlite:FILE");
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

void read_host(std::string_view text, MysqlAddress& address) {
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
  if (port.empty()) return;
  const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), address.port);
  if (error != std::errc{} || end != port.data() + port.size() || address.port == 0 ||
      address.port > 65'535) {
    throw malformed("the port has to be a number from 1 to 65535");
  }
}

void read_options(std::string_view options, MysqlAddress& address) {
  while (!options.empty()) {
    std::string_view value = take_until(options, '&');
    const std::string_view name = take_until(value, '=');
    if (name != "socket")
      throw malformed(fmt::format("unknown option '{}'; only 'socket' is known", printable(name)));
    address.socket = decoded(value, "socket");
    if (address.socket.empty()) throw malformed("the path of the socket is missing");
  }
}

}  // namespace

bool MysqlAddress::is_local() const {
  if (!socket.empty() || host == "localhost" || host == "::1") return true;
  in_addr number{};
  return host.starts_with("127.") && ::inet_pton(AF_INET, host.c_str(), &number) == 1;
}

std::string MysqlAddress::text() const {
  const std::string shown = host.find(':') == std::string::npos ? host : "[" + host + "]";
  const std::string where = socket.empty() ? fmt::format("{}:{}", shown, port) : socket;
  return printable(where + "/" + database);
}

MysqlAddress parse_mysql_url(const std::string& url) {
  if (!url.starts_with(kMysqlScheme)) throw malformed("it has to begin with mysql://");
  std::string_view before_options = std::string_view(url).substr(kMysqlScheme.size());
  const std::size_t question = before_options.find('?');
  const std::string_view options =
      question == std::string_view::npos ? "" : before_options.substr(question + 1);
  before_options = before_options.substr(0, question);
  const std::size_t at = before_options.rfind('@');
  if (at == std::string_view::npos || at == 0) throw malformed("the user is missing");
  const std::string_view user = before_options.substr(0, at);
  if (user.find(':') != std::string_view::npos) {
    throw Error(ErrorKind::job_file, "database URL: a password in the URL is refused")
        .hint("use password = { env = \"NAME\" }, { file = \"PATH\" } or { command = [ … ] }");
  }
  MysqlAddress address;
  address.user = decoded(user, "user");
  std::string_view rest = before_options.substr(at + 1);
  read_host(take_until(rest, '/'), address);
  address.database = decoded(rest, "database");
  if (address.database.empty()) throw malformed("the database is missing");
  read_options(options, address);
  return address;
}

std::filesystem::path parse_sqlite_url(const std::string& url) {
  if (!url.starts_with(kSqliteScheme)) throw malformed("it has to begin with sqlite:");
  const std::string file = url.substr(kSqliteScheme.size());
  if (file.empty() || file.find('\0') != std::string::npos) throw malformed("the file is missing");
  return file;
}

}  // namespace counterpart
