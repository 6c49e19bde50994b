#include "support/rest_reading.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "record/record.hpp"
#include "source/rest/rest_source.hpp"

namespace counterpart::test {

RestSpec quick_spec(const std::string& url) {
  RestSpec spec;
  spec.url = url;
  spec.records = "/users";
  spec.connect_timeout_ms = 1000;
  spec.first_byte_timeout_ms = 10'000;
  spec.stall_timeout_ms = 10'000;
  spec.total_timeout_ms = 20'000;
  spec.retry_attempts = 3;
  spec.retry_first_pause_ms = 20;
  return spec;
}

std::size_t Reading::count() const {
  return rows.size() - static_cast<std::size_t>(std::count(rows.begin(), rows.end(), "--"));
}

std::vector<std::string> Reading::records() const {
  std::vector<std::string> kept;
  std::copy_if(rows.begin(), rows.end(), std::back_inserter(kept),
               [](const std::string& row) { return row != "--"; });
  return kept;
}

namespace {

Reading read(const RestSpec& spec, const std::vector<std::string>& more, std::uint64_t memory_bytes,
             const Keeping& keeping) {
  ReadSpec wanted{.fields = {{.name = "id", .type = Type::int64, .required = true},
                             {.name = "name", .type = Type::string}},
                  .id = 0};
  for (const std::string& name : more) wanted.fields.push_back({.name = name});
  SideProgress progress;
  CancelToken cancel;
  Reading reading;
  try {
    const auto stream = open_rest_source(spec, SourceContext{wanted, progress, cancel, memory_bytes, nullptr,
                                                             "partner", keeping.record, keeping.journal});
    RecordBatch batch;
    std::vector<Value> values;
    while (stream->next(batch)) {
      for (std::size_t i = 0; i < batch.size(); ++i) {
        unpack(batch.record(i), values);
        std::string& row = reading.rows.emplace_back();
        for (const Value& value : values) row += (row.empty() ? "" : "|") + to_text(value);
      }
      for (const Reject& reject : batch.rejects())
        reading.rejects.push_back(reject.origin.text() + ": " + reject.reason);
      reading.rows.emplace_back("--");
    }
    reading.report = stream->report();
    reading.missing = stream->missing_fields();
  } catch (const Error& error) {
    reading.error = fmt::format("{}: {}", exit_code(error.kind()), error.what());
    if (error.hint().empty()) reading.error += " (no hint)";
  }
  return reading;
}

}  // namespace

Reading read_all(const RestSpec& spec, const std::vector<std::string>& more, std::uint64_t memory_bytes) {
  return read(spec, more, memory_bytes, {});
}

Reading read_keeping(const RestSpec& spec, const Keeping& keeping) {
  return read(spec, {}, 64 << 20, keeping);
}

std::vector<std::string> users_between(unsigned first, unsigned last) {
  std::vector<std::string> users;
  for (unsigned id = first; id <= last; ++id) users.push_back(fmt::format("{0}|name {0}", id));
  return users;
}

std::vector<std::string> expected_rows(unsigned count, unsigned size) {
  std::vector<std::string> rows;
  for (unsigned id = 1; id <= count; ++id) {
    rows.push_back(fmt::format("{}|name {}", id, id));
    if (id % size == 0 || id == count) rows.emplace_back("--");
  }
  return rows;
}

}  // namespace counterpart::test
