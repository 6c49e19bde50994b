#include "support/nginx_server.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <fstream>
#include <stdexcept>
#include <thread>

#include <fmt/format.h>

#include "base/file.hpp"

namespace counterpart::test {
namespace {

constexpr const char* kProgram = "/usr/sbin/nginx";

sockaddr_in loopback(int port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

int free_port() {
  const Descriptor probe(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_in address = loopback(0);
  socklen_t size = sizeof address;
  auto* any = reinterpret_cast<sockaddr*>(&address);
  if (::bind(probe.get(), any, size) != 0 || ::getsockname(probe.get(), any, &size) != 0)
    throw std::runtime_error("no free port");
  return ntohs(address.sin_port);
}

bool answers(int port) {
  const Descriptor probe(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  const sockaddr_in address = loopback(port);
  return ::connect(probe.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
}

std::string configuration(const std::string& folder, int port, const NginxServer::Options& options) {
  const std::string tls =
      options.tls ? fmt::format("ssl_certificate {0}/cert.pem; ssl_certificate_key {0}/key.pem;\n", folder)
                  : "";
  return fmt::format(R"(daemon off;
master_process off;
pid {0}/nginx.pid;
error_log {0}/error.log;
events {{ worker_connections 256; }}
http {{
  access_log off;
  sendfile on;
  tcp_nopush on;
  keepalive_requests 1000000;
  client_body_temp_path {0}/t1; proxy_temp_path {0}/t2; fastcgi_temp_path {0}/t3; uwsgi_temp_path {0}/t4; scgi_temp_path {0}/t5;
  types {{ application/json json; text/html html; }}
  gzip {4};
  gzip_types application/json;
  server {{
    listen 127.0.0.1:{1}{2};
    {3}
    root {0}/root;
    location / {{ if ($arg_page) {{ rewrite ^(.*)$ $1/$arg_page.json break; }} }}
  }}
}}
)",
                     folder, port, options.tls ? " ssl" : "", tls, options.gzip ? "on" : "off");
}

void make_certificate(const std::string& folder) {
  const std::string command = fmt::format(
      "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=127.0.0.1 -keyout {0}/key.pem -out "
      "{0}/cert.pem 2>/dev/null",
      folder);
  if (std::system(command.c_str()) != 0) throw std::runtime_error("openssl failed");
}

}  // namespace

bool NginxServer::available() {
  return ::access(kProgram, X_OK) == 0;
}

NginxServer::NginxServer(const Options& options) : options_(options) {
  std::filesystem::create_directories(root());
  // nginx as root reads files as nobody.
  std::filesystem::permissions(folder_.path(), std::filesystem::perms(0755));
  if (options.tls) make_certificate(folder_.path().string());
  for (int attempt = 0; attempt < 5; ++attempt) {
    if (start(free_port())) return;
  }
  throw std::runtime_error("nginx does not start");
}

bool NginxServer::start(int port) {
  const std::string config = (folder_.path() / "nginx.conf").string();
  std::ofstream(config) << configuration(folder_.path().string(), port, options_);
  const std::string folder = folder_.path().string();
  const std::string log = folder + "/start.log";
  const pid_t parent = ::getpid();
  pid_ = ::fork();
  if (pid_ < 0) throw std::runtime_error("fork failed");
  if (pid_ == 0) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != parent) ::_exit(1);
    const int output = ::open(log.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    ::dup2(output, STDERR_FILENO);
    ::execl(kProgram, kProgram, "-p", folder.c_str(), "-c", config.c_str(), static_cast<char*>(nullptr));
    ::_exit(127);
  }
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (std::chrono::steady_clock::now() < until) {
    if (::waitpid(pid_, nullptr, WNOHANG) == pid_) {
      pid_ = -1;
      return false;
    }
    if (answers(port)) {
      port_ = port;
      return true;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  return false;
}

NginxServer::~NginxServer() {
  if (pid_ <= 0) return;
  ::kill(pid_, SIGKILL);
  ::waitpid(pid_, nullptr, 0);
}

std::string NginxServer::url() const {
  return fmt::format("{}://127.0.0.1:{}", options_.tls ? "https" : "http", port_);
}

}  // namespace counterpart::test
