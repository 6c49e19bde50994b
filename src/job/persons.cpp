#include "job/persons.hpp"

#include <fmt/format.h>
#include <malloc.h>

#include <algorithm>
#include <exception>
#include <functional>
#include <thread>
#include <utility>

#include "base/digest.hpp"
#include "base/file.hpp"
#include "base/size.hpp"
#include "job/memory.hpp"
#include "record/record.hpp"
#include "sink/row_file.hpp"

namespace counterpart {
namespace {

constexpr linkage::Row kLookEvery = 1 << 14;  // rows between two looks at the memory
// What a scored pair takes until it is decided: itself, its place in the assignment, and the link.
constexpr std::uint64_t kPairBytes = 136;

using What = OutputSpec::What;

std::uint32_t short_hash(std::string_view text) {
  return static_cast<std::uint32_t>(std::hash<std::string_view>{}(text));
}

void mark(const DerivedColumn& column, Side side, std::vector<bool>& kept) {
  const auto keep = [&](const FieldRef& ref) {
    if (!ref.of_link && ref.side == side) kept[ref.field] = true;
  };
  if (const auto* from = std::get_if<FromField>(&column.rule)) keep(from->of);
  if (const auto* active = std::get_if<ActiveWithin>(&column.rule)) keep(active->of);
  if (const auto* first = std::get_if<Coalesce>(&column.rule)) {
    for (const FieldRef& ref : first->of) keep(ref);
  }
}

/// The fields of a side that the job tells of.
std::vector<bool> told_fields(const Job& job, const Plan& plan, Side side, bool whole) {
  const ReadSpec& read = plan.side(side).read;
  for (const OutputSpec& output : job.outputs)
    whole = whole ||
            (output.what != What::matches && output.what != What::possible && output.what != What::rejects);
  std::vector<bool> kept(read.fields.size(), whole);
  kept[read.id] = true;
  for (const DerivedColumn& column : plan.columns) mark(column, side, kept);
  return kept;
}

}  // namespace

Persons::Persons(const Job& job, const Plan& plan, bool one_side, bool whole, unsigned threads,
                 const CancelToken& cancel)
    : job_(job),
      plan_(plan),
      threads_(threads),
      cancel_(cancel),
      table_(plan.linkage->spec, one_side),
      left_{{linkage_record_bytes(job.memory_bytes), temporary_folder()},
            told_fields(job, plan, Side::left, whole)},
      right_{{linkage_record_bytes(job.memory_bytes), temporary_folder()},
             told_fields(job, plan, Side::right, whole)} {}

void Persons::keep(const std::vector<Value>& values, std::string_view record, Bytes& shortened, Rows& rows) {
  if (std::find(rows.kept.begin(), rows.kept.end(), false) == rows.kept.end()) {
    rows.store.add(record);
    return;
  }
  shortened.clear();
  for (std::size_t i = 0; i < values.size(); ++i)
    append_value(shortened, rows.kept[i] ? values[i] : Value::null());
  rows.store.add(shortened.view());
}

void Persons::take(Side side, SideCursor& cursor) {
  Rows& rows = of(side);
  std::vector<Value> values;
  Bytes shortened;
  for (; !cursor.at_end(); cursor.advance()) {
    // What does not fit is counted to its end, so that it can be told what it would need.
    if (++rows.all % kLookEvery == 0) cancel_.check();
    if (too_large_) continue;
    const std::string_view record = cursor.current().record;
    unpack(record, values);
    rows.keyless.push_back(!table_.add(side, values));
    keep(values, record, shortened, rows);
    if (rows.all % kLookEvery == 0) look_at_memory(side);
  }
  look_at_memory(side);
}

void Persons::look_at_memory(Side side) {
  const std::size_t which = side == Side::left ? 0 : 1;
  added_bytes_[which] = table_.added_bytes(side);
  added_rows_[which] = of(side).store.rows();
  if (needed_bytes() > linkage_person_bytes(job_.memory_bytes)) too_large_ = true;
}

std::uint64_t Persons::needed_bytes() const {
  return added_bytes_[0] + added_bytes_[1] +
         table_.finishing_bytes(added_rows_[0] + added_rows_[1], threads_);
}

std::uint64_t Persons::foreseen_bytes() const {
  const Side larger = added_rows_[0] >= added_rows_[1] ? Side::left : Side::right;
  const std::uint64_t rows = left_.all + right_.all;
  const std::uint64_t bytes = table_.foreseen_bytes(larger, rows) + table_.finishing_bytes(rows, threads_);
  return bytes + bytes / 8;
}

void Persons::check_memory(std::uint64_t bytes) const {
  const std::uint64_t share = linkage_person_bytes(job_.memory_bytes);
  if (bytes <= share) return;
  throw Error(ErrorKind::policy,
              fmt::format("the persons to compare need about {}, and may take {} of the memory of {}",
                          format_size(bytes), format_size(share), format_size(job_.memory_bytes)))
      .hint(fmt::format("set memory = \"{}MiB\" in the job file, or --memory; nothing was published",
                        linkage_memory_for(bytes) >> 20));
}

void Persons::check_pairs(std::size_t pairs) const {
  check_memory(table_.bytes() + pairs * kPairBytes);
}

void Persons::take_both(SideCursor& left, SideCursor& right) {
  // What reading is done with goes back to the system before the persons need it.
  ::malloc_trim(0);
  if (threads_ == 1) {
    take(Side::left, left);
    take(Side::right, right);
  } else {
    std::exception_ptr failure;
    {
      const std::jthread other([&] {
        try {
          take(Side::right, right);
        } catch (...) {
          failure = std::current_exception();
        }
      });
      take(Side::left, left);
    }
    if (failure) std::rethrow_exception(failure);
  }
  finish();
}

void Persons::finish() {
  if (too_large_) check_memory(std::max(needed_bytes(), foreseen_bytes()));
  table_.finish(threads_);
}

std::string Persons::id(Side side, linkage::Row row) {
  return to_text(field_of(record(side, row), plan_.side(side).read.id));
}

std::optional<linkage::Row> Persons::find(Side side, const std::string& id_text) {
  Rows& rows = of(side);
  if (rows.ids.empty()) {
    rows.ids.reserve(rows.store.rows());
    for (linkage::Row row = 0; row < rows.store.rows(); ++row)
      rows.ids.emplace_back(short_hash(id(side, row)), row);
    std::sort(rows.ids.begin(), rows.ids.end());
  }
  if (const auto found = find_exactly(side, id_text)) return found;
  const std::string plain = without_formula_guard(id_text);
  return plain == id_text ? std::nullopt : find_exactly(side, plain);
}

/// Different ids can have one hash.
std::optional<linkage::Row> Persons::find_exactly(Side side, const std::string& id_text) {
  const std::vector<std::pair<std::uint32_t, linkage::Row>>& ids = of(side).ids;
  const std::uint32_t hash = short_hash(id_text);
  for (auto at = std::lower_bound(ids.begin(), ids.end(), std::pair(hash, linkage::Row{0}));
       at != ids.end() && at->first == hash; ++at) {
    if (id(side, at->second) == id_text) return at->second;
  }
  return std::nullopt;
}

std::string Persons::digest(Side side, linkage::Row row) {
  const std::string_view its_record = record(side, row);
  RunningDigest digest;
  std::string text;
  for (const std::size_t field : plan_.side(side).shown) {
    text.clear();
    const Value value = field_of(its_record, field);
    text += value.is_null() ? '\0' : '\1';
    append_text(text, value);
    digest.add(text);
  }
  return digest.hex().substr(0, 16);
}

}  // namespace counterpart
