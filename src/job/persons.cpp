#include "job/persons.hpp"

#include <fmt/format.h>

#include <exception>
#include <thread>

#include "base/digest.hpp"
#include "base/size.hpp"
#include "job/run.hpp"
#include "record/record.hpp"

namespace counterpart {
namespace {

constexpr linkage::Row kLookEvery = 1 << 16;  // rows between two looks at the memory

}  // namespace

Persons::Persons(const Job& job, const Plan& plan, bool one_side, const CancelToken& cancel)
    : job_(job),
      plan_(plan),
      cancel_(cancel),
      table_(plan.linkage->spec, one_side),
      left_{{side_limits(job.memory_bytes).id_memory_bytes, side_limits(job.memory_bytes).folder}, {}},
      right_{{side_limits(job.memory_bytes).id_memory_bytes, side_limits(job.memory_bytes).folder}, {}} {}

void Persons::take(Side side, SideCursor& cursor) {
  Rows& rows = of(side);
  std::vector<Value> values;
  for (; !cursor.at_end(); cursor.advance()) {
    const std::string_view record = cursor.current().record;
    unpack(record, values);
    rows.keyless.push_back(!table_.add(side, values));
    rows.store.add(record);
    if (rows.store.rows() % kLookEvery != 0) continue;
    cancel_.check();
    // The other side may be at work on the table, so that only what is certain is counted.
    const std::size_t codes = plan_.linkage->spec.comparisons.size() + plan_.linkage->spec.blocks.size();
    check_memory(rows.store.rows() * codes * sizeof(linkage::Code));
  }
}

void Persons::check_memory(std::uint64_t bytes) const {
  if (bytes <= job_.memory_bytes) return;
  throw Error(ErrorKind::policy, fmt::format("the persons to compare take more than the memory of {}",
                                             format_size(job_.memory_bytes)))
      .hint(
          "set memory = \"…\" in the job file, or --memory: a million persons a side take some 400MiB; "
          "nothing was published");
}

void Persons::take_both(SideCursor& left, SideCursor& right, unsigned threads) {
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
