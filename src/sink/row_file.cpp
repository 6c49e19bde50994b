#include "sink/row_file.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

#include "record/json_writer.hpp"
#include "record/record.hpp"

namespace counterpart {
namespace {

/// Full-width forms of = + - @, which spreadsheets take for the same under some locales.
constexpr std::string_view kWideFormulas[] = {"\uFF1D", "\uFF0B", "\uFF0D", "\uFF20"};

bool looks_like_formula(std::string_view text) {
  if (text.empty()) return false;
  if (std::string_view("=+-@\t\r\n").find(text.front()) != std::string_view::npos) return true;
  return std::any_of(std::begin(kWideFormulas), std::end(kWideFormulas),
                     [text](std::string_view wide) { return text.starts_with(wide); });
}

constexpr std::array<bool, 256> kQuoted = [] {
  std::array<bool, 256> table{};
  for (const unsigned char c : {'"', ',', '\r', '\n'}) table[c] = true;
  return table;
}();

bool needs_quotes(std::string_view text) {
  if (text.empty() || text.front() == ' ' || text.back() == ' ') return true;
  // Most texts need none, so that nothing is won by stopping early.
  bool any = false;
  for (const char c : text) any |= kQuoted[static_cast<unsigned char>(c)];
  return any;
}

/// `before` stands in front of the text, inside of its quotes.
void append_csv_text(std::string& out, std::string_view before, std::string_view text) {
  if (!needs_quotes(text)) {
    out += before;
    out += text;
    return;
  }
  out += '"';
  out += before;
  for (std::size_t quote = text.find('"'); quote != std::string_view::npos; quote = text.find('"')) {
    out += text.substr(0, quote + 1);
    out += '"';
    text.remove_prefix(quote + 1);
  }
  out += text;
  out += '"';
}

}  // namespace

void append_csv_value(std::string& out, Value value, bool raw) {
  if (value.type() != Type::string) {
    append_text(out, value);
    return;
  }
  const std::string_view text = value.as_string();
  append_csv_text(out, !raw && looks_like_formula(text) ? "'" : "", text);
}

std::string without_formula_guard(const std::string& text) {
  const bool guarded = text.starts_with('\'') && looks_like_formula(std::string_view(text).substr(1));
  return guarded ? text.substr(1) : text;
}

RowFile::RowFile(RowFileSpec spec) : spec_(std::move(spec)), file_(spec_.path) {
  for (const Column& column : spec_.columns) {
    std::string key = keys_.empty() ? "{" : ",";
    append_json_string(key, column.name);
    keys_.push_back(key + ":");
  }
  if (spec_.kind == RowFileSpec::Kind::jsonl) return;
  for (const Column& column : spec_.columns) {
    if (&column != &spec_.columns.front()) lines_ += ',';
    append_csv_value(lines_, Value::string(column.name), spec_.raw);
  }
  lines_ += '\n';
  file_.write(lines_);
}

void RowFile::push(const RecordBatch& batch) {
  lines_.clear();
  for (std::size_t i = 0; i < batch.size(); ++i) {
    if (spec_.kind == RowFileSpec::Kind::csv) {
      append_csv(batch.record(i));
    } else {
      append_jsonl(batch.record(i));
    }
    lines_ += '\n';
  }
  file_.write(lines_);
}

void RowFile::append_csv(std::string_view record) {
  for (std::size_t i = 0; i < spec_.columns.size(); ++i) {
    if (i > 0) lines_ += ',';
    append_csv_value(lines_, take_value(record), spec_.raw);
  }
}

void RowFile::append_jsonl(std::string_view record) {
  for (const std::string& key : keys_) {
    lines_ += key;
    append_json_value(lines_, take_value(record));
  }
  lines_ += keys_.empty() ? "{}" : "}";
}

void RowFile::prepare() {
  file_.sync();
}

void RowFile::commit() {
  file_.commit();
}

std::unique_ptr<RecordSink> open_row_file(RowFileSpec spec) {
  return std::make_unique<RowFile>(std::move(spec));
}

}  // namespace counterpart
