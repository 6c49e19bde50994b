#include "support/nginx_server.hpp"

#include <unistd.h>

#include <chrono>
#include <fstream>
#include <thread>

#include <fmt/format.h>

namespace counterpart::test {
namespace {

constexpr const char* kProgram = "/usr/sbin/nginx";
constexpr std::chrono::milliseconds kBetweenLooks{5};
constexpr int kLooks = 2000;

}  // namespace

bool NginxServer::available() {
  return ::access(kProgram, X_OK) == 0;
}

NginxServer::NginxServer(const Options& options) : options_(options) {
  std::filesystem::create_directories(root());
  // nginx as root reads files as nobody.
  std::filesystem::permissions(folder_.path(), std::filesystem::perms(0755));
  if (options.tls) authority_.emplace(folder_.path()).issue("server", options.certificate_for);
  const std::string config = (folder_.path() / "nginx.conf").string();
  server_.emplace("nginx", folder_.path(), [&](int port) -> std::vector<std::string> {
    std::ofstream(config) << configuration(port);
    return {kProgram, "-p", folder_.path().string(), "-c", config};
  });
}

std::string NginxServer::configuration(int port) const {
  return fmt::format(R"(daemon off;
master_process off;
pid {0}/nginx.pid;
error_log {0}/error.log;
events {{ worker_connections 256; }}
http {{
  log_format served '$server_protocol $connection $request_uri $status';
  access_log {0}/served.log served;
  sendfile on;
  tcp_nopush on;
  keepalive_requests 1000000;
  client_body_temp_path {0}/t1; proxy_temp_path {0}/t2; fastcgi_temp_path {0}/t3; uwsgi_temp_path {0}/t4; scgi_temp_path {0}/t5;
  types {{ application/json json; text/html html; }}
  gzip {1};
  gzip_types application/json;
  server {{
    listen 127.0.0.1:{2}{3}{4};
    {5}
    root {0}/root;
    {6}
  }}
}}
)",
                     folder_.path().string(), options_.gzip ? "on" : "off", port, options_.tls ? " ssl" : "",
                     options_.http2 ? " http2" : "", tls_lines(), location_lines());
}

std::string NginxServer::tls_lines() const {
  if (!options_.tls) return "";
  std::string lines =
      fmt::format("ssl_certificate {}; ssl_certificate_key {};", authority_->certificate("server").string(),
                  authority_->key("server").string());
  if (options_.client_certificate)
    lines +=
        fmt::format(" ssl_verify_client on; ssl_client_certificate {};", authority_->certificate().string());
  return lines;
}

std::string NginxServer::location_lines() const {
  const std::string asked = options_.check.empty() ? "" : "auth_request /check-of-a-request;";
  const std::string asking =
      options_.check.empty()
          ? ""
          : fmt::format(
                "location = /check-of-a-request {{ internal; proxy_pass {}; proxy_pass_request_body off; "
                "proxy_set_header Content-Length ''; proxy_set_header X-Original-URI $request_uri; }}\n",
                options_.check);
  const std::string answered =
      options_.upstream.empty()
          ? "if ($arg_page) { rewrite ^(.*)$ $1/$arg_page.json break; }"
          : fmt::format(
                "proxy_pass {}; proxy_http_version 1.1; proxy_set_header Connection ''; "
                "proxy_set_header Host {};",
                options_.upstream, options_.tells_host ? "$http_host" : "$proxy_host");
  return fmt::format("{}location / {{ {} {} }}", asking, asked, answered);
}

std::string NginxServer::url() const {
  return fmt::format("{}://127.0.0.1:{}", options_.tls ? "https" : "http", server_->port());
}

std::vector<NginxServer::Served> NginxServer::served(std::size_t count) const {
  std::vector<Served> all = read_log();
  for (int look = 0; all.size() < count && look < kLooks; ++look) {
    std::this_thread::sleep_for(kBetweenLooks);
    all = read_log();
  }
  return all;
}

std::vector<NginxServer::Served> NginxServer::read_log() const {
  std::vector<Served> all;
  std::ifstream log(folder_.path() / "served.log");
  Served one;
  while (log >> one.protocol >> one.connection >> one.target >> one.status) all.push_back(one);
  return all;
}

}  // namespace counterpart::test
