#include "app/summary_view.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "app/terminal.hpp"
#include "base/size.hpp"

namespace counterpart::app {
namespace {

struct Line {
  const char* name;
  std::uint64_t SideLedger::*figure;
  bool always;
};

constexpr std::array<Line, 10> kLines{{
    {"read", &SideLedger::read, true},
    {"duplicate", &SideLedger::duplicate, true},
    {"rejected", &SideLedger::rejected, true},
    {"keyless", &SideLedger::keyless, true},
    {"matched", &SideLedger::matched, true},
    {"ambiguous", &SideLedger::ambiguous, true},
    {"unmatched", &SideLedger::unmatched, true},
    {"nulled", &SideLedger::nulled, false},
    {"conflicts", &SideLedger::conflicts, false},
    {"future dates", &SideLedger::future_dates, false},
}};

std::string side_fields(const SideLedger& side) {
  std::string json = "{";
  for (const Line& line : kLines) {
    std::string name = line.name;
    std::replace(name.begin(), name.end(), ' ', '_');
    json += fmt::format("\"{}\":{},", name, side.*line.figure);
  }
  json += fmt::format(
      "\"pages\":{},\"bytes\":{},\"retries\":{},\"spilled_bytes\":{},\"expected\":{},\"end_reason\":{}",
      side.pages, side.bytes, side.retries, side.spilled_bytes,
      side.expected ? std::to_string(*side.expected) : "null", json_text(side.end_reason));
  return json + "}";
}

/// How a side was read, for those who want to know more.
std::string reading_text(const SideLedger& side) {
  std::string text = fmt::format("{}: read to its end ({})", side.name, side.end_reason);
  if (side.pages > 0) text += fmt::format(", {} pages", format_count(side.pages));
  if (side.expected) text += fmt::format(", {} announced", format_count(*side.expected));
  return text + fmt::format(", {} received, {} retries, {} spilled\n", format_size(side.bytes), side.retries,
                            format_size(side.spilled_bytes));
}

}  // namespace

std::string summary_text(const Summary& summary, bool verbose) {
  const std::size_t width =
      std::max<std::size_t>({12, summary.left.name.size(), summary.right.name.size()}) + 2;
  std::string text =
      fmt::format("{:<14}{:>{}}{:>{}}\n", "", summary.left.name, width, summary.right.name, width);
  for (const Line& line : kLines) {
    const std::uint64_t left = summary.left.*line.figure;
    const std::uint64_t right = summary.right.*line.figure;
    if (!line.always && left == 0 && right == 0) continue;
    text +=
        fmt::format("{:<14}{:>{}}{:>{}}\n", line.name, format_count(left), width, format_count(right), width);
  }
  text += fmt::format("\n{} matches as of {}{} in {:.2f} s, peak memory {}\n", format_count(summary.matches),
                      summary.as_of, summary.dry_run ? " (dry run, nothing written)" : "",
                      summary.elapsed_seconds, format_size(summary.peak_memory_bytes));
  text += fmt::format("keys on both sides: {} one to one, {} one to many, {} many to one, {} many to many\n",
                      format_count(summary.keys.one_to_one), format_count(summary.keys.one_to_many),
                      format_count(summary.keys.many_to_one), format_count(summary.keys.many_to_many));
  text += fmt::format("digest {}  run {}\n", summary.digest, summary.run_id);
  if (verbose) text += reading_text(summary.left) + reading_text(summary.right);
  for (const std::string& output : summary.outputs) text += fmt::format("wrote {}\n", output);
  return text;
}

std::string summary_fields(const Summary& summary) {
  std::string json = fmt::format(
      "\"schema_version\":1,\"run_id\":{},\"job\":{},\"as_of\":{},\"dry_run\":{},\"elapsed_seconds\":{:.3f},"
      "\"matches\":{},",
      json_text(summary.run_id), json_text(summary.job), json_text(summary.as_of), summary.dry_run,
      summary.elapsed_seconds, summary.matches);
  json += fmt::format("\"digest\":{},\"peak_memory_bytes\":{},", json_text(summary.digest),
                      summary.peak_memory_bytes);
  json += fmt::format(
      "\"keys\":{{\"one_to_one\":{},\"one_to_many\":{},\"many_to_one\":{},\"many_to_many\":{}}},",
      summary.keys.one_to_one, summary.keys.one_to_many, summary.keys.many_to_one, summary.keys.many_to_many);
  json += fmt::format("\"sides\":{{{}:{},{}:{}}},", json_text(summary.left.name), side_fields(summary.left),
                      json_text(summary.right.name), side_fields(summary.right));
  json +=
      fmt::format("\"outputs\":{},\"warnings\":{}", json_list(summary.outputs), json_list(summary.warnings));
  return json;
}

}  // namespace counterpart::app
