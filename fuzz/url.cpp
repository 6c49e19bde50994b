// Four lines: a URL, a reference on its page, the name of a parameter and its value.
#include "http/url.hpp"

#include <algorithm>
#include <optional>

#include "fuzz/input.hpp"

namespace counterpart::http {
namespace {

using fuzz::require;

/// What can be made, or the refusal, which has to be fit to print.
template <typename Make>
std::optional<Url> made(Make make) {
  try {
    return make();
  } catch (const Error& error) {
    fuzz::require_error(error, ErrorKind::api);
    require(std::string_view(error.what()).find('@') == std::string_view::npos, "a refusal names no user");
    return std::nullopt;
  }
}

void check(const Url& url) {
  const std::string text = url.text();
  const std::string& scheme = url.origin().scheme;
  require(scheme == "http" || scheme == "https", "a URL is http or https");
  require(!url.origin().host.empty() && !url.origin().port.empty(), "an origin is whole");
  require(text.starts_with(url.origin().text() + "/"), "a URL begins with its origin");
  require(printable(text, text.size()) == text, "a URL can be printed");
  require(std::all_of(text.begin() + static_cast<std::ptrdiff_t>(url.origin().text().size()), text.end(),
                      [](char c) { return c > ' ' && c < '\x7F' && c != '#'; }),
          "behind its host a URL is ASCII without blanks, and has no fragment");
  require(url.without_query().find('?') == std::string::npos, "a URL without its query has none");
  const Url again = Url::parse(text, ErrorKind::api);
  require(again.origin() == url.origin() && again.text() == text, "a URL is read again as it is");
  require(url.resolve(text).text() == text, "a URL on its own page is itself");
  require(url.resolve("/next?a=b").origin() == url.origin(), "a path stays in its origin");
}

void check_parameter(Url url, const std::string& name, const std::string& value) {
  const Origin origin = url.origin();
  url.set_parameter(name, value);
  check(url);
  require(url.origin() == origin, "a parameter does not change the origin");
  const std::string wanted = percent_encode(name) + "=" + percent_encode(value);
  const std::string query = "&" + url.text().substr(url.without_query().size() + 1) + "&";
  const std::size_t at = query.find("&" + wanted + "&");
  require(at != std::string::npos, "a parameter is there");
  require(query.find("&" + percent_encode(name) + "=", at + 1) == std::string::npos,
          "a parameter is there once");
  const std::string before = url.text();
  url.set_parameter(name, value);
  require(url.text() == before, "setting a parameter again changes nothing");
}

void check_encoding(const std::string& text) {
  const std::string encoded = percent_encode(text);
  std::string decoded;
  for (std::size_t i = 0; i < encoded.size(); ++i) {
    const bool escape = encoded[i] == '%';
    decoded += escape ? static_cast<char>(std::stoi(encoded.substr(i + 1, 2), nullptr, 16)) : encoded[i];
    if (escape) i += 2;
  }
  require(decoded == text, "encoding loses nothing");
  require(encoded.find_first_of("&=+#?/ ") == std::string::npos, "encoded text separates nothing");
}

}  // namespace
}  // namespace counterpart::http

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace counterpart::http;
  using counterpart::fuzz::require;
  counterpart::fuzz::Input input(data, size);
  const std::string text = input.line();
  const std::string reference = input.line();
  const std::string name = input.line();
  const std::string value = input.rest();
  check_encoding(value);
  const auto url = made([&] { return Url::parse(text, counterpart::ErrorKind::api); });
  if (!url) return 0;
  check(*url);
  const auto resolved = made([&] { return url->resolve(reference); });
  if (resolved) check(*resolved);
  require((text + (resolved ? reference : "")).find('\0') == std::string::npos, "no URL is cut short");
  check_parameter(*url, name, value);
  return 0;
}
