#include "base/folder_lock.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>

#include <cerrno>
#include <utility>

#include "base/utf8.hpp"

namespace counterpart {
namespace {

/// Times that the folder may go, with the run that held it, while it is being locked.
constexpr int kTries = 100;

Error held(const std::filesystem::path& folder) {
  return Error(ErrorKind::locked, printable(folder.string()) + ": another run holds this folder")
      .hint("wait for it to end")
      .may_retry();
}

}  // namespace

FolderLock::FolderLock(std::filesystem::path folder) : folder_(std::move(folder)) {
  for (int i = 0; i < kTries; ++i) {
    make_private_folder(folder_);
    if (take()) return;
  }
  throw held(folder_);
}

/// False if the folder or its file went meanwhile.
bool FolderLock::take() {
  const std::filesystem::path path = folder_ / kName;
  fd_ = Descriptor(::open(path.c_str(), O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600));
  if (!fd_ && errno == ENOENT) return false;
  if (!fd_) throw system_error(ErrorKind::output, printable(path.string()), errno);
  if (::flock(fd_.get(), LOCK_EX | LOCK_NB) != 0) {
    if (errno == EWOULDBLOCK) throw held(folder_);
    throw system_error(ErrorKind::output, printable(path.string()), errno);
  }
  struct stat locked {};
  struct stat named {};
  return ::fstat(fd_.get(), &locked) == 0 && ::stat(path.c_str(), &named) == 0 &&
         locked.st_dev == named.st_dev && locked.st_ino == named.st_ino;
}

}  // namespace counterpart
