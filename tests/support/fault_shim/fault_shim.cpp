// A library for LD_PRELOAD that kills the program, stops it, or has a call of the system fail, at the n-th of
// the calls that it counts. Only a process named "counterpart" is touched, so that neither a shell before it
// nor a child after it is. The environment says what to do; support/faults.hpp sets it.
//
//   COUNTERPART_FAULT_CALLS  which calls count, with commas between them; unset: all of them
//   COUNTERPART_FAULT_ON     only calls on a path (or a descriptor of one) that contains this; "socket:" is a
//                            socket, "#" a file without a name, which is what an output is until it is whole
//   COUNTERPART_FAULT_AT     n, or n+ for the n-th and each one after it
//   COUNTERPART_FAULT_DO     KILL TERM INT HUP STOP: this signal, just before the call; HANG: the call never
//                            comes back; ENOSPC EIO EMFILE …: the call fails so and does nothing
//   COUNTERPART_FAULT_HALF   if set, a call that writes moves half of its bytes first. Then the signal comes;
//   or the call gives
//                            its short count, and those after it fail
//   COUNTERPART_FAULT_LOG    a file that gets a line for each counted call: number, call, place
//   COUNTERPART_FAULT_NO_SYNC  if set, fsync and fdatasync are counted and not made: what a killed process
//   wrote
//                            is there all the same, and tests are not held up by a busy disk
//
// One word stands for each kind of call: read pread recv write pwrite writev send fsync fdatasync ftruncate
// rename link unlink open mkdir socket connect flock. pwrite64, sendto, sendmsg, renameat2, linkat, openat,
// the fortified
// __recv_chk and so on are counted under it. What libc does inside itself (fopen, fwrite, remove) is not
// seen; the program and its libraries write none of their results that way.

#include <dlfcn.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

#include <cstdarg>
#include <cstdio>

#include "support/fault_shim/plan.hpp"

namespace {

using namespace counterpart::test::shim;

/// The function of libc that a wrapper stands before; its own type is that of the wrapper.
template <typename Function>
Function* real(Function&, const char* name) {
  return reinterpret_cast<Function*>(::dlsym(RTLD_NEXT, name));
}

/// A call that is let through or fails; `place` is a path or a descriptor.
template <typename Place, typename Call>
int pass(const char* call, Place place, Call let_through) {
  return is_due(call, place) && strike() ? -1 : let_through();
}

/// The same for one that reads bytes.
template <typename Call>
ssize_t pass_read(const char* call, int fd, Call let_through) {
  return is_due(call, fd) && strike() ? -1 : let_through();
}

/// The same for one that writes `size` bytes, or a part of them.
template <typename Call>
ssize_t pass_write(const char* call, int fd, std::size_t size, Call let_through) {
  if (!is_due(call, fd)) return let_through(size);
  if (halves() && size > 1) {
    const ssize_t moved = let_through(size / 2);
    strike_after_half();
    return moved;
  }
  return strike() ? -1 : let_through(size);
}

}  // namespace

