#include "sink/locked_file.hpp"

#include <sys/file.h>
#include <sys/stat.h>

#include <fcntl.h>
#include <cerrno>
#include <chrono>
#include <mutex>
#include <set>
#include <system_error>
#include <thread>

#include "base/utf8.hpp"

namespace counterpart {
namespace {

/// Files that this process has locked: to open and close one of them again would release SQLite's locks on
/// it.
struct OwnLocks {
  std::mutex mutex;
  std::set<std::pair<dev_t, ino_t>> files;
};

OwnLocks& own_locks() {
  static OwnLocks locks;
  return locks;
}

Error held(const std::filesystem::path& path) {
  return Error(ErrorKind::locked, printable(path.string()) + ": another run holds this file")
      .hint("wait for it to end, or give this run a file of its own")
      .may_retry();
}

/// Each output holds a transaction of its own from the first row to the last, and SQLite lets one write.
Error used_twice(const std::filesystem::path& path) {
  return Error(ErrorKind::load_rolled_back,
               "two outputs of this job load tables of " + printable(path.string()))
      .hint("give each a file of its own");
}

/// Tried again shortly after: `is_held` may be looking.
bool lock(int fd) {
  constexpr int kAttempts = 3;
  constexpr auto kPause = std::chrono::milliseconds(5);
  for (int i = 1; ::flock(fd, LOCK_EX | LOCK_NB) != 0; ++i) {
    if (errno != EWOULDBLOCK || i == kAttempts) return false;
    std::this_thread::sleep_for(kPause);
  }
  return true;
}

}  // namespace

LockedFile::LockedFile(const std::filesystem::path& path) : path_(path) {
  OwnLocks& own = own_locks();
  const std::lock_guard guard(own.mutex);
  struct stat status {};
  if (::stat(path.c_str(), &status) == 0 && own.files.contains({status.st_dev, status.st_ino}))
    throw used_twice(path);
  fd_ = Descriptor(::open(path.c_str(), O_RDWR | O_CLOEXEC | O_CREAT | O_EXCL, 0600));
  made_ = static_cast<bool>(fd_);
  if (!made_ && errno == EEXIST) fd_ = Descriptor(::open(path.c_str(), O_RDWR | O_CLOEXEC));
  if (!fd_) throw system_error(ErrorKind::output, printable(path.string()), errno);
  if (!lock(fd_.get())) {
    const int reason = errno;
    if (reason == EWOULDBLOCK) throw held(path);
    throw system_error(ErrorKind::output, printable(path.string()), reason);
  }
  if (::fstat(fd_.get(), &status) != 0)
    throw system_error(ErrorKind::output, printable(path.string()), errno);
  identity_ = {status.st_dev, status.st_ino};
  own.files.insert(identity_);
  listed_ = true;
}

bool LockedFile::is_held(const std::filesystem::path& path) {
  const Descriptor fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  return fd && ::flock(fd.get(), LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK;
}

LockedFile::~LockedFile() {
  std::error_code ignored;
  if (made_) std::filesystem::remove(path_, ignored);
  if (!listed_) return;
  OwnLocks& own = own_locks();
  const std::lock_guard guard(own.mutex);
  own.files.erase(identity_);
}

}  // namespace counterpart
