#include "source/rest/turning.hpp"

#include <algorithm>

#include "base/utf8.hpp"
#include "record/json_writer.hpp"
#include "source/json/json_body.hpp"

namespace counterpart {
namespace {

constexpr std::string_view kHole = "{}";

void set_header(http::Request& request, const std::string& name, const std::string& value) {
  std::erase_if(request.headers, [&](const auto& header) { return http::same_header(header.first, name); });
  request.headers.emplace_back(name, value);
}

std::string filled(std::string path, const std::string& value) {
  path.replace(path.find(kHole), kHole.size(), http::percent_encode(value));
  return path;
}

}  // namespace

void Turning::set(http::Request& request, const std::string& value, bool is_number) const {
  std::string json;
  append_json_string(json, value);
  put(request, value, is_number ? value : json);
}

void Turning::set(http::Request& request, std::int64_t value) const {
  set(request, std::to_string(value), true);
}

void Turning::put(http::Request& request, const std::string& text, const std::string& json) const {
  switch (where_) {
    case PagesSpec::Where::query: request.url.set_parameter(name_, text); return;
    case PagesSpec::Where::header: {
      // The value may come from the API: what would end the header and begin another must not get into it.
      const auto control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; };
      if (std::any_of(text.begin(), text.end(), control))
        throw Error(ErrorKind::api, "the value that leads to the next page holds a control character")
            .hint("it cannot be sent in a header");
      set_header(request, name_, text);
      return;
    }
    case PagesSpec::Where::body: request.body = with_value(request.body, name_, json); return;
    case PagesSpec::Where::path: request.url = request.url.resolve(filled(name_, text)); return;
  }
}

std::string Turning::text() const {
  const std::string name = "'" + printable(name_, 60) + "'";
  switch (where_) {
    case PagesSpec::Where::query: return "the parameter " + name;
    case PagesSpec::Where::header: return "the header " + name;
    case PagesSpec::Where::body: return name + " in the body";
    case PagesSpec::Where::path: return "the path " + name;
  }
  return name;
}

void set_size(http::Request& request, const PagesSpec& spec, std::int64_t size) {
  if (spec.size_param.empty()) return;
  if (spec.size_in_body) {
    request.body = with_value(request.body, spec.size_param, std::to_string(size));
  } else {
    request.url.set_parameter(spec.size_param, std::to_string(size));
  }
}

}  // namespace counterpart
