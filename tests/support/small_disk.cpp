#include "support/small_disk.hpp"

#include <sched.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <stdexcept>
#include <string>
#include <utility>

namespace counterpart::test {
namespace {

constexpr std::uint64_t kMuch = 256U << 20;
constexpr std::uint64_t kPage = 4096;  // no size at all would be no limit
constexpr int kTries = 100;

/// Once for the whole program: what is mounted from here on is its own.
bool leave_the_mounts_of_others() {
  static const bool left =
      ::unshare(CLONE_NEWNS) == 0 && ::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0;
  return left;
}

[[noreturn]] void fail(const char* what) {
  throw std::runtime_error(std::string(what) + ": " + std::strerror(errno));
}

}  // namespace

bool SmallDisk::can_be_made() {
  return leave_the_mounts_of_others();
}

SmallDisk::SmallDisk(std::filesystem::path folder) : folder_(std::move(folder)) {
  struct stat status {};
  if (!can_be_made() || ::stat(folder_.c_str(), &status) != 0) fail("no place for a small disk");
  const std::string settings = "mode=700,uid=" + std::to_string(status.st_uid) +
                               ",gid=" + std::to_string(status.st_gid) + ",size=" + std::to_string(kMuch);
  if (::mount("none", folder_.c_str(), "tmpfs", 0, settings.c_str()) != 0) fail("mount");
}

SmallDisk::~SmallDisk() {
  ::umount2(folder_.c_str(), MNT_DETACH);
}

void SmallDisk::leave(std::uint64_t bytes) {
  // A server may write in between, and what is there has to fit.
  for (int left = kTries; left > 0; --left) {
    struct statvfs status {};
    if (::statvfs(folder_.c_str(), &status) != 0) fail("statvfs");
    const std::uint64_t used = (status.f_blocks - status.f_bfree) * status.f_frsize;
    if (resize(std::max(used + bytes, kPage))) return;
  }
  fail("remount");
}

void SmallDisk::make_room() {
  if (!resize(kMuch)) fail("remount");
}

bool SmallDisk::resize(std::uint64_t bytes) {
  const std::string size = "size=" + std::to_string(bytes);
  return ::mount("none", folder_.c_str(), "tmpfs", MS_REMOUNT, size.c_str()) == 0;
}

}  // namespace counterpart::test
