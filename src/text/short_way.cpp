#include "text/short_way.hpp"

#include <unicode/uscript.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <cstdint>

#include "base/utf8.hpp"

namespace counterpart {
namespace {

using Step = NormalizeStep;

// What becomes of an ASCII character, beside another one: no byte of ASCII.
constexpr char kDropped = '\x80';
constexpr char kSpace = '\x81';  // to be squeezed

/// Stretches of code points that may take the short way: Latin letters up to U+024F, those of U+1E00 to
/// U+1EFF, dashes and quotation marks.
struct Stretch {
  UChar32 first;
  UChar32 size;
};
constexpr std::array<Stretch, 3> kStretches{{{0x80, 0x1D0}, {0x1E00, 0x100}, {0x2010, 0x18}}};
constexpr std::size_t kOthers = 0x1D0 + 0x100 + 0x18;

/// The place of a code point among those of all stretches; kOthers if it is in none.
std::size_t place_of(UChar32 c) {
  std::size_t before = 0;
  for (const Stretch& stretch : kStretches) {
    if (c >= stretch.first && c < stretch.first + stretch.size)
      return before + static_cast<std::size_t>(c - stretch.first);
    before += static_cast<std::size_t>(stretch.size);
  }
  return kOthers;
}

bool is_ascii_space(char c) {
  return c == ' ' || (c >= '\t' && c <= '\r');
}

bool is_ascii_letter_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool is_latin_or_mark(UChar32 c) {
  UErrorCode status = U_ZERO_ERROR;
  return c >= kStretches.back().first || uscript_getScript(c, &status) == USCRIPT_LATIN;
}

}  // namespace

ShortWay::ShortWay(const std::vector<NormalizeStep>& steps) : others_(kOthers) {
  const auto place_in = [&](Step step) { return std::find(steps.begin(), steps.end(), step); };
  const auto has = [&](Step step) { return place_in(step) != steps.end(); };
  // The steps work on single characters and do not disturb each other, so that their order does not matter,
  // but for squeezing before dropping: "a - b" then keeps two spaces. That order takes the long way.
  possible_ = std::find(place_in(Step::squeeze), steps.end(), Step::letters) == steps.end();
  for (std::size_t i = 0; i < ascii_.size(); ++i) {
    const auto c = static_cast<char>(i);
    ascii_[i] = has(Step::casefold) && c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    if (is_ascii_space(c)) {
      if (has(Step::squeeze)) ascii_[i] = kSpace;
    } else if (has(Step::letters) && !is_ascii_letter_or_digit(c)) {
      ascii_[i] = kDropped;
    }
  }
}

bool ShortWay::apply(std::string_view text, std::string& out,
                     const std::function<void(std::string_view, std::string&)>& long_way) {
  if (!possible_) return false;
  if (is_ascii(text)) {
    apply_to_ascii(text, out);
    return true;
  }
  out.clear();
  bool pending = false;
  for (std::size_t at = 0; at < text.size();) {
    std::string_view made;
    if (const auto byte = static_cast<unsigned char>(text[at]); byte < ascii_.size()) {
      made = {&ascii_[byte], 1};
      ++at;
    } else if (const std::string* bytes = made_of(text, at, long_way)) {
      made = *bytes;
    } else {
      return false;
    }
    if (made.empty() || made.front() == kDropped) continue;
    if (made.front() == kSpace) {
      pending = !out.empty();
      continue;
    }
    if (pending) out += ' ';
    pending = false;
    out += made;
  }
  return true;
}

void ShortWay::apply_to_ascii(std::string_view text, std::string& out) const {
  out.resize(text.size());
  char* at = out.data();
  bool pending = false;
  for (const char c : text) {
    const char made = ascii_[static_cast<unsigned char>(c)];
    if (made == kDropped) continue;
    if (made == kSpace) {
      pending = at != out.data();
      continue;
    }
    if (pending) *at++ = ' ';
    pending = false;
    *at++ = made;
  }
  out.resize(static_cast<std::size_t>(at - out.data()));
}

/// What becomes of the character at `at`, which moves behind it; null if that takes the long way.
const std::string* ShortWay::made_of(std::string_view text, std::size_t& at,
                                     const std::function<void(std::string_view, std::string&)>& long_way) {
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
  const std::size_t begin = at;
  auto next = static_cast<std::int32_t>(at);
  UChar32 c = 0;
  U8_NEXT_OR_FFFD(bytes, next, static_cast<std::int32_t>(text.size()), c);
  at = static_cast<std::size_t>(next);
  const std::size_t place = place_of(c);
  if (place == kOthers) return nullptr;
  Made& made = others_[place];
  if (made.state == Made::unknown) {
    made.state = Made::beyond;
    std::string out;
    if (is_latin_or_mark(c)) long_way("a" + std::string(text.substr(begin, at - begin)) + "b", out);
    if (out.size() >= 2 && out.front() == 'a' && out.back() == 'b' && out.find(' ') == std::string::npos) {
      made.bytes = out.substr(1, out.size() - 2);
      made.state = Made::known;
    }
  }
  return made.state == Made::known ? &made.bytes : nullptr;
}

}  // namespace counterpart
