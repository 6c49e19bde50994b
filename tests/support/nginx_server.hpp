#pragma once
/// A real web server that gives out a folder, for one test.

#include <sys/types.h>

#include <filesystem>
#include <string>

#include "support/temporary_directory.hpp"

namespace counterpart::test {

/// nginx in the foreground as a child of this process, on a free loopback port. A request for /NAME?page=N
/// gives the file NAME/N.json of its folder, and 404 where there is none. Gone with this object, and with
/// this process.
class NginxServer {
 public:
  struct Options {
    bool tls = false;  ///< with a certificate that nobody knows
    bool gzip = false;
  };

  NginxServer() : NginxServer(Options{}) {}
  explicit NginxServer(const Options& options);
  ~NginxServer();
  NginxServer(const NginxServer&) = delete;
  NginxServer& operator=(const NginxServer&) = delete;

  /// True if nginx is on this machine.
  static bool available();

  /// Where files to be given out belong.
  std::filesystem::path root() const { return folder_.path() / "root"; }
  /// "http://127.0.0.1:PORT"
  std::string url() const;

 private:
  bool start(int port);

  TemporaryDirectory folder_;
  Options options_;
  int port_ = 0;
  pid_t pid_ = -1;
};

}  // namespace counterpart::test
