#include "app/api_records.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <cstring>
#include <functional>
#include <numeric>
#include <utility>

#include "record/json_writer.hpp"
#include "record/record.hpp"
#include "source/byte_window.hpp"
#include "source/csv_source.hpp"
#include "source/jsonl_source.hpp"

namespace counterpart {
namespace {

constexpr std::uint64_t kMemoryBytes = 256ULL << 20;
constexpr std::size_t kBlockBytes = 1 << 18;

using Texts = std::vector<std::string>;

ReadSpec fields_as_text(const Texts& names) {
  ReadSpec spec;
  for (const std::string& name : names) spec.fields.push_back({name, Type::string});
  spec.id = names.size();  // none of them: an id may be null here
  return spec;
}

/// Opens the file, hands each record to `use`, and gives the names of its fields. A reject is an error.
Texts for_each_record(const FileSpec& file, const Texts& fields,
                      const std::function<void(const std::vector<Value>&)>& use) {
  const ReadSpec read = fields_as_text(fields);
  SideProgress progress;
  CancelToken cancel;
  const SourceContext context{read, progress, cancel, kMemoryBytes};
  const auto stream =
      file.kind == FileSpec::Kind::csv ? open_csv_source(file, context) : open_jsonl_source(file, context);
  RecordBatch batch;
  std::vector<Value> values;
  while (stream->next(batch)) {
    if (!batch.rejects().empty()) {
      const Reject& reject = batch.rejects().front();
      throw Error(ErrorKind::source,
                  fmt::format("{}: {}: {}", file.path.string(), reject.origin.text(), reject.reason));
    }
    for (std::size_t i = 0; i < batch.size(); ++i) {
      unpack(batch.record(i), values);
      use(values);
    }
  }
  return stream->field_names();
}

/// True for the digits that an int64 prints as: "007" and "+1" are texts.
bool is_integer(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc{} && end == text.data() + text.size() &&
         fmt::format_int(number).size() == text.size();
}

/// Per column: it has values and all of them are integers.
std::vector<char> integer_columns(const FileSpec& file, const Texts& columns) {
  std::vector<char> integers(columns.size(), true);
  std::vector<char> seen(columns.size(), false);
  for_each_record(file, columns, [&](const std::vector<Value>& values) {
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (values[i].is_null()) continue;
      seen[i] = true;
      integers[i] = integers[i] && is_integer(values[i].as_string());
    }
  });
  for (std::size_t i = 0; i < seen.size(); ++i) integers[i] = integers[i] && seen[i];
  return integers;
}

Texts csv_records(const FileSpec& file) {
  const Texts columns = for_each_record(file, {}, [](const auto&) {});
  const std::vector<char> integers = integer_columns(file, columns);
  Texts records;
  for_each_record(file, columns, [&](const std::vector<Value>& values) {
    std::string& json = records.emplace_back("{");
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (i > 0) json += ',';
      append_json_string(json, columns[i]);
      json += ':';
      if (integers[i] && !values[i].is_null()) {
        json += values[i].as_string();
      } else {
        append_json_value(json, values[i]);
      }
    }
    json += '}';
  });
  return records;
}

/// The lines that are not blank, as they stand; whether they are JSON is known already.
Texts jsonl_records(const FileSpec& file) {
  ByteWindow window(open_bytes(file.path), file.path.string(), kBlockBytes, longest_record(kMemoryBytes / 4));
  window.skip_mark();
  Texts records;
  for (std::uint64_t line = 1;; ++line) {
    char* end = nullptr;
    bool ended = false;
    while (end == nullptr && !ended) {
      const auto size = static_cast<std::size_t>(window.end() - window.begin());
      end = static_cast<char*>(std::memchr(window.begin(), '\n', size));
      if (end == nullptr) ended = !window.grow(line);
    }
    if (ended && window.begin() == window.end()) return records;
    std::string_view text(window.begin(),
                          static_cast<std::size_t>((ended ? window.end() : end) - window.begin()));
    const std::size_t first = text.find_first_not_of(" \t\r");
    if (first != std::string_view::npos)
      records.emplace_back(text.substr(first, text.find_last_not_of(" \t\r") + 1 - first));
    window.consume(ended ? window.end() : end + 1);
  }
}

/// The order in which the records stand by these keys.
std::vector<std::size_t> order_by(const std::vector<Texts>& keys) {
  std::vector<std::size_t> order(keys.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return keys[a] < keys[b]; });
  return order;
}

FileSpec file_at(const std::filesystem::path& path) {
  std::filesystem::path name = path.filename();
  if (name.extension() == ".gz" || name.extension() == ".zst") name = name.stem();
  FileSpec file;
  file.path = path;
  if (name.extension() == ".tsv") {
    file.delimiter = '\t';
  } else if (name.extension() == ".jsonl" || name.extension() == ".ndjson") {
    file.kind = FileSpec::Kind::jsonl;
  } else if (name.extension() != ".csv") {
    throw Error(ErrorKind::usage, path.string() + ": is neither CSV nor JSON Lines by its name")
        .hint("name it .csv, .tsv or .jsonl, with .gz or .zst behind if it is compressed");
  }
  return file;
}

}  // namespace

std::vector<std::string> load_api_records(const std::filesystem::path& path,
                                          const std::vector<std::string>& sort_by) {
  const FileSpec file = file_at(path);
  std::vector<Texts> keys;
  for_each_record(file, sort_by, [&](const std::vector<Value>& values) {
    Texts& key = keys.emplace_back();
    for (const Value value : values) key.push_back(to_text(value));
  });
  Texts records = file.kind == FileSpec::Kind::csv ? csv_records(file) : jsonl_records(file);
  if (sort_by.empty()) return records;
  if (keys.size() != records.size())
    throw Error(ErrorKind::source, path.string() + ": changed while it was read").may_retry();
  Texts sorted;
  sorted.reserve(records.size());
  for (const std::size_t index : order_by(keys)) sorted.push_back(std::move(records[index]));
  return sorted;
}

}  // namespace counterpart
