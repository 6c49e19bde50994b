#include "source/rest/completeness.hpp"

#include <fmt/format.h>

#include <utility>

#include "base/size.hpp"

namespace counterpart {
namespace {

void fall_short(const RestSpec& spec, const std::string& text, SourceReport& report) {
  if (spec.fail_on_shortfall) {
    throw Error(ErrorKind::api, text)
        .hint(
            "records may have been deleted while reading: run the job again, or set on_shortfall = \"warn\"");
  }
  report.warnings.push_back(text);
}

void check_walk(const RestSpec& spec, const std::string& address, const Walk& walk, SourceReport& report) {
  const Announced& announced = walk.paginator->announced();
  if (announced.items.most && walk.received != *announced.items.most) {
    const std::string text = fmt::format("{}: the API says that it has {} records and gave {}", address,
                                         format_count(*announced.items.most), format_count(walk.received));
    if (walk.received < *announced.items.most) {
      fall_short(spec, text, report);
    } else {
      report.warnings.push_back(text);
    }
  }
  if (announced.pages.fell_to) {
    fall_short(spec,
               fmt::format("{}: the API announced {} pages and then {}", address,
                           format_count(*announced.pages.most), format_count(*announced.pages.fell_to)),
               report);
  }
}

}  // namespace

std::optional<std::uint64_t> expected_items(const Walks& walks) {
  std::uint64_t sum = 0;
  for (const Walk& walk : walks.all()) {
    const auto& most = walk.paginator->announced().items.most;
    if (!most) return std::nullopt;
    sum += *most;
  }
  return sum;
}

std::uint64_t total_drift(const Walks& walks) {
  std::uint64_t drift = 0;
  for (const Walk& walk : walks.all()) {
    const Announced& announced = walk.paginator->announced();
    drift += announced.items.most ? announced.items.drift() : announced.pages.drift();
  }
  return drift;
}

void PageSizes::note(std::uint64_t before, const PageFacts& facts, std::uint64_t asked,
                     const std::string& address, SourceReport& report) {
  if (before == 0 || before >= asked || facts.records == 0 || facts.index == 0) return;
  if (std::exchange(warned_, true)) return;
  report.warnings.push_back(
      fmt::format("{} gives pages of {} records although {} were asked for", address, before, asked));
}

void refuse_lost_first_page(const RestSpec& spec, const std::string& address, SourceReport& report) {
  const std::int64_t before = spec.pages.first - 1;
  const std::string text = fmt::format("{}: page {} has records too, and the job file begins with page {}",
                                       address, before, spec.pages.first);
  if (spec.fail_on_shortfall) {
    throw Error(ErrorKind::api, text)
        .hint(fmt::format("set first = {} under [pages] if the API counts so; name its total_items, or set "
                          "on_shortfall = \"warn\", if page {} is something else",
                          before, before));
  }
  report.warnings.push_back(text);
}

void check_completeness(const RestSpec& spec, const std::string& address, const Walks& walks,
                        SourceReport& report) {
  for (const Walk& walk : walks.all()) check_walk(spec, address + walk.label, walk, report);
}

}  // namespace counterpart
