#include "match/linkage/parallel.hpp"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <system_error>
#include <thread>
#include <vector>

namespace counterpart::linkage {

unsigned threads_for(unsigned asked) {
  return asked != 0 ? asked : std::max(1U, std::thread::hardware_concurrency());
}

void in_pieces(unsigned threads, std::size_t pieces, const CancelToken* cancel,
               const std::function<void(unsigned, std::size_t)>& work) {
  std::atomic<std::size_t> next{0};
  std::mutex mutex;
  std::exception_ptr error;
  const auto run = [&](unsigned thread) {
    try {
      for (std::size_t piece = next++; piece < pieces; piece = next++) {
        if (cancel != nullptr) cancel->check();
        work(thread, piece);
      }
    } catch (...) {
      next = pieces;
      const std::lock_guard lock(mutex);
      if (!error) error = std::current_exception();
    }
  };
  const auto count =
      static_cast<unsigned>(std::min<std::size_t>(threads_for(threads), std::max<std::size_t>(pieces, 1)));
  std::vector<std::thread> others;
  try {
    for (unsigned i = 1; i < count; ++i) others.emplace_back(run, i);
  } catch (const std::system_error&) {
    // The system has no more threads: those that are there do the work.
  }
  run(0);
  for (std::thread& one : others) one.join();
  if (error) std::rethrow_exception(error);
}

}  // namespace counterpart::linkage
