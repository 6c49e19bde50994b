#include "base/alarm.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>

namespace counterpart {

Alarm::Alarm() {
  int ends[2] = {-1, -1};
  if (::pipe(ends) != 0) throw system_error(ErrorKind::internal, "a pipe", errno);
  rung_ = Descriptor(ends[0]);
  bell_ = Descriptor(ends[1]);
  for (const int end : ends) {
    ::fcntl(end, F_SETFL, O_NONBLOCK);
    ::fcntl(end, F_SETFD, FD_CLOEXEC);
  }
}

void Alarm::ring() const noexcept {
  // A pipe that is full wakes as well.
  [[maybe_unused]] const ssize_t written = ::write(bell_.get(), "", 1);
}

void Alarm::drain() const noexcept {
  char bytes[64];
  while (::read(rung_.get(), bytes, sizeof bytes) > 0) continue;
}

}  // namespace counterpart
