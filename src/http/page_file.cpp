#include "http/page_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "base/digest.hpp"

namespace counterpart::http {
namespace {

constexpr std::string_view kFormat = "counterpart page 1";
constexpr std::array<std::pair<Failure, std::string_view>, 9> kFailures{{
    {Failure::none, "none"},
    {Failure::unreachable, "unreachable"},
    {Failure::broken, "broken"},
    {Failure::too_slow, "too slow"},
    {Failure::tls, "tls"},
    {Failure::redirect, "redirect"},
    {Failure::too_large, "too large"},
    {Failure::refused, "refused"},
    {Failure::not_kept, "not kept"},
}};

std::string_view name_of(Failure failure) {
  const auto is_it = [&](const auto& one) { return one.first == failure; };
  return std::find_if(kFailures.begin(), kFailures.end(), is_it)->second;
}

std::optional<Failure> failure_of(std::string_view name) {
  const auto is_it = [&](const auto& one) { return one.second == name; };
  const auto found = std::find_if(kFailures.begin(), kFailures.end(), is_it);
  return found == kFailures.end() ? std::nullopt : std::optional(found->first);
}

/// The head is made of lines.
bool fits_on_a_line(std::string_view text) {
  return std::none_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; });
}

std::string checksum(std::string_view head, std::string_view body) {
  RunningDigest digest;
  digest.add(head);
  digest.add(body);
  return digest.hex();
}

/// Takes the lines of a head one after the other.
class Lines {
 public:
  explicit Lines(std::string_view text) : text_(text) {}

  /// The value of the next line if it is "name: value"; else it stays the next one.
  std::optional<std::string_view> value(std::string_view name) {
    const auto line = next();
    if (!line || !line->starts_with(name) || line->substr(name.size(), 2) != ": ") return std::nullopt;
    at_ += line->size() + 1;
    return line->substr(name.size() + 2);
  }
  template <typename Number>
  std::optional<Number> number(std::string_view name) {
    const auto text = value(name);
    Number found{};
    if (!text) return std::nullopt;
    const auto [end, code] = std::from_chars(text->data(), text->data() + text->size(), found);
    return code == std::errc() && end == text->data() + text->size() ? std::optional(found) : std::nullopt;
  }
  bool take(std::string_view whole_line) {
    if (next() != whole_line) return false;
    at_ += whole_line.size() + 1;
    return true;
  }
  std::string_view read() const { return text_.substr(0, at_); }
  std::string_view rest() const { return text_.substr(at_); }

 private:
  /// Nothing if no line ends any more.
  std::optional<std::string_view> next() const {
    const std::size_t end = text_.find('\n', at_);
    return end == std::string_view::npos ? std::nullopt : std::optional(text_.substr(at_, end - at_));
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

bool read_headers(Lines& lines, Response& response) {
  response.headers.clear();
  while (const auto line = lines.value("header")) {
    const std::size_t colon = line->find(": ");
    if (colon == std::string_view::npos) return false;
    response.headers.emplace_back(line->substr(0, colon), line->substr(colon + 2));
  }
  return true;
}

}  // namespace

std::string request_digest(const Request& request, const Redaction& redaction) {
  RunningDigest digest;
  digest.add(request.post ? "POST" : "GET");
  digest.add(redaction.redacted(request.url.text()));
  for (const auto& [name, value] : request.headers) {
    digest.add(name);
    digest.add(redaction.redacted(value));
  }
  // No header is without a name, so this one ends them.
  digest.add("");
  digest.add(redaction.redacted(request.body));
  return digest.hex();
}

std::string page_head(const Request& request, const Response& response, std::string_view body,
                      const std::vector<std::string>& headers, const Redaction& redaction) {
  std::string head =
      fmt::format("{}\nrequest: {}\nmethod: {}\nasked: {}\nstatus: {}\nfailure: {}\nreason: {}\nurl: {}\n",
                  kFormat, request_digest(request, redaction), request.post ? "POST" : "GET",
                  redaction.redacted(request.url.text()), response.status, name_of(response.failure),
                  redaction.redacted(response.reason), redaction.redacted(response.effective_url));
  for (const auto& [name, value] : response.headers) {
    if (std::find(headers.begin(), headers.end(), name) != headers.end() && fits_on_a_line(value))
      head += fmt::format("header: {}: {}\n", name, redaction.redacted(value));
  }
  head += fmt::format("body: {}\n", body.size());
  return head + fmt::format("checksum: {}\n\n", checksum(head, body));
}

bool read_page(std::string_view bytes, std::string_view digest, Response& response) {
  Lines lines(bytes);
  if (!lines.take(kFormat) || lines.value("request") != digest) return false;
  if (!lines.value("method") || !lines.value("asked")) return false;
  const auto status = lines.number<int>("status");
  const auto failure = lines.value("failure");
  const auto reason = lines.value("reason");
  const auto url = lines.value("url");
  if (!status || !failure || !failure_of(*failure) || !reason || !url || !read_headers(lines, response))
    return false;
  const auto size = lines.number<std::uint64_t>("body");
  const std::string_view head = lines.read();
  const auto sum = lines.value("checksum");
  if (!size || !sum || !lines.take("") || lines.rest().size() != *size) return false;
  if (checksum(head, lines.rest()) != *sum) return false;
  response.status = *status;
  response.failure = *failure_of(*failure);
  response.reason = *reason;
  response.effective_url = *url;
  response.body.clear();
  return response.body.append(lines.rest().data(), lines.rest().size());
}

}  // namespace counterpart::http
