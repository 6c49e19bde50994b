#include <fmt/format.h>

#include <charconv>
#include <cmath>

#include "match/linkage/date_digits.hpp"
#include "match/linkage/levels.hpp"
#include "match/linkage/person_table.hpp"
#include "text/names.hpp"

namespace counterpart::linkage {
namespace {

constexpr std::size_t kPostcodeTail = 3;  // of a British postcode: what the sorting office does not need

/// The shortest text that gives the number back; empty for what is none.
std::string number_text(const Value& value) {
  const std::string text = to_text(value);
  std::string_view trimmed = text;
  while (!trimmed.empty() && trimmed.front() == ' ') trimmed.remove_prefix(1);
  while (!trimmed.empty() && trimmed.back() == ' ') trimmed.remove_suffix(1);
  double number = 0;
  const auto [end, error] = std::from_chars(trimmed.data(), trimmed.data() + trimmed.size(), number);
  if (error != std::errc() || end != trimmed.data() + trimmed.size() || !std::isfinite(number)) return {};
  return fmt::format("{}", number);
}

/// Hyphens and dashes part the words of a name: "García-Márquez".
void part_words(std::string& text) {
  std::string parted;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::string_view rest = std::string_view(text).substr(i);
    if (rest.starts_with("\u2010") || rest.starts_with("\u2011") || rest.starts_with("\u2013")) {
      parted += ' ';
      i += 2;
    } else {
      parted += text[i] == '-' ? ' ' : text[i];
    }
  }
  text = std::move(parted);
}

void keep_letters_and_digits(std::string& text) {
  std::erase_if(text, [](char c) { return c == ' ' || c == '-' || c == '.'; });
  for (char& c : text) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
}

}  // namespace

struct ValueMaker::Body {
  ValueKind kind;
  SlashOrder slashes;
  std::vector<Normalizer> normalizers;
  std::string text;
  std::string normalized;

  /// One part of the value, before what its kind adds.
  void make_part(const Normalizer& normalizer, const Value& value) {
    normalized.clear();
    if (value.is_null()) return;
    if (kind == ValueKind::date) normalized = date_digits(value, slashes);
    if (kind == ValueKind::number) normalized = number_text(value);
    if (!normalized.empty() || kind == ValueKind::number) return;
    if (value.type() == Type::string && kind != ValueKind::name) {
      normalizer.apply(value.as_string(), normalized);
    } else {
      text.clear();
      append_text(text, value);
      if (kind == ValueKind::name) part_words(text);
      normalizer.apply(text, normalized);
    }
    if (kind == ValueKind::name) normalized = without_titles(normalized);
    if (kind == ValueKind::postcode) keep_letters_and_digits(normalized);
    std::erase(normalized, kPartSeparator);
  }

  void append_further_parts(std::string& out) const {
    if (kind == ValueKind::email) {
      const std::size_t at = out.rfind('@');
      out += kPartSeparator;
      if (at != std::string::npos) out.append(out, 0, at);
    } else if (kind == ValueKind::postcode) {
      const std::size_t size = out.size();
      out += kPartSeparator;
      if (size > kPostcodeTail) out.append(out, 0, size - kPostcodeTail);
    }
  }
};

ValueMaker::ValueMaker(const Comparison& comparison) : body_(std::make_unique<Body>()) {
  body_->kind = comparison.kind;
  body_->slashes = comparison.slashes;
  for (const ComparedField& field : comparison.fields) body_->normalizers.emplace_back(field.steps);
}

ValueMaker::~ValueMaker() = default;
ValueMaker::ValueMaker(ValueMaker&&) noexcept = default;

void ValueMaker::make(const std::vector<Value>& values, std::string& out) {
  out.clear();
  bool any = false;
  for (std::size_t i = 0; i < values.size(); ++i) {
    body_->make_part(body_->normalizers[i], values[i]);
    any = any || !body_->normalized.empty();
    if (i > 0) out += kPartSeparator;
    out += body_->normalized;
  }
  if (!any) {
    out.clear();
  } else {
    body_->append_further_parts(out);
  }
}

}  // namespace counterpart::linkage
