#include "support/server_process.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <thread>

#include <fmt/format.h>

#include "base/file.hpp"

namespace counterpart::test {
namespace {

constexpr std::chrono::seconds kLongestStart{30};
constexpr std::chrono::milliseconds kBetweenLooks{5};
constexpr int kAttempts = 5;

int free_port() {
  const Descriptor probe(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* any = reinterpret_cast<sockaddr*>(&address);
  if (::bind(probe.get(), any, size) != 0 || ::getsockname(probe.get(), any, &size) != 0)
    throw std::runtime_error("no free port");
  return ntohs(address.sin_port);
}

/// The inode of the socket that listens on a port of 127.0.0.1; empty if there is none. See proc(5),
/// /proc/net/tcp.
std::string listener_of(int port) {
  const std::string wanted = fmt::format("0100007F:{:04X}", port);
  std::ifstream table("/proc/net/tcp");
  std::string line;
  while (std::getline(table, line)) {
    std::istringstream words(line);
    std::string slot, local, remote, state, queues, timer, retransmits, user, timeout, inode;
    words >> slot >> local >> remote >> state >> queues >> timer >> retransmits >> user >> timeout >> inode;
    if (local == wanted && state == "0A") return inode;
  }
  return "";
}

/// A server that took the port first would answer too: only the process that was started counts.
bool listens(pid_t pid, int port) {
  const std::string inode = listener_of(port);
  if (inode.empty()) return false;
  std::error_code gone;
  for (const auto& entry : std::filesystem::directory_iterator(fmt::format("/proc/{}/fd", pid), gone)) {
    if (std::filesystem::read_symlink(entry, gone) == "socket:[" + inode + "]") return true;
  }
  return false;
}

}  // namespace

ServerProcess::ServerProcess(std::string name, std::filesystem::path folder, const Words& words)
    : name_(std::move(name)), folder_(std::move(folder)) {
  // It ends by itself where someone else took the port first.
  for (int attempt = 0; attempt < kAttempts && !listening_; ++attempt) {
    port_ = free_port();
    start(words(port_));
    await();
  }
  if (listening_) return;
  stop();
  throw std::runtime_error(name_ + " does not start: " + log());
}

ServerProcess::~ServerProcess() {
  stop();
}

void ServerProcess::stop() {
  if (pid_ <= 0) return;
  ::kill(pid_, SIGKILL);
  ::waitpid(pid_, nullptr, 0);
  pid_ = -1;
}

void ServerProcess::start(const std::vector<std::string>& words) {
  std::vector<char*> arguments;
  for (const std::string& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  const std::string log = (folder_ / (name_ + ".log")).string();
  const pid_t parent = ::getpid();
  pid_ = ::fork();
  if (pid_ < 0) throw std::runtime_error("fork failed");
  if (pid_ == 0) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != parent) ::_exit(1);
    const int output = ::open(log.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    const int input = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
    ::dup2(input, STDIN_FILENO);
    ::dup2(output, STDOUT_FILENO);
    ::dup2(output, STDERR_FILENO);
    if (::chdir(folder_.c_str()) == 0) ::execv(arguments[0], arguments.data());
    ::_exit(127);
  }
}

void ServerProcess::await() {
  const auto until = std::chrono::steady_clock::now() + kLongestStart;
  while (!(listening_ = listens(pid_, port_))) {
    if (::waitpid(pid_, nullptr, WNOHANG) == pid_) {
      pid_ = -1;
      return;
    }
    if (std::chrono::steady_clock::now() > until) {
      stop();
      throw std::runtime_error(name_ + " does not listen: " + log());
    }
    std::this_thread::sleep_for(kBetweenLooks);
  }
}

std::string ServerProcess::log() const {
  std::ifstream file(folder_ / (name_ + ".log"));
  return {std::istreambuf_iterator<char>(file), {}};
}

std::string real_server_file(const std::string& server, const std::string& file) {
  std::string path = std::string(COUNTERPART_REAL_SERVERS "/") + file;
  if (::access(path.c_str(), R_OK) != 0)
    throw std::runtime_error(server + " is not installed: tools/setup test && tools/real-servers");
  return path;
}

std::string server_source(const std::string& file) {
  return std::string(COUNTERPART_SERVER_SOURCES "/") + file;
}

}  // namespace counterpart::test
