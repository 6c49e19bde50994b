#include "http/url.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <memory>
#include <new>

#include "base/utf8.hpp"
#include "http/libcurl.hpp"

namespace counterpart::http {
namespace {

struct FreeUrl {
  void operator()(CURLU* url) const noexcept { curl_url_cleanup(url); }
};
using CurlUrl = std::unique_ptr<CURLU, FreeUrl>;

CurlUrl make() {
  CurlUrl url(curl_url());
  if (!url) throw std::bad_alloc();
  return url;
}

/// One part of a URL; empty if it has none.
std::string part(CURLU* url, CURLUPart which, unsigned flags = 0) {
  char* text = nullptr;
  if (curl_url_get(url, which, &text, flags) != CURLUE_OK) return {};
  std::string made(text);
  curl_free(text);
  return made;
}

bool unreserved(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
         c == '_' || c == '~';
}

std::string lower_case(std::string text) {
  for (char& c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  }
  return text;
}

/// A name or a value of a query, decoded.
std::string decoded(std::string_view part) {
  std::string raw(part);
  for (char& c : raw) c = c == '+' ? ' ' : c;
  int length = 0;
  char* plain = curl_easy_unescape(nullptr, raw.data(), static_cast<int>(raw.size()), &length);
  if (plain == nullptr) return raw;
  std::string text(plain, static_cast<std::size_t>(length));
  curl_free(plain);
  return text;
}

/// The name of "name=value", decoded.
std::string name_of(std::string_view parameter) {
  return decoded(parameter.substr(0, parameter.find('=')));
}

/// What of a refused URL may be shown: nothing that could be a password or a key.
std::string shown(const std::string& text) {
  if (text.find('@') != std::string::npos) return "(not shown)";
  return printable(text.substr(0, text.find_first_of("?#")), 200);
}

/// `text` with each byte that is not to `stay` as %NN.
template <typename Stay>
std::string encoded(std::string_view text, Stay stay) {
  static constexpr char kDigits[] = "0123456789ABCDEF";
  std::string made;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (stay(c)) {
      made += c;
    } else {
      made += {'%', kDigits[byte >> 4U], kDigits[byte & 0xFU]};
    }
  }
  return made;
}

/// A URI is ASCII (RFC 3987, 3.1), and what stands in it is also shown.
std::string as_ascii(std::string_view text) {
  return encoded(text, [](char c) { return c > ' ' && c < '\x7F'; });
}

}  // namespace

std::string percent_encode(std::string_view text) {
  return encoded(text, unreserved);
}

std::string Origin::text() const {
  const bool usual = port == (scheme == "https" ? "443" : "80");
  return scheme + "://" + host + (usual ? "" : ":" + port);
}

Url Url::parse(const std::string& text, ErrorKind kind) {
  kLibCurl.require(kind);
  const CurlUrl parsed = make();
  const CURLUcode code = curl_url_set(parsed.get(), CURLUPART_URL, text.c_str(), CURLU_NON_SUPPORT_SCHEME);
  const std::string host = lower_case(part(parsed.get(), CURLUPART_HOST));
  // A host may have letters of any script, but is shown as it is, and has no escapes once it is decoded: they
  // would be decoded again when its URL is next read.
  if (code != CURLUE_OK || text.find('\0') != std::string::npos || printable(host, host.size()) != host ||
      host.find('%') != std::string::npos) {
    throw Error(kind, "not a URL: " + shown(text))
        .hint("an API's url begins with https:// (or http:// on this machine)");
  }
  Url url;
  url.origin_ = {part(parsed.get(), CURLUPART_SCHEME), host,
                 part(parsed.get(), CURLUPART_PORT, CURLU_DEFAULT_PORT)};
  if (url.origin_.scheme != "http" && url.origin_.scheme != "https") {
    throw Error(kind, "not an http or https URL: " + shown(text)).hint("an API's url begins with https://");
  }
  if (!part(parsed.get(), CURLUPART_USER).empty() || !part(parsed.get(), CURLUPART_PASSWORD).empty()) {
    throw Error(kind, "the URL of " + url.origin_.text() + " holds a user or a password")
        .hint("take it out of the URL; credentials stand under [<side>.auth]");
  }
  url.path_ = as_ascii(part(parsed.get(), CURLUPART_PATH));
  url.query_ = as_ascii(part(parsed.get(), CURLUPART_QUERY));
  return url;
}

bool Url::is_loopback() const {
  if (origin_.host == "localhost" || origin_.host == "[::1]") return true;
  in_addr address{};
  return inet_pton(AF_INET, origin_.host.c_str(), &address) == 1 && (ntohl(address.s_addr) >> 24U) == 127U;
}

void Url::set_parameter(std::string_view name, std::string_view value) {
  const std::string parameter = percent_encode(name) + "=" + percent_encode(value);
  std::string query;
  bool placed = false;
  for (std::string_view rest = query_; !rest.empty();) {
    const std::size_t end = rest.find('&');
    const std::string_view old = rest.substr(0, end);
    rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
    const bool same = name_of(old) == name;
    if (old.empty() || (same && placed)) continue;
    if (!query.empty()) query += '&';
    query += same ? std::string_view(parameter) : old;
    placed = placed || same;
  }
  if (!placed) query += (query.empty() ? "" : "&") + parameter;
  query_ = query;
}

std::vector<std::pair<std::string, std::string>> Url::parameters() const {
  std::vector<std::pair<std::string, std::string>> found;
  for (std::string_view rest = query_; !rest.empty();) {
    const std::string_view one = rest.substr(0, rest.find('&'));
    rest.remove_prefix(std::min(rest.size(), one.size() + 1));
    if (one.empty()) continue;
    const std::size_t equals = one.find('=');
    const std::string_view value = equals == std::string_view::npos ? "" : one.substr(equals + 1);
    found.emplace_back(name_of(one), decoded(value));
  }
  return found;
}

Url Url::resolve(const std::string& reference) const {
  const CurlUrl base = make();
  if (reference.find('\0') != std::string::npos ||
      curl_url_set(base.get(), CURLUPART_URL, text().c_str(), 0) != CURLUE_OK ||
      curl_url_set(base.get(), CURLUPART_URL, reference.c_str(), CURLU_NON_SUPPORT_SCHEME) != CURLUE_OK) {
    throw Error(ErrorKind::api, origin_.text() + " points to something that is not a URL")
        .hint("a link or redirect of the API is damaged; it is not followed");
  }
  return parse(part(base.get(), CURLUPART_URL), ErrorKind::api);
}

std::string Url::text() const {
  return without_query() + (query_.empty() ? "" : "?" + query_);
}

std::string Url::without_query() const {
  return origin_.text() + path_;
}

void check_clear_text(const Url& url, bool allow_http) {
  if (url.origin().scheme == "https" || url.is_loopback() || allow_http) return;
  throw Error(ErrorKind::job_file, url.origin().text() + " would be read in clear text over the network")
      .hint("use https://, or set allow_http = true if the network is trusted");
}

}  // namespace counterpart::http
