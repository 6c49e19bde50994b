#include "app/signals.hpp"

#include <pthread.h>
#include <signal.h>

#include <cstdlib>

namespace counterpart::app {
namespace {

constexpr int kStopWatching = SIGUSR1;

sigset_t watched_signals() {
  sigset_t signals;
  sigemptyset(&signals);
  for (const int signal : {SIGINT, SIGTERM, SIGHUP, kStopWatching}) sigaddset(&signals, signal);
  return signals;
}

void say_stopping(const Voice& voice) {
  if (voice.json) {
    print_event("status", "\"phase\":\"stopping\"");
  } else if (!voice.quiet) {
    print_error_stream("\nstopping (again to stop at once)\n");
  }
}

void watch(CancelToken& cancel, const Voice& voice) {
  const sigset_t signals = watched_signals();
  for (int received = 0;;) {
    int signal = 0;
    if (sigwait(&signals, &signal) != 0 || signal == kStopWatching) return;
    const ErrorKind kind = signal == SIGINT ? ErrorKind::interrupted : ErrorKind::terminated;
    if (++received > 1) std::_Exit(exit_code(kind));
    say_stopping(voice);
    cancel.cancel(kind);
  }
}

}  // namespace

SignalWatch::SignalWatch(CancelToken& cancel, const Voice& voice) {
  const sigset_t signals = watched_signals();
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  ::signal(SIGPIPE, SIG_IGN);
  ::signal(SIGXFSZ, SIG_IGN);
  thread_ = std::thread([&cancel, voice] { watch(cancel, voice); });
}

SignalWatch::~SignalWatch() {
  pthread_kill(thread_.native_handle(), kStopWatching);
  thread_.join();
}

}  // namespace counterpart::app
