#include "app/progress_display.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <chrono>
#include <utility>

#include "base/size.hpp"

namespace counterpart::app {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kRepaintEvery{100};
constexpr milliseconds kEventEvery{1000};
constexpr milliseconds kLineEvery{30'000};

const char* phase_name(Phase phase) {
  switch (phase) {
    case Phase::connecting: return "connecting";
    case Phase::reading: return "reading";
    case Phase::ordering: return "ordering";
    case Phase::matching: return "matching";
    case Phase::done: return "done";
  }
  return "";
}

std::string event_of(const std::string& name, const SideProgress& side) {
  return fmt::format("{}:{{\"phase\":\"{}\",\"records\":{},\"bytes\":{},\"pages\":{},\"pages_total\":{}}}",
                     json_text(name), phase_name(side.phase), side.records.load(), side.bytes.load(),
                     side.pages.load(), side.pages_total.load());
}

}  // namespace

std::string describe_progress(const std::string& name, const SideProgress& side, double seconds) {
  std::string text =
      fmt::format("{:<12} {:<10} {:>12} records", name, phase_name(side.phase), format_count(side.records));
  if (side.pages > 0 && side.pages_total > 0) {
    text += fmt::format("  page {} of {}", format_count(side.pages), format_count(side.pages_total));
  } else if (side.pages > 0) {
    text += fmt::format("  page {}", format_count(side.pages));
  }
  if (seconds > 0 && side.phase == Phase::reading) {
    text += fmt::format(
        "  {}/s",
        format_count(static_cast<std::uint64_t>(static_cast<double>(side.records.load()) / seconds)));
  }
  return text;
}

ProgressDisplay::ProgressDisplay(const RunProgress& progress, std::string left, std::string right,
                                 ProgressMode mode, const Voice& voice)
    : progress_(progress), left_(std::move(left)), right_(std::move(right)) {
  if (voice.json) {
    style_ = mode == ProgressMode::never ? Style::none : Style::events;
  } else if (mode == ProgressMode::never || voice.quiet) {
    style_ = Style::none;
  } else {
    style_ = mode == ProgressMode::always || is_rich_terminal(STDERR_FILENO) ? Style::repaint : Style::lines;
  }
  if (style_ != Style::none) thread_ = std::thread([this] { show_until_stopped(); });
}

ProgressDisplay::~ProgressDisplay() {
  {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
  }
  stop_.notify_all();
  if (thread_.joinable()) thread_.join();
  if (painted_) print_error_stream("\x1b[2A\x1b[J");
}

void ProgressDisplay::show_until_stopped() {
  const auto start = std::chrono::steady_clock::now();
  const milliseconds interval = style_ == Style::repaint  ? kRepaintEvery
                                : style_ == Style::events ? kEventEvery
                                                          : kLineEvery;
  std::unique_lock lock(mutex_);
  while (!stop_.wait_for(lock, interval, [this] { return stopped_; })) {
    show(std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
  }
}

void ProgressDisplay::show(double seconds) {
  if (style_ == Style::events) {
    print_event("status", fmt::format("\"elapsed_seconds\":{:.1f},\"matches\":{},\"sides\":{{{},{}}}",
                                      seconds, progress_.matches.load(), event_of(left_, progress_.left),
                                      event_of(right_, progress_.right)));
    return;
  }
  const std::string left = describe_progress(left_, progress_.left, seconds);
  const std::string right = describe_progress(right_, progress_.right, seconds);
  if (style_ == Style::lines) {
    print_error_stream(fmt::format("{:.0f} s: {}; {}\n", seconds, left, right));
    return;
  }
  print_error_stream(fmt::format("{}\x1b[K{}\n\x1b[K{}\n", painted_ ? "\x1b[2A" : "", left, right));
  painted_ = true;
}

}  // namespace counterpart::app
