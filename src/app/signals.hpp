#pragma once
/// SIGINT, SIGTERM and SIGHUP become a cancelled token; the second one ends the program at once.

#include <thread>

#include "app/terminal.hpp"
#include "base/cancel.hpp"

namespace counterpart::app {

/// Blocks the signals for this thread and those it starts, and waits for them on a thread of its own. To be
/// made before any other thread. A message goes to stderr as soon as the first arrives, unless the voice is
/// quiet. A write to a closed pipe or beyond the file size limit is an error from then on, and no signal.
class SignalWatch {
 public:
  SignalWatch(CancelToken& cancel, const Voice& voice);
  ~SignalWatch();
  SignalWatch(const SignalWatch&) = delete;
  SignalWatch& operator=(const SignalWatch&) = delete;

 private:
  std::thread thread_;
};

}  // namespace counterpart::app
