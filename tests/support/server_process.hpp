#pragma once
/// A server program as a child of this process, on a free loopback port. Hides how it is started, awaited and
/// ended.

#include <sys/types.h>

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace counterpart::test {

/// Runs until this object or this process goes.
class ServerProcess {
 public:
  /// What starts it on a port: the path of the program, then its arguments.
  using Words = std::function<std::vector<std::string>(int port)>;

  /// Starts it in `folder`, where NAME.log takes all that it says, and waits until it listens on the port,
  /// for half a minute at most. Throws std::runtime_error with its log if it does not.
  ServerProcess(std::string name, std::filesystem::path folder, const Words& words);
  ~ServerProcess();
  ServerProcess(const ServerProcess&) = delete;
  ServerProcess& operator=(const ServerProcess&) = delete;

  int port() const { return port_; }
  /// Ends it at once, in the middle of what it does; from then on its port refuses.
  void stop();

 private:
  void start(const std::vector<std::string>& words);
  /// Comes back when it listens, or has ended.
  void await();
  std::string log() const;

  std::string name_;
  std::filesystem::path folder_;
  int port_ = 0;
  pid_t pid_ = -1;
  bool listening_ = false;
};

/// A file of what tools/real-servers installed. Throws std::runtime_error that says how to install `server`
/// if it is not there.
std::string real_server_file(const std::string& server, const std::string& file);
/// A file of tests/servers.
std::string server_source(const std::string& file);

}  // namespace counterpart::test
