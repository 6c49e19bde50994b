#include "job/persons.hpp"

#include <fmt/format.h>
#include <malloc.h>

#include <algorithm>
#include <exception>
#include <thread>

#include "base/digest.hpp"
#include "base/file.hpp"
#include "base/size.hpp"
#include "job/memory.hpp"
#include "record/record.hpp"

namespace counterpart {
namespace {

constexpr linkage::Row kLookEvery = 1 << 16;  // rows between two looks at the memory
constexpr std::uint64_t kLeastTimes =
    2;  // of the codes alone: what a side's persons take, keys and values added

using What = OutputSpec::What;

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

Persons::Persons(const Job& job, const Plan& plan, bool one_side, bool whole, const CancelToken& cancel)
    : job_(job),
      plan_(plan),
      cancel_(cancel),
      table_(plan.linkage->spec, one_side),
      left_{{linkage_record_bytes(job.memory_bytes), temporary_folder()},
            told_fields(job, plan, Side::left, whole)},
      right_{{linkage_record_bytes(job.memory_bytes), temporary_folder()},
             told_fields(job, plan, Side::right, whole)} {}

void Persons::keep(const std::vector<Value>& values, std::string_view record, std::string& shortened,
                   Rows& rows) {
  if (std::find(rows.kept.begin(), rows.kept.end(), false) == rows.kept.end()) {
    rows.store.add(record);
    return;
  }
  shortened.clear();
  for (std::size_t i = 0; i < values.size(); ++i)
    append_value(shortened, rows.kept[i] ? values[i] : Value::null());
  rows.store.add(shortened);
}

void Persons::take(Side side, SideCursor& cursor) {
  Rows& rows = of(side);
  std::vector<Value> values;
  std::string shortened;
  for (; !cursor.at_end(); cursor.advance()) {
    const std::string_view record = cursor.current().record;
    unpack(record, values);
    rows.keyless.push_back(!table_.add(side, values));
    keep(values, record, shortened, rows);
    if (rows.store.rows() % kLookEvery != 0) continue;
    cancel_.check();
    // The other side may be at work on the table, so that only what is certain is counted.
    const std::size_t codes = plan_.linkage->spec.comparisons.size() + plan_.linkage->spec.blocks.size();
    check_memory(kLeastTimes * rows.store.rows() * codes * sizeof(linkage::Code));
  }
}

void Persons::check_memory(std::uint64_t bytes) const {
  const std::uint64_t share = linkage_person_bytes(job_.memory_bytes);
  if (bytes <= share) return;
  const auto times = static_cast<double>(bytes) / static_cast<double>(std::max<std::uint64_t>(share, 1));
  const double wanted = static_cast<double>(job_.memory_bytes) * times;
  throw Error(ErrorKind::policy,
              fmt::format("the persons to compare take {}, and may take {} of the memory of {}",
                          format_size(bytes), format_size(share), format_size(job_.memory_bytes)))
      .hint(fmt::format("set memory = \"{}MiB\" or more in the job file, or --memory; nothing was published",
                        (static_cast<std::uint64_t>(wanted) >> 20) + 16));
}

void Persons::take_both(SideCursor& left, SideCursor& right, unsigned threads) {
  // What reading is done with goes back to the system before the persons need it.
  ::malloc_trim(0);
  if (threads == 1) {
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
  finish(threads);
}

void Persons::finish(unsigned threads) {
  table_.finish(threads);
  check_memory(table_.bytes());
}

std::string Persons::id(Side side, linkage::Row row) {
  return to_text(field_of(record(side, row), plan_.side(side).read.id));
}

std::optional<linkage::Row> Persons::find(Side side, const std::string& id_text) {
  Rows& rows = of(side);
  if (rows.ids.empty()) {
    rows.ids.reserve(rows.store.rows());
    for (linkage::Row row = 0; row < rows.store.rows(); ++row) rows.ids.emplace(id(side, row), row);
  }
  const auto found = rows.ids.find(id_text);
  if (found == rows.ids.end()) return std::nullopt;
  return found->second;
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
