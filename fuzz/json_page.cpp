// The first line is a JSON Pointer; what follows is a page.
#include "source/json_page.hpp"

#include <algorithm>

#include "fuzz/input.hpp"
#include "record/record.hpp"

namespace counterpart {
namespace {

using fuzz::require;

bool parses(JsonPage& page, std::string text) {
  const std::size_t size = text.size();
  text.resize(size + simdjson::SIMDJSON_PADDING);
  return !page.parse(std::string_view(text).substr(0, size));
}

template <typename Find>
bool found(Find find) {
  try {
    find();
    return true;
  } catch (const Error& error) {
    fuzz::require_error(error, ErrorKind::api);
    return false;
  }
}

void check_records(const JsonPage& page, const simdjson::dom::array& list, const std::string& mark) {
  const ReadSpec spec{.fields = {{"id"}, {"name"}, {"home.city"}}};
  RecordBuilder builder(spec);
  RecordBatch batch;
  JsonRecordReader reader(spec);
  std::size_t records = 0;
  for (const simdjson::dom::element record : list) {
    simdjson::dom::object object;
    if (record.get(object) != simdjson::SUCCESS) continue;
    builder.begin();
    reader.read(object, builder);
    if (page.damaged()) page.refuse_damaged(object, spec, builder);
    builder.end({}, batch);
    ++records;
  }
  require(batch.size() + batch.rejects().size() == records, "each record is taken or rejected");
  std::vector<Value> values;
  for (std::size_t i = 0; i < batch.size(); ++i) {
    unpack(batch.record(i), values);
    for (const Value value : values) {
      const std::string text = to_text(value);
      require(is_valid_utf8(text), "values are UTF-8");
      require(mark.empty() || text.find(mark) == std::string::npos, "no damaged value is taken");
    }
  }
}

void check(const std::string& pointer, std::string text) {
  JsonPage page;
  if (text.starts_with("\xEF\xBB\xBF")) text.erase(0, 3);
  std::string mark;
  mark_bad_text(text, mark);
  if (!parses(page, text)) return;
  require(page.damaged() || is_valid_utf8(text), "a page without damage is UTF-8");
  const bool is_list = found([&] { check_records(page, page.list_at(pointer), page.damaged() ? mark : ""); });
  require(!found([&] { page.count_at(pointer); }) || !is_list, "a list is no count");
  require(!found([&] { page.flag_at(pointer); }) || !is_list, "a list is no flag");

  // A page that is cut short never passes for a whole one.
  const std::size_t end = text.find_last_not_of(" \t\r\n");
  if (text[end] != ']' && text[end] != '}') return;
  for (const std::size_t cut : {end, end / 2, end - std::min<std::size_t>(end, 1 + text.size() % 7)})
    require(!parses(page, text.substr(0, cut)), "a page is parsed whole or not at all");
}

}  // namespace
}  // namespace counterpart

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  counterpart::fuzz::Input input(data, size);
  const std::string pointer = input.line();
  counterpart::check(pointer, input.rest());
  return 0;
}