extern "C" {

// Declared by no header without fortification.
ssize_t __read_chk(int fd, void* into, std::size_t size, std::size_t room);
ssize_t __pread_chk(int fd, void* into, std::size_t size, off_t at, std::size_t room);
ssize_t __pread64_chk(int fd, void* into, std::size_t size, off64_t at, std::size_t room);
ssize_t __recv_chk(int fd, void* into, std::size_t size, std::size_t room, int flags);
ssize_t __recvfrom_chk(int fd, void* into, std::size_t size, std::size_t room, int flags, sockaddr* from,
                       socklen_t* length);
int __open_2(const char* path, int flags);
int __open64_2(const char* path, int flags);

ssize_t read(int fd, void* into, std::size_t size) {
  return pass_read("read", fd, [=] { return real(read, "read")(fd, into, size); });
}
ssize_t __read_chk(int fd, void* into, std::size_t size, std::size_t room) {
  return pass_read("read", fd, [=] { return real(__read_chk, "__read_chk")(fd, into, size, room); });
}
ssize_t pread(int fd, void* into, std::size_t size, off_t at) {
  return pass_read("pread", fd, [=] { return real(pread, "pread")(fd, into, size, at); });
}
ssize_t pread64(int fd, void* into, std::size_t size, off64_t at) {
  return pass_read("pread", fd, [=] { return real(pread64, "pread64")(fd, into, size, at); });
}
ssize_t __pread_chk(int fd, void* into, std::size_t size, off_t at, std::size_t room) {
  return pass_read("pread", fd, [=] { return real(__pread_chk, "__pread_chk")(fd, into, size, at, room); });
}
ssize_t __pread64_chk(int fd, void* into, std::size_t size, off64_t at, std::size_t room) {
  return pass_read("pread", fd,
                   [=] { return real(__pread64_chk, "__pread64_chk")(fd, into, size, at, room); });
}
ssize_t recv(int fd, void* into, std::size_t size, int flags) {
  return pass_read("recv", fd, [=] { return real(recv, "recv")(fd, into, size, flags); });
}
ssize_t __recv_chk(int fd, void* into, std::size_t size, std::size_t room, int flags) {
  return pass_read("recv", fd, [=] { return real(__recv_chk, "__recv_chk")(fd, into, size, room, flags); });
}
ssize_t recvfrom(int fd, void* into, std::size_t size, int flags, sockaddr* from, socklen_t* length) {
  return pass_read("recv", fd,
                   [=] { return real(recvfrom, "recvfrom")(fd, into, size, flags, from, length); });
}
ssize_t __recvfrom_chk(int fd, void* into, std::size_t size, std::size_t room, int flags, sockaddr* from,
                       socklen_t* length) {
  return pass_read("recv", fd, [=] {
    return real(__recvfrom_chk, "__recvfrom_chk")(fd, into, size, room, flags, from, length);
  });
}
ssize_t recvmsg(int fd, msghdr* message, int flags) {
  return pass_read("recv", fd, [=] { return real(recvmsg, "recvmsg")(fd, message, flags); });
}

ssize_t write(int fd, const void* bytes, std::size_t size) {
  return pass_write("write", fd, size,
                    [=](std::size_t part) { return real(write, "write")(fd, bytes, part); });
}
ssize_t pwrite(int fd, const void* bytes, std::size_t size, off_t at) {
  return pass_write("pwrite", fd, size,
                    [=](std::size_t part) { return real(pwrite, "pwrite")(fd, bytes, part, at); });
}
ssize_t pwrite64(int fd, const void* bytes, std::size_t size, off64_t at) {
  return pass_write("pwrite", fd, size,
                    [=](std::size_t part) { return real(pwrite64, "pwrite64")(fd, bytes, part, at); });
}
ssize_t writev(int fd, const iovec* parts, int count) {
  return pass_write("writev", fd, static_cast<std::size_t>(count), [=](std::size_t part) {
    return real(writev, "writev")(fd, parts, static_cast<int>(part));
  });
}
ssize_t send(int fd, const void* bytes, std::size_t size, int flags) {
  return pass_write("send", fd, size,
                    [=](std::size_t part) { return real(send, "send")(fd, bytes, part, flags); });
}
ssize_t sendto(int fd, const void* bytes, std::size_t size, int flags, const sockaddr* to, socklen_t length) {
  return pass_write("send", fd, size, [=](std::size_t part) {
    return real(sendto, "sendto")(fd, bytes, part, flags, to, length);
  });
}
ssize_t sendmsg(int fd, const msghdr* message, int flags) {
  return pass_read("send", fd, [=] { return real(sendmsg, "sendmsg")(fd, message, flags); });
}

int fsync(int fd) {
  return pass("fsync", fd, [=] { return skips_sync() ? 0 : real(fsync, "fsync")(fd); });
}
int fdatasync(int fd) {
  return pass("fdatasync", fd, [=] { return skips_sync() ? 0 : real(fdatasync, "fdatasync")(fd); });
}
int ftruncate(int fd, off_t size) noexcept {
  return pass("ftruncate", fd, [=] { return real(ftruncate, "ftruncate")(fd, size); });
}
int ftruncate64(int fd, off64_t size) noexcept {
  return pass("ftruncate", fd, [=] { return real(ftruncate64, "ftruncate64")(fd, size); });
}
int flock(int fd, int operation) noexcept {
  return pass("flock", fd, [=] { return real(flock, "flock")(fd, operation); });
}

int rename(const char* from, const char* to) noexcept {
  return pass("rename", to, [=] { return real(rename, "rename")(from, to); });
}
int renameat(int from_fd, const char* from, int to_fd, const char* to) noexcept {
  return pass("rename", to, [=] { return real(renameat, "renameat")(from_fd, from, to_fd, to); });
}
int renameat2(int from_fd, const char* from, int to_fd, const char* to, unsigned flags) noexcept {
  return pass("rename", to, [=] { return real(renameat2, "renameat2")(from_fd, from, to_fd, to, flags); });
}
int link(const char* from, const char* to) noexcept {
  return pass("link", to, [=] { return real(link, "link")(from, to); });
}
int linkat(int from_fd, const char* from, int to_fd, const char* to, int flags) noexcept {
  return pass("link", to, [=] { return real(linkat, "linkat")(from_fd, from, to_fd, to, flags); });
}
int unlink(const char* path) noexcept {
  return pass("unlink", path, [=] { return real(unlink, "unlink")(path); });
}
int unlinkat(int fd, const char* path, int flags) noexcept {
  return pass("unlink", path, [=] { return real(unlinkat, "unlinkat")(fd, path, flags); });
}
int mkdir(const char* path, mode_t mode) noexcept {
  return pass("mkdir", path, [=] { return real(mkdir, "mkdir")(path, mode); });
}

mode_t mode_of(int flags, va_list& rest) {
  const bool makes = (flags & O_CREAT) != 0 || (flags & O_TMPFILE) == O_TMPFILE;
  return makes ? va_arg(rest, mode_t) : 0;
}
int open(const char* path, int flags, ...) {
  va_list rest;
  va_start(rest, flags);
  const mode_t mode = mode_of(flags, rest);
  va_end(rest);
  return pass("open", path, [=] { return real(open, "open")(path, flags, mode); });
}
int open64(const char* path, int flags, ...) {
  va_list rest;
  va_start(rest, flags);
  const mode_t mode = mode_of(flags, rest);
  va_end(rest);
  return pass("open", path, [=] { return real(open64, "open64")(path, flags, mode); });
}
int openat(int fd, const char* path, int flags, ...) {
  va_list rest;
  va_start(rest, flags);
  const mode_t mode = mode_of(flags, rest);
  va_end(rest);
  return pass("open", path, [=] { return real(openat, "openat")(fd, path, flags, mode); });
}
int __open_2(const char* path, int flags) {
  return pass("open", path, [=] { return real(__open_2, "__open_2")(path, flags); });
}
int __open64_2(const char* path, int flags) {
  return pass("open", path, [=] { return real(__open64_2, "__open64_2")(path, flags); });
}
int socket(int family, int type, int protocol) noexcept {
  return pass("socket", "socket:", [=] { return real(socket, "socket")(family, type, protocol); });
}
int connect(int fd, const sockaddr* address, socklen_t length) {
  return pass("connect", fd, [=] { return real(connect, "connect")(fd, address, length); });
}

}  // extern "C"
