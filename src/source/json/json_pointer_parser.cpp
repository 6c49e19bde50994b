/// The grammar of JSON Pointers (RFC 6901).

#include <fmt/format.h>

#include <utility>

#include "base/utf8.hpp"
#include "source/json/field_path.hpp"
#include "source/json/json_path_syntax.hpp"

namespace counterpart::json_path {
namespace {

[[noreturn]] void fail_pointer(const std::string& text, std::size_t at, ErrorKind kind) {
  throw Error(
      kind, fmt::format("\"{}\" is not a JSON Pointer: '~' without 0 or 1 at column {}", printable(text, 100),
                        count_code_points(std::string_view(text).substr(0, at)) + 1))
      .hint("in a JSON Pointer ~ is written ~0, and / in a name is written ~1");
}

Selector token(std::string name) {
  Selector selector;
  selector.kind = Selector::Kind::token;
  selector.name = std::move(name);
  // A list of more elements than that does not fit any memory.
  if (const auto index = list_index(selector.name); index && *index < (std::size_t{1} << 53))
    selector.index = static_cast<std::int64_t>(*index);
  return selector;
}

}  // namespace

Query parse_pointer(const std::string& text, ErrorKind kind) {
  Query query;
  for (std::size_t at = 0; at < text.size();) {
    std::string name;
    for (++at; at < text.size() && text[at] != '/'; ++at) {
      const bool escaped = text[at] == '~';
      if (escaped && text.compare(at + 1, 1, "0") != 0 && text.compare(at + 1, 1, "1") != 0)
        fail_pointer(text, at, kind);
      name += !escaped ? text[at] : text[++at] == '0' ? '~' : '/';
    }
    query.segments.push_back({false, {token(std::move(name))}, at});
  }
  return query;
}

}  // namespace counterpart::json_path
