#include "support/program.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <stdexcept>
#include <utility>

extern char** environ;

namespace counterpart::test {
namespace {

constexpr auto kPatience = std::chrono::seconds(20);
constexpr int kLookMs = 20;

std::pair<int, int> make_pipe() {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) throw std::runtime_error("pipe2 failed");
  return {ends[0], ends[1]};
}

void close_if_open(int& fd) {
  if (fd >= 0) ::close(std::exchange(fd, -1));
}

std::vector<std::string> merged_environment(const std::map<std::string, std::string>& over) {
  std::vector<std::string> lines;
  for (char** line = environ; *line != nullptr; ++line) {
    const std::string text = *line;
    if (!over.contains(text.substr(0, text.find('=')))) lines.push_back(text);
  }
  for (const auto& [name, value] : over) lines.push_back(name + "=" + value);
  return lines;
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> list;
  for (std::string& text : texts) list.push_back(text.data());
  list.push_back(nullptr);
  return list;
}

/// The program, or the shell that becomes it.
std::vector<std::string> behind_shell(const std::string& commands, std::vector<std::string> words) {
  if (commands.empty()) return words;
  std::vector<std::string> all{"/bin/sh", "-c", commands + " && exec \"$@\"", "sh"};
  all.insert(all.end(), words.begin(), words.end());
  return all;
}

}  // namespace

std::string program_path() {
  return COUNTERPART_BINARY;
}

Program::Program(const Start& start) {
  std::vector<std::string> words{program_path()};
  words.insert(words.end(), start.arguments.begin(), start.arguments.end());
  launch(std::move(words), start);
}

Program::Program(std::vector<std::string> words, const Start& start) {
  launch(std::move(words), start);
}

void Program::launch(std::vector<std::string> words, const Start& start) {
  words = behind_shell(start.under, std::move(words));
  auto [out_read, out_write] = make_pipe();
  auto [err_read, err_write] = make_pipe();
  if (start.unread_output) close_if_open(out_read);
  posix_spawn_file_actions_t actions;
  ::posix_spawn_file_actions_init(&actions);
  ::posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  if (start.standard_output.empty()) {
    ::posix_spawn_file_actions_adddup2(&actions, out_write, STDOUT_FILENO);
  } else {
    ::posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, start.standard_output.c_str(), O_WRONLY, 0);
  }
  ::posix_spawn_file_actions_adddup2(&actions, err_write, STDERR_FILENO);
  ::posix_spawn_file_actions_addchdir_np(&actions, start.folder.c_str());
  std::vector<std::string> lines = merged_environment(start.environment);
  start_ = std::chrono::steady_clock::now();
  const int problem = ::posix_spawnp(&pid_, words.front().c_str(), &actions, nullptr, pointers(words).data(),
                                     pointers(lines).data());
  ::posix_spawn_file_actions_destroy(&actions);
  close_if_open(out_write);
  close_if_open(err_write);
  out_ = out_read;
  err_ = err_read;
  if (problem != 0) {
    close_if_open(out_);
    close_if_open(err_);
    throw std::runtime_error(words.front() + ": " + std::strerror(problem));
  }
  listener_ = std::thread([this] { listen(); });
}

Program::~Program() {
  if (pid_ > 0) {
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
  }
  gone_ = true;
  if (listener_.joinable()) listener_.join();
  close_if_open(out_);
  close_if_open(err_);
}

void Program::listen() {
  bool out_open = out_ >= 0;
  bool err_open = true;
  while (out_open || err_open) {
    pollfd ends[2]{{out_open ? out_ : -1, POLLIN, 0}, {err_open ? err_ : -1, POLLIN, 0}};
    const bool last_look = gone_;
    if (::poll(ends, 2, last_look ? 0 : kLookMs) == 0 && last_look)
      return;  // a child of the child can hold the pipes open
    for (int i = 0; i < 2; ++i) {
      if (ends[i].revents == 0) continue;
      char block[4096];
      const ssize_t got = ::read(ends[i].fd, block, sizeof block);
      if (got < 0 && errno == EINTR) continue;
      if (got <= 0) {
        (i == 0 ? out_open : err_open) = false;
        continue;
      }
      const std::lock_guard lock(mutex_);
      (i == 0 ? ended_.out : ended_.err).append(block, static_cast<std::size_t>(got));
    }
  }
}

void Program::send(int signal) const {
  if (::kill(pid_, signal) != 0) throw std::runtime_error("kill failed");
}

bool Program::says(const std::string& text) {
  const auto until = std::chrono::steady_clock::now() + kPatience;
  for (bool gone = false; !gone && std::chrono::steady_clock::now() < until;) {
    gone = has_ended();
    ::poll(nullptr, 0, gone ? 100 : 5);  // what it said last may still be in the pipe
    const std::lock_guard lock(mutex_);
    if (ended_.out.find(text) != std::string::npos || ended_.err.find(text) != std::string::npos) return true;
  }
  return false;
}

bool Program::has_ended() const {
  siginfo_t info{};
  return ::waitid(P_PID, static_cast<id_t>(pid_), &info, WEXITED | WNOHANG | WNOWAIT) == 0 &&
         info.si_pid == pid_;
}

bool Program::stands_still() const {
  const auto until = std::chrono::steady_clock::now() + kPatience;
  while (std::chrono::steady_clock::now() < until) {
    siginfo_t info{};
    if (::waitid(P_PID, static_cast<id_t>(pid_), &info, WSTOPPED | WEXITED | WNOHANG | WNOWAIT) != 0)
      return false;
    if (info.si_pid == pid_) return info.si_code == CLD_STOPPED;
    ::poll(nullptr, 0, 1);
  }
  return false;
}

std::string Program::out() const {
  const std::lock_guard lock(mutex_);
  return ended_.out;
}

bool Program::ended_within(std::chrono::milliseconds limit) {
  // glibc 2.36 has pidfd_open only behind a header of its own.
  const int process = static_cast<int>(::syscall(SYS_pidfd_open, pid_, 0));
  pollfd end{process, POLLIN, 0};
  const bool ended = process >= 0 && ::poll(&end, 1, static_cast<int>(limit.count())) == 1;
  if (process >= 0) ::close(process);
  return ended;
}

Ended Program::wait(std::chrono::milliseconds limit) {
  const bool in_time = ended_within(limit);
  const auto now = std::chrono::steady_clock::now();
  if (!in_time) ::kill(pid_, SIGKILL);
  int status = 0;
  while (::waitpid(pid_, &status, 0) < 0 && errno == EINTR) continue;
  pid_ = -1;
  gone_ = true;
  listener_.join();
  if (!in_time)
    throw std::runtime_error("the program did not end in time; it said:\n" + ended_.out + ended_.err);
  ended_.after = std::chrono::duration_cast<std::chrono::milliseconds>(now - start_);
  if (WIFEXITED(status)) ended_.exit_code = WEXITSTATUS(status);
  if (WIFSIGNALED(status)) ended_.signal = WTERMSIG(status);
  ended_.dumped_core = WIFSIGNALED(status) && WCOREDUMP(status);
  return ended_;
}

Ended run_program(const Start& start) {
  return Program(start).wait();
}

}  // namespace counterpart::test
