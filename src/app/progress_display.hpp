#pragma once
/// Shows what a run is doing: a line per side repainted on a terminal, one line per 30 s elsewhere, or status
/// events.

#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>

#include "app/terminal.hpp"
#include "base/progress.hpp"

namespace counterpart::app {

enum class ProgressMode { automatic, always, never };

/// One side in words: "internal  reading  120,000 records  page 12 of 100  61,000/s".
std::string describe_progress(const std::string& name, const SideProgress& side, double seconds);

class ProgressDisplay {
 public:
  /// Starts a thread that shows `progress` on stderr until this object goes. All references outlive it.
  ProgressDisplay(const RunProgress& progress, std::string left, std::string right, ProgressMode mode,
                  const Voice& voice);
  ~ProgressDisplay();
  ProgressDisplay(const ProgressDisplay&) = delete;
  ProgressDisplay& operator=(const ProgressDisplay&) = delete;

 private:
  enum class Style { none, repaint, lines, events };

  void show_until_stopped();
  void show(double seconds);

  const RunProgress& progress_;
  const std::string left_;
  const std::string right_;
  Style style_ = Style::none;
  bool painted_ = false;
  std::mutex mutex_;
  std::condition_variable stop_;
  bool stopped_ = false;
  std::thread thread_;
};

}  // namespace counterpart::app
