#include "http/request.hpp"

#include <algorithm>

#include "base/utf8.hpp"

namespace counterpart::http {

void check_header(std::string_view name, std::string_view value) {
  const auto token = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
  };
  if (name.empty() || !std::all_of(name.begin(), name.end(), token)) {
    throw Error(ErrorKind::job_file, "'" + printable(name, 80) + "' is not the name of a header");
  }
  const auto control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; };
  if (std::any_of(value.begin(), value.end(), control)) {
    throw Error(ErrorKind::job_file,
                "the value of header '" + std::string(name) + "' holds a control character")
        .hint("a secret read from a file may end in a line break");
  }
}

}  // namespace counterpart::http
