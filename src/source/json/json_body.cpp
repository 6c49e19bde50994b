#include "source/json/json_body.hpp"

#include <simdjson.h>

#include <string_view>

#include "base/utf8.hpp"
#include "counterpart/error.hpp"
#include "record/json_writer.hpp"

namespace counterpart {
namespace {

/// The first step of a pointer, unescaped; what is behind it remains in `pointer`.
std::string take_step(std::string_view& pointer) {
  pointer.remove_prefix(1);
  const std::string_view raw = pointer.substr(0, pointer.find('/'));
  pointer.remove_prefix(raw.size());
  std::string step;
  for (std::size_t at = 0; at < raw.size(); ++at) {
    const bool escaped = raw[at] == '~' && at + 1 < raw.size();
    step += !escaped ? raw[at] : raw[at + 1] == '0' ? '~' : '/';
    at += escaped ? 1 : 0;
  }
  return step;
}

[[noreturn]] void refuse(const std::string& cause) {
  throw Error(ErrorKind::job_file, cause).hint("body is JSON, and the pages' values go into objects of it");
}

void append_with(std::string& out, const simdjson::dom::element* element, std::string_view pointer,
                 std::string_view value) {
  if (pointer.empty()) {
    out += value;
    return;
  }
  const std::string step = take_step(pointer);
  simdjson::dom::object object;
  if (element != nullptr && element->get(object) != simdjson::SUCCESS)
    refuse("the body has no object where '" + printable(step, 60) + "' goes");
  bool placed = false;
  out += '{';
  if (element != nullptr) {
    for (const auto [name, member] : object) {
      if (out.back() != '{') out += ',';
      append_json_string(out, name);
      out += ':';
      if (name == step) {
        append_with(out, &member, pointer, value);
        placed = true;
      } else {
        out += simdjson::minify(member);
      }
    }
  }
  if (!placed) {
    if (out.back() != '{') out += ',';
    append_json_string(out, step);
    out += ':';
    append_with(out, nullptr, pointer, value);
  }
  out += '}';
}

}  // namespace

std::string with_value(const std::string& body, const std::string& pointer, const std::string& value) {
  simdjson::dom::parser parser;
  simdjson::dom::element root;
  const bool empty = body.empty();
  if (!empty && parser.parse(body).get(root) != simdjson::SUCCESS)
    refuse("the body of the request is not JSON");
  std::string made;
  append_with(made, empty ? nullptr : &root, pointer, value);
  return made;
}

}  // namespace counterpart
