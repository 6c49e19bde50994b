#include "sink/load_tally.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <chrono>
#include <utility>

#include "base/calendar.hpp"
#include "base/utf8.hpp"
#include "sink/identifier.hpp"

namespace counterpart {
namespace {

/// Room for what a percentage loses on its way through binary fractions: far less than a row.
constexpr double kRounding = 1e-9;

std::string now() {
  return format_timestamp(std::chrono::duration_cast<std::chrono::microseconds>(
                              std::chrono::system_clock::now().time_since_epoch())
                              .count());
}

}  // namespace

LoadTally::LoadTally(const TableSpec& spec, std::string place) : spec_(spec), place_(std::move(place)) {
  for (const std::string& name : spec.key) {
    for (std::size_t i = 0; i < spec.columns.size(); ++i) {
      if (same_name(spec.columns[i].name, name)) key_.push_back(i);
    }
  }
}

void LoadTally::add(std::string_view record, const std::vector<Value>& values) {
  for (const std::size_t column : key_) {
    if (!values[column].is_null()) continue;
    throw Error(ErrorKind::policy, fmt::format("{}: row {} has no value in '{}', which is in the key", place_,
                                               rows_ + 1, printable(spec_.columns[column].name)))
        .hint("take another key, or give that column a value in every row");
  }
  digest_.add(record);
  ++rows_;
}

void LoadTally::check_allowed(std::optional<std::uint64_t> rows_before) const {
  if (rows_ < spec_.min_rows) {
    throw Error(ErrorKind::policy,
                fmt::format("{}: {} rows came, min_rows is {}", place_, rows_, spec_.min_rows))
        .hint("nothing was published; look at the sources, or lower min_rows if so few can be right");
  }
  if (!rows_before || !spec_.max_shrink || rows_ >= *rows_before) return;
  const double gone = static_cast<double>(*rows_before - rows_);
  if (gone <= static_cast<double>(*rows_before) * *spec_.max_shrink + kRounding) return;
  throw Error(ErrorKind::policy,
              fmt::format("{}: {} rows would take the place of {}, {:.1f} % fewer; max_shrink is {:g} %",
                          place_, rows_, *rows_before, 100 * gone / static_cast<double>(*rows_before),
                          100 * *spec_.max_shrink))
      .hint("nothing was published; look at the sources, or raise max_shrink if so many can go");
}

LoadRecord LoadTally::record(std::uint64_t rows_after) const {
  LoadRecord record;
  record.run = spec_.run;
  record.table = spec_.table;
  record.mode = mode_name(spec_.mode);
  record.rows = rows_;
  record.rows_after = rows_after;
  record.digest = digest_.hex();
  record.finished_at = now();
  return record;
}

Error LoadTally::key_twice() const {
  return Error(ErrorKind::policy,
               fmt::format("{}: two rows of this run have the same key ({})", place_, key_text(spec_)))
      .hint("take a key that no two rows share, such as both ids; nothing was published");
}

std::string_view mode_name(TableSpec::Mode mode) noexcept {
  switch (mode) {
    case TableSpec::Mode::replace: return "replace";
    case TableSpec::Mode::append: return "append";
    case TableSpec::Mode::upsert: return "upsert";
  }
  return {};
}

std::string key_text(const TableSpec& spec) {
  return printable(fmt::format("{}", fmt::join(spec.key, ", ")));
}

}  // namespace counterpart
