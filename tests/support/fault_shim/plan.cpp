#include "support/fault_shim/plan.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <climits>
#include <cstdio>
#include <cstdlib>
#include <cstring>

// Nothing here may make a call that is counted, so files are reached by syscall(), and nothing may allocate:
// the first calls come while other libraries are being set up.

namespace counterpart::test::shim {
namespace {

constexpr const char* kProgram = "counterpart";
constexpr int kPrivate = 0600;

struct Deed {
  const char* name;
  int signal;
  int error;
};

constexpr Deed kDeeds[] = {
    {"KILL", SIGKILL, 0},  {"TERM", SIGTERM, 0},
    {"INT", SIGINT, 0},    {"HUP", SIGHUP, 0},
    {"STOP", SIGSTOP, 0},  {"HANG", 0, 0},
    {"ENOSPC", 0, ENOSPC}, {"EIO", 0, EIO},
    {"EMFILE", 0, EMFILE}, {"ENFILE", 0, ENFILE},
    {"EDQUOT", 0, EDQUOT}, {"EROFS", 0, EROFS},
    {"EACCES", 0, EACCES}, {"EINTR", 0, EINTR},
    {"ENOMEM", 0, ENOMEM}, {"ECONNRESET", 0, ECONNRESET},
    {"EPIPE", 0, EPIPE},   {"EOPNOTSUPP", 0, EOPNOTSUPP},
};

struct Plan {
  bool active = false;
  bool onwards = false;
  bool half = false;
  bool skips_sync = false;
  long at = 0;
  const Deed* deed = nullptr;
  const char* calls = nullptr;
  const char* on = nullptr;
  int log = -1;
};

constinit Plan plan;
constinit std::atomic<long> counted{0};

[[noreturn]] void give_up(const char* name) {
  std::fprintf(stderr, "fault shim: cannot understand %s\n", name);
  std::_Exit(99);
}

const Deed* deed_named(const char* name) {
  for (const Deed& deed : kDeeds) {
    if (std::strcmp(deed.name, name) == 0) return &deed;
  }
  give_up("COUNTERPART_FAULT_DO");
}

void read_place_in_time(const char* text) {
  char* end = nullptr;
  plan.at = std::strtol(text, &end, 10);
  plan.onwards = *end == '+';
  if (end == text || plan.at < 1 || (*end != '\0' && !plan.onwards)) give_up("COUNTERPART_FAULT_AT");
}

__attribute__((constructor)) void read_environment() {
  if (std::strcmp(program_invocation_short_name, kProgram) != 0) return;
  plan.calls = std::getenv("COUNTERPART_FAULT_CALLS");
  plan.on = std::getenv("COUNTERPART_FAULT_ON");
  plan.half = std::getenv("COUNTERPART_FAULT_HALF") != nullptr;
  plan.skips_sync = std::getenv("COUNTERPART_FAULT_NO_SYNC") != nullptr;
  if (const char* at = std::getenv("COUNTERPART_FAULT_AT")) read_place_in_time(at);
  if (const char* deed = std::getenv("COUNTERPART_FAULT_DO")) plan.deed = deed_named(deed);
  if ((plan.at > 0) != (plan.deed != nullptr)) give_up("COUNTERPART_FAULT_AT without COUNTERPART_FAULT_DO");
  if (const char* log = std::getenv("COUNTERPART_FAULT_LOG")) {
    plan.log = static_cast<int>(
        ::syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, kPrivate));
    if (plan.log < 0) give_up("COUNTERPART_FAULT_LOG");
  }
  plan.active = true;
}

/// A word of a list with commas.
bool is_listed(const char* call) {
  if (plan.calls == nullptr) return true;
  const std::size_t length = std::strlen(call);
  for (const char* at = plan.calls; (at = std::strstr(at, call)) != nullptr; at += length) {
    const bool begins = at == plan.calls || at[-1] == ',';
    if (begins && (at[length] == ',' || at[length] == '\0')) return true;
  }
  return false;
}

void log(long number, const char* call, const char* place) {
  char line[PATH_MAX + 64];
  const int size = std::snprintf(line, sizeof line, "%ld %s %s\n", number, call, place);
  if (plan.log >= 0 && size > 0) ::syscall(SYS_write, plan.log, line, static_cast<std::size_t>(size));
}

/// Leaves errno as it was.
class KeptErrno {
 public:
  KeptErrno() : before_(errno) {}
  ~KeptErrno() { errno = before_; }
  KeptErrno(const KeptErrno&) = delete;
  KeptErrno& operator=(const KeptErrno&) = delete;

 private:
  int before_;
};

}  // namespace

bool is_due(const char* call, const char* place) {
  if (!plan.active || !is_listed(call)) return false;
  if (plan.on != nullptr && std::strstr(place, plan.on) == nullptr) return false;
  const KeptErrno kept;
  const long number = ++counted;
  log(number, call, place);
  if (plan.at == 0 || number < plan.at) return false;
  return number == plan.at || plan.onwards;
}

bool is_due(const char* call, int fd) {
  if (!plan.active || !is_listed(call)) return false;
  const KeptErrno kept;
  char handle[32];
  char place[PATH_MAX];
  std::snprintf(handle, sizeof handle, "/proc/self/fd/%d", fd);
  const long length = ::syscall(SYS_readlinkat, AT_FDCWD, handle, place, sizeof place - 1);
  place[length > 0 ? length : 0] = '\0';
  return is_due(call, place);
}

bool skips_sync() {
  return plan.skips_sync;
}

bool halves() {
  return plan.half && counted == plan.at;
}

bool strike() {
  if (plan.deed->signal != 0) {
    ::kill(::getpid(), plan.deed->signal);
    return false;
  }
  if (plan.deed->error == 0) {
    for (;;) ::pause();
  }
  errno = plan.deed->error;
  return true;
}

void strike_after_half() {
  const KeptErrno kept;
  plan.onwards = true;
  if (plan.deed->error == 0) strike();
}

}  // namespace counterpart::test::shim
