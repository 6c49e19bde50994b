#include "http/redaction.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

namespace counterpart::http {
namespace {

/// What the front of a text may stand for.
struct Escape {
  std::size_t length = 0;  ///< 0: it is no escape
  std::string meant = {};
};

std::optional<unsigned> hexadecimal(std::string_view text, std::size_t at, std::size_t digits) {
  if (text.size() < at + digits) return std::nullopt;
  unsigned value = 0;
  const char* begin = text.data() + at;
  const auto [end, code] = std::from_chars(begin, begin + digits, value, 16);
  return code == std::errc() && end == begin + digits ? std::optional(value) : std::nullopt;
}

std::string utf8(unsigned point) {
  const auto part = [](unsigned bits) { return static_cast<char>(0x80U | (bits & 0x3FU)); };
  if (point < 0x80) return {static_cast<char>(point)};
  if (point < 0x800) return {static_cast<char>(0xC0U | point >> 6U), part(point)};
  if (point < 0x10000) return {static_cast<char>(0xE0U | point >> 12U), part(point >> 6U), part(point)};
  return {static_cast<char>(0xF0U | point >> 18U), part(point >> 12U), part(point >> 6U), part(point)};
}

Escape json_escape(std::string_view text) {
  if (text.size() < 2) return {};
  if (text[1] != 'u') {
    static constexpr std::string_view kNames = "\"\\/bfnrt";
    static constexpr std::string_view kMeant = "\"\\/\b\f\n\r\t";
    const std::size_t at = kNames.find(text[1]);
    return at == std::string_view::npos ? Escape{} : Escape{2, {kMeant[at]}};
  }
  const auto unit = hexadecimal(text, 2, 4);
  if (!unit) return {};
  if ((*unit & 0xFC00U) != 0xD800U) return {6, utf8(*unit)};
  const auto low = text.substr(6, 2) == "\\u" ? hexadecimal(text, 8, 4) : std::nullopt;
  if (!low || (*low & 0xFC00U) != 0xDC00U) return {};
  return {12, utf8(0x10000U + ((*unit & 0x3FFU) << 10U) + (*low & 0x3FFU))};
}

Escape escape_at(std::string_view text) {
  if (text.front() == '+') return {1, " "};
  if (text.front() == '\\') return json_escape(text);
  if (text.front() != '%') return {};
  const auto byte = hexadecimal(text, 1, 2);
  return byte ? Escape{3, {static_cast<char>(*byte)}} : Escape{};
}

/// The length of what spells `secret` at the front of `text`; nothing if it is something else.
std::optional<std::size_t> spelled(std::string_view text, std::string_view secret) {
  std::size_t length = 0;
  for (; !secret.empty(); ++length) {
    if (length == text.size()) return std::nullopt;
    const std::string_view rest = text.substr(length);
    const Escape escape = escape_at(rest);
    if (escape.length != 0 && secret.starts_with(escape.meant)) {
      const auto more = spelled(rest.substr(escape.length), secret.substr(escape.meant.size()));
      if (more) return length + escape.length + *more;
    }
    // A secret can have a % or a \ of its own.
    if (rest.front() != secret.front()) return std::nullopt;
    secret.remove_prefix(1);
  }
  return length;
}

}  // namespace

void Redaction::add(const std::vector<Secret>& secrets) {
  for (const Secret& secret : secrets) {
    const auto same = [&](const Secret& known) { return known.reveal() == secret.reveal(); };
    if (secret.empty() || std::any_of(secrets_.begin(), secrets_.end(), same)) continue;
    secrets_.push_back(secret);
    for (const char c : {secret.reveal().front(), '%', '\\', '+'})
      may_begin_[static_cast<unsigned char>(c)] = true;
  }
  std::stable_sort(secrets_.begin(), secrets_.end(),
                   [](const Secret& a, const Secret& b) { return a.reveal().size() > b.reveal().size(); });
}

/// The length of the credential that stands there; 0 if none does.
std::size_t Redaction::spelled_at(std::string_view text, std::size_t at) const {
  if (!may_begin_[static_cast<unsigned char>(text[at])]) return 0;
  for (const Secret& secret : secrets_) {
    if (const auto length = spelled(text.substr(at), secret.reveal())) return *length;
  }
  return 0;
}

bool Redaction::finds(std::string_view text) const {
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (spelled_at(text, at) != 0) return true;
  }
  return false;
}

std::string Redaction::redacted(std::string_view text) const {
  std::string clean;
  std::size_t kept = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = spelled_at(text, at);
    if (length != 0) {
      clean.append(text.substr(kept, at - kept)).append(kRedacted);
      kept = at + length;
    }
    at += std::max<std::size_t>(length, 1);
  }
  return clean.append(text.substr(kept));
}

}  // namespace counterpart::http
