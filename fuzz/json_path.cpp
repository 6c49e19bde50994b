// The first line is a JSON Pointer or a JSONPath; what follows is a page.
#include "fuzz/page.hpp"

namespace counterpart {
namespace {

using fuzz::require;
using Elements = std::vector<simdjson::dom::element>;

std::vector<std::string> texts(const Elements& elements) {
  std::vector<std::string> made;
  for (const simdjson::dom::element element : elements) made.push_back(simdjson::minify(element));
  return made;
}

void check_selection(const JsonPage& page, const JsonPath& path) {
  Elements selected;
  path.select(page.root(), selected);
  require(!path.singular() || selected.size() <= 1, "a singular path selects one place at most");
  const auto first = path.first(page.root());
  require(first.has_value() == !selected.empty(), "what is selected has a first");
  require(!first || texts({*first}) == texts({selected.front()}), "the first is that of the selection");
  const JsonPath anchor = path.anchor();
  require(anchor.singular(), "an anchor is one place");
  require(selected.empty() || anchor.first(page.root()), "what is selected is at or below the anchor");

  Elements again;
  JsonPath::parse(path.text(), ErrorKind::api).select(page.root(), again);
  require(texts(again) == texts(selected), "a path is its text");
  if (!path.text().starts_with('$')) return;
  again.clear();
  JsonPath::parse(path.text() + "[*]", ErrorKind::api).select(page.root(), again);
  std::size_t children = 0;
  for (const simdjson::dom::element element : selected) {
    if (element.is_array()) children += simdjson::dom::array(element).size();
    if (element.is_object()) children += simdjson::dom::object(element).size();
  }
  require(again.size() == children, "a wildcard selects the children");
}

/// A name is found by a pointer and by a path, however it is escaped, and even if it looks like a path.
void check_name(const std::string& name) {
  std::string pointer = "/";
  for (const char c : name) {
    if (c == '"' || c == '\\' || c == '\'' || static_cast<unsigned char>(c) < 0x20) return;
    pointer += c == '~' ? "~0" : c == '/' ? "~1" : std::string{c};
  }
  if (!is_valid_utf8(name)) return;
  JsonPage page;
  require(fuzz::parses(page, "{\"" + name + "\":7,\"\\u0000\":8}"), "a name makes a page");
  for (const std::string& path : {pointer, "$['" + name + "']", "$[\"" + name + "\"]"})
    require(page.count_at(JsonPath::parse(path, ErrorKind::job_file)) == 7, "a name leads to its value");
}

}  // namespace
}  // namespace counterpart

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace counterpart;
  fuzz::Input input(data, size);
  const std::string path = input.line();
  const std::string text = input.rest();
  if (path.size() < 500) check_name(path);
  JsonPage page;
  if (fuzz::slow(path, text) || !fuzz::parses(page, text)) return 0;
  fuzz::found([&] { check_selection(page, JsonPath::parse(path, ErrorKind::api)); });
  return 0;
}
