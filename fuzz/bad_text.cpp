// The input is text as a server may send it inside of a page, whatever its bytes.
#include <cctype>

#include "fuzz/page.hpp"

namespace counterpart {
namespace {

using fuzz::require;

void check_marks(const std::string& text) {
  std::string mark;
  const auto marked = mark_bad_text(text, mark);
  if (!marked) {
    require(mark.empty() || is_valid_utf8(text), "text without damage is UTF-8");
    return;
  }
  require(text.find(mark) == std::string::npos, "a mark is not in the text");
  require(marked->find(mark) != std::string::npos, "a mark is where the damage was");
  require(is_valid_utf8(*marked), "marked text is UTF-8");
  std::string other;
  require(!mark_bad_text(*marked, other), "marking leaves no damage");
  require(other != mark, "a used mark is not used again");
}

bool is_unit(std::string_view text) {
  if (text.size() < 6 || text[0] != '\\' || text[1] != 'u') return false;
  for (const char c : text.substr(2, 4)) {
    if (std::isxdigit(static_cast<unsigned char>(c)) == 0) return false;
  }
  return true;
}

/// `text` without what JSON itself forbids in a string: bad bytes and halves of surrogate pairs stay.
std::string as_content(std::string_view text) {
  std::string content;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool stays =
        c == '\\' ? is_unit(text.substr(i)) : c != '"' && static_cast<unsigned char>(c) >= 0x20;
    content += stays ? c : '-';
  }
  return content;
}

/// One damaged text makes neither its page unreadable nor the other records on it.
void check_page(const std::string& content) {
  std::string mark;
  mark_bad_text(content, mark);
  if (mark.empty()) return;
  JsonPage page;
  const std::string text = "[{\"id\":1,\"name\":\"" + content + "\"},{\"id\":2,\"name\":\"sound\"}]";
  require(fuzz::parses(page, text), "bad text makes no page unreadable");
  const ReadSpec spec{.fields = {{"id"}, {"name"}}};
  RecordBuilder builder(spec);
  RecordBatch batch;
  JsonRecordReader reader(spec);
  std::vector<simdjson::dom::element> records;
  page.list_at(JsonPath::parse("", ErrorKind::job_file), records);
  for (const simdjson::dom::element record : records) {
    builder.begin();
    reader.read(record, builder);
    if (page.damaged()) page.refuse_damaged(record, spec, builder);
    builder.end({}, batch);
  }
  require(batch.size() + batch.rejects().size() == 2, "each record is taken or rejected");
  require(batch.size() == (mark_bad_text(content, mark) ? 1 : 2), "a record is rejected if it is damaged");
}

}  // namespace
}  // namespace counterpart

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text = counterpart::fuzz::Input(data, size).rest();
  counterpart::check_marks(text);
  counterpart::check_page(counterpart::as_content(text));
  return 0;
}
