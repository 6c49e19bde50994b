// The first line is a JSON Pointer or a JSONPath; what follows is a page.
#include <algorithm>

#include "fuzz/page.hpp"
#include "record/record.hpp"

namespace counterpart {
namespace {

using fuzz::found;
using fuzz::parses;
using fuzz::require;

using Elements = std::vector<simdjson::dom::element>;

void check_records(const JsonPage& page, const Elements& list, const std::string& mark) {
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

void check_path(const JsonPage& page, const JsonPath& path, const std::string& mark) {
  Elements selected;
  path.select(page.root(), selected);
  require(page.has(path) == !selected.empty(), "what is selected has a first");
  require(!path.singular() || selected.size() <= 1, "a singular path selects one at most");
  require(path.anchor().singular() && (selected.empty() || page.has(path.anchor())),
          "an anchor is one place");
  require(JsonPath::parse(path.text(), ErrorKind::api).text() == path.text(), "a path is its text");
  Elements records;
  const bool is_list = found([&] { page.list_at(path, records); });
  require(path.singular() || records.size() == selected.size() || !is_list, "what is selected is a record");
  check_records(page, records, mark);
  const bool is_one_list = is_list && path.singular();
  require(!found([&] { page.count_at(path); }) || !is_one_list, "a list is no count");
  require(!found([&] { page.flag_at(path); }) || !is_one_list, "a list is no flag");
  require(!found([&] { page.text_at(path); }) || !is_one_list, "a list is no text");
  require(!page.truthy_at(path) || !selected.empty(), "what is not there is not true");
}

void check(const std::string& path, std::string text) {
  JsonPage page;
  if (text.starts_with("\xEF\xBB\xBF")) text.erase(0, 3);
  std::string mark;
  mark_bad_text(text, mark);
  if (!parses(page, text)) return;
  require(page.damaged() || is_valid_utf8(text), "a page without damage is UTF-8");
  if (!fuzz::slow(path, text))
    found([&] { check_path(page, JsonPath::parse(path, ErrorKind::api), page.damaged() ? mark : ""); });

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
  const std::string path = input.line();
  counterpart::check(path, input.rest());
  return 0;
}
