#pragma once
/// A real web server that gives out a folder, or stands before another server, for one test.

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "support/certificate_authority.hpp"
#include "support/server_process.hpp"
#include "support/temporary_directory.hpp"

namespace counterpart::test {

/// nginx in the foreground as a child of this process, on a free loopback port. A request for /NAME?page=N
/// gives the file NAME/N.json of its folder, and 404 where there is none. Gone with this object, and with
/// this process.
class NginxServer {
 public:
  struct Options {
    bool tls = false;    ///< with a certificate of an authority that nobody knows: `authority()`
    bool http2 = false;  ///< offered beside HTTP/1.1 (ALPN); with `tls`
    std::string certificate_for = "IP:127.0.0.1";  ///< with `tls`: the subject of its certificate
    bool client_certificate =
        false;  ///< with `tls`: only clients with one of the authority get an answer other than 400
    bool gzip = false;
    std::string upstream = {};  ///< "http://127.0.0.1:PORT": the server that answers, instead of the folder
    bool tells_host =
        true;  ///< it is asked with the Host that the client named: links that it makes lead back here
    /// A URL that is asked before each request, with its headers and X-Original-URI: 2xx lets it through, 401
    /// and 403 become the answer (with WWW-Authenticate), anything else becomes 500
    /// (ngx_http_auth_request_module).
    std::string check = {};
  };

  /// One request that was answered.
  struct Served {
    std::string protocol;    ///< "HTTP/1.1", "HTTP/2.0"
    std::string connection;  ///< a number, the same for all requests of a connection
    std::string target;      ///< "/users?page=1"
    int status = 0;
  };

  NginxServer() : NginxServer(Options{}) {}
  /// Throws std::runtime_error if nginx does not start.
  explicit NginxServer(const Options& options);

  /// True if nginx is on this machine.
  static bool available();

  /// Where files to be given out belong.
  std::filesystem::path root() const { return folder_.path() / "root"; }
  /// "http://127.0.0.1:PORT"
  std::string url() const;
  /// With `tls`: who signed its certificate, and can sign those of clients.
  const CertificateAuthority& authority() const { return *authority_; }
  /// All that was answered so far. A line is written behind its answer: waits for `count` of them, ten
  /// seconds at most.
  std::vector<Served> served(std::size_t count) const;
  /// Ends it in the middle of what it does.
  void stop() { server_->stop(); }

 private:
  std::vector<Served> read_log() const;
  std::string configuration(int port) const;
  std::string tls_lines() const;
  std::string location_lines() const;

  TemporaryDirectory folder_;
  Options options_;
  std::optional<CertificateAuthority> authority_;
  std::optional<ServerProcess> server_;
};

}  // namespace counterpart::test
