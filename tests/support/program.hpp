#pragma once
/// Runs the real program as a child: its arguments, environment and folder, what it says, how it ends.

#include <sys/types.h>

#include <atomic>
#include <chrono>
#include <filesystem>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace counterpart::test {

/// How a child came to its end, and all that it said.
struct Ended {
  int exit_code = -1;  ///< -1 if a signal ended it
  int signal = 0;
  bool dumped_core = false;
  std::string out;
  std::string err;
  std::chrono::milliseconds after{0};  ///< since its start
};

/// How to start it. The environment is this process's, with `environment` over it.
struct Start {
  std::vector<std::string> arguments;
  std::filesystem::path folder = "/";
  std::map<std::string, std::string> environment = {};
  std::string standard_output = {};  ///< a file to write to; empty: a pipe that is read
  bool unread_output = false;        ///< standard output is a pipe whose other end is closed already
  std::string under = {};  ///< what a shell does to itself before it becomes the program: "ulimit -n 20"
};

/// A running child. One that still runs when this object goes is killed.
class Program {
 public:
  /// Starts the program under test, which the build names in COUNTERPART_BINARY.
  explicit Program(const Start& start);
  /// Starts any other program; the first word is its path or a name in PATH.
  Program(std::vector<std::string> words, const Start& start);
  ~Program();
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;

  void send(int signal) const;
  /// True once standard output (or standard error) holds the text; false if it ended without it or after 20
  /// seconds.
  bool says(const std::string& text);
  bool has_ended() const;
  /// True once SIGSTOP holds it; false if it ended, or after 20 seconds.
  bool stands_still() const;
  /// Waits for the end. Beyond the limit the child is killed and std::runtime_error thrown.
  Ended wait(std::chrono::milliseconds limit = std::chrono::seconds(60));
  std::string out() const;

 private:
  void launch(std::vector<std::string> words, const Start& start);
  void listen();
  bool ended_within(std::chrono::milliseconds limit);

  pid_t pid_ = -1;
  int out_ = -1;
  int err_ = -1;
  std::chrono::steady_clock::time_point start_;
  std::atomic<bool> gone_{false};
  mutable std::mutex mutex_;
  Ended ended_;
  std::thread listener_;
};

/// Runs the program under test to its end.
Ended run_program(const Start& start);

/// The path of the program under test.
std::string program_path();

}  // namespace counterpart::test
