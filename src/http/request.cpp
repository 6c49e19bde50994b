#include "http/request.hpp"

#include <algorithm>

#include "base/utf8.hpp"

namespace counterpart::http {

bool same_header(std::string_view a, std::string_view b) noexcept {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [&](char x, char y) { return lower(x) == lower(y); });
}

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

std::string_view Response::header(std::string_view name) const noexcept {
  for (const auto& [its_name, value] : headers) {
    if (its_name == name) return value;
  }
  return {};
}

std::vector<std::string> Response::all(std::string_view name) const {
  std::vector<std::string> values;
  for (const auto& [its_name, value] : headers) {
    if (its_name == name) values.push_back(value);
  }
  return values;
}

}  // namespace counterpart::http
