#include "app/summary_view.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "app/linkage_view.hpp"
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
  if (side.from_api) {
    json += fmt::format(
        "\"resumed_pages\":{},\"received\":{},\"distinct\":{},\"total_drift\":{},\"order_violations\":{},"
        "\"rate_limit_waits\":{},\"rate_limit_wait_seconds\":{:.3f},",
        side.resumed_pages, side.read, side.distinct(), side.total_drift, side.order_violations,
        side.limit_waits, side.limited_seconds);
  }
  json += fmt::format(
      "\"pages\":{},\"bytes\":{},\"retries\":{},\"spilled_bytes\":{},\"expected\":{},\"end_reason\":{}",
      side.pages, side.bytes, side.retries, side.spilled_bytes,
      side.expected ? std::to_string(*side.expected) : "null", json_text(side.end_reason));
  return json + "}";
}

/// What proves that an API was read whole.
std::string completeness_text(const SideLedger& side) {
  std::string text = fmt::format("{}: {}, ", side.name, format_count(side.pages, "page"));
  if (side.resumed_pages != 0)
    text += fmt::format("{} of them kept from an interrupted run, ", format_count(side.resumed_pages));
  text += side.expected ? format_count(*side.expected) + " records announced" : "no total announced";
  text += fmt::format(", {} received, {} distinct; ended by {}", format_count(side.read),
                      format_count(side.distinct()), side.end_reason);
  if (side.total_drift != 0) text += fmt::format("; the total moved by {}", format_count(side.total_drift));
  if (side.retries != 0) text += fmt::format("; {} requests made again", format_count(side.retries));
  if (side.limit_waits != 0)
    text += fmt::format("; {:.1f} s waited for rate limits ({})", side.limited_seconds,
                        format_count(side.limit_waits, "time"));
  return text + "\n";
}

/// How a side was read, for those who want to know more; `by_key` if its records have keys with an order.
std::string reading_text(const SideLedger& side, bool by_key) {
  std::string text = fmt::format("{}: read to its end ({}), {} received, {} spilled", side.name,
                                 side.end_reason, format_size(side.bytes), format_size(side.spilled_bytes));
  if (side.from_api && by_key)
    text += side.order_violations == 0
                ? "; it came in the order of the key's first part"
                : fmt::format("; {} out of order", format_count(side.order_violations, "record"));
  return text + "\n";
}

std::string phase_text(const PhaseReport& phase) {
  std::string text =
      fmt::format("{}: {:.2f} s, {:.2f} s of them at work", phase.name, phase.seconds, phase.busy_seconds);
  if (phase.records != 0 && phase.seconds > 0)
    text += fmt::format(
        ", {} records/s",
        format_count(static_cast<std::uint64_t>(static_cast<double>(phase.records) / phase.seconds)));
  return text + "\n";
}

std::string phase_fields(const std::vector<PhaseReport>& phases) {
  std::string json;
  for (const PhaseReport& phase : phases) {
    json += fmt::format("{}{{\"name\":{},\"seconds\":{:.3f},\"busy_seconds\":{:.3f},\"records\":{}}}",
                        json.empty() ? "" : ",", json_text(phase.name), phase.seconds, phase.busy_seconds,
                        phase.records);
  }
  return "[" + json + "]";
}

std::string keys_text(const KeyShapes& keys) {
  return fmt::format("keys on both sides: {} one to one, {} one to many, {} many to one, {} many to many\n",
                     format_count(keys.one_to_one), format_count(keys.one_to_many),
                     format_count(keys.many_to_one), format_count(keys.many_to_many));
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
  text += fmt::format("\n{} {} as of {}{} in {:.2f} s, peak memory {}\n", format_count(summary.matches),
                      summary.matches == 1 ? "match" : "matches", summary.as_of,
                      summary.dry_run ? " (dry run, nothing written)" : "", summary.elapsed_seconds,
                      format_size(summary.peak_memory_bytes));
  text += summary.linkage ? linkage_text(*summary.linkage, verbose) : keys_text(summary.keys);
  for (const SideLedger* side : {&summary.left, &summary.right}) {
    if (side->from_api) text += completeness_text(*side);
  }
  text += fmt::format("digest {}  run {}\n", summary.digest, summary.run_id);
  if (verbose) {
    for (const SideLedger* side : {&summary.left, &summary.right})
      text += reading_text(*side, !summary.linkage);
    for (const PhaseReport& phase : summary.phases) text += phase_text(phase);
    text += fmt::format("held up longest by {}\n", summary.bottleneck);
  }
  for (const std::string& output : summary.outputs) text += fmt::format("wrote {}\n", shown(output));
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
  if (summary.linkage) json += linkage_fields(*summary.linkage);
  json += fmt::format("\"sides\":{{{}:{},{}:{}}},", json_text(summary.left.name), side_fields(summary.left),
                      json_text(summary.right.name), side_fields(summary.right));
  json += fmt::format("\"phases\":{},\"bottleneck\":{},", phase_fields(summary.phases),
                      json_text(summary.bottleneck));
  json +=
      fmt::format("\"outputs\":{},\"warnings\":{}", json_list(summary.outputs), json_list(summary.warnings));
  return json;
}

}  // namespace counterpart::app
