#include "job/secrets.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>
#include <spawn.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>

#include "base/file.hpp"
#include "counterpart/error.hpp"

extern char** environ;

namespace counterpart {
namespace {

Secret without_line_end(std::string text, const std::string& place) {
  if (!text.empty() && text.back() == '\n') text.pop_back();
  if (!text.empty() && text.back() == '\r') text.pop_back();
  if (text.empty()) throw Error(ErrorKind::job_file, place + " is empty");
  return Secret(std::move(text));
}

std::string read_pipe(int fd) {
  std::string text;
  char block[4096];
  while (true) {
    const ssize_t got = ::read(fd, block, sizeof block);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return text;
    text.append(block, static_cast<std::size_t>(got));
    ::explicit_bzero(block, static_cast<std::size_t>(got));
  }
}

/// What this program blocks or ignores is its own affair: the command stops at Ctrl-C.
void use_default_signals(posix_spawnattr_t& attributes) {
  sigset_t none;
  sigset_t all;
  sigemptyset(&none);
  sigfillset(&all);
  ::posix_spawnattr_setsigmask(&attributes, &none);
  ::posix_spawnattr_setsigdefault(&attributes, &all);
  ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
}

}  // namespace

Secret secret_from_environment(const std::string& variable) {
  const char* value = std::getenv(variable.c_str());
  if (value == nullptr || *value == '\0') {
    throw Error(ErrorKind::job_file, fmt::format("the environment variable {} is not set", variable))
        .hint(fmt::format("export {}=…", variable));
  }
  return Secret(value);
}

void check_secret_file(const std::filesystem::path& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0)
    throw system_error(ErrorKind::job_file, "secret file " + path.string(), errno);
  if ((status.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
    throw Error(ErrorKind::job_file, fmt::format("secret file {} can be read by others", path.string()))
        .hint(fmt::format("chmod 600 {}", path.string()));
  }
}

Secret secret_from_file(const std::filesystem::path& path) {
  check_secret_file(path);
  return without_line_end(read_file(path, ErrorKind::job_file), "secret file " + path.string());
}

Secret secret_from_command(const std::vector<std::string>& command) {
  const std::string place = fmt::format("secret command {}", command.front());
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) throw system_error(ErrorKind::job_file, place, errno);
  const Descriptor read_end(ends[0]);
  Descriptor write_end(ends[1]);

  std::vector<char*> arguments;
  for (const std::string& word : command) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  ::posix_spawn_file_actions_init(&actions);
  ::posix_spawn_file_actions_adddup2(&actions, write_end.get(), STDOUT_FILENO);
  pid_t child = 0;
  posix_spawnattr_t attributes;
  ::posix_spawnattr_init(&attributes);
  use_default_signals(attributes);
  const int problem = ::posix_spawnp(&child, arguments[0], &actions, &attributes, arguments.data(), environ);
  ::posix_spawnattr_destroy(&attributes);
  ::posix_spawn_file_actions_destroy(&actions);
  if (problem != 0) throw system_error(ErrorKind::job_file, place, problem);
  write_end.close();
  std::string text = read_pipe(read_end.get());
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) continue;
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
    throw Error(ErrorKind::job_file,
                fmt::format("{} failed with status {}", place, WIFEXITED(status) ? WEXITSTATUS(status) : -1));
  }
  return without_line_end(std::move(text), place);
}

}  // namespace counterpart
