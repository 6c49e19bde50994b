#include "text/normalizer.hpp"

#include <unicode/bytestream.h>
#include <unicode/casemap.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <utility>

#include "text/icu_error.hpp"
#include "text/romaniser.hpp"
#include "text/short_way.hpp"

namespace counterpart {
namespace {

using Step = NormalizeStep;

struct Name {
  const char* name;
  std::vector<Step> steps;
};

const std::vector<Name>& names() {
  static const std::vector<Name> all{
      {"none", {}},
      {"strict", {Step::nfkc, Step::casefold, Step::squeeze}},
      {"name", {Step::nfkc, Step::casefold, Step::ascii, Step::letters, Step::squeeze}},
      {"nfkc", {Step::nfkc}},
      {"casefold", {Step::casefold}},
      {"ascii", {Step::ascii}},
      {"letters", {Step::letters}},
      {"squeeze", {Step::squeeze}},
  };
  return all;
}

template <typename Visit>
void for_each_code_point(std::string_view text, Visit visit) {
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
  const auto size = static_cast<std::int32_t>(text.size());
  for (std::int32_t at = 0; at < size;) {
    const std::int32_t begin = at;
    UChar32 c = 0;
    U8_NEXT_OR_FFFD(bytes, at, size, c);
    visit(c, text.substr(static_cast<std::size_t>(begin), static_cast<std::size_t>(at - begin)));
  }
}

void keep_letters(std::string& text) {
  std::string kept;
  for_each_code_point(text, [&](UChar32 c, std::string_view bytes) {
    const bool letter = (U_GET_GC_MASK(c) & (U_GC_L_MASK | U_GC_ND_MASK)) != 0;
    if (letter || u_isUWhiteSpace(c)) kept += bytes;
  });
  text = std::move(kept);
}

void squeeze(std::string& text) {
  std::string kept;
  bool pending = false;
  for_each_code_point(text, [&](UChar32 c, std::string_view bytes) {
    if (u_isUWhiteSpace(c)) {
      pending = !kept.empty();
    } else {
      if (pending) kept += ' ';
      pending = false;
      kept += bytes;
    }
  });
  text = std::move(kept);
}

void casefold(std::string& text) {
  std::string folded;
  icu::StringByteSink<std::string> sink(&folded);
  UErrorCode status = U_ZERO_ERROR;
  icu::CaseMap::utf8Fold(0, icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())), sink,
                         nullptr, status);
  check_icu(status, "case folding");
  text = std::move(folded);
}

}  // namespace

struct Normalizer::Icu {
  const icu::Normalizer2* nfkc = nullptr;
  Romaniser romaniser;

  Icu() {
    UErrorCode status = U_ZERO_ERROR;
    nfkc = icu::Normalizer2::getNFKCInstance(status);
    check_icu(status, "NFKC data");
  }

  void compose(std::string& text) const {
    std::string composed;
    icu::StringByteSink<std::string> sink(&composed);
    UErrorCode status = U_ZERO_ERROR;
    nfkc->normalizeUTF8(0, icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())), sink,
                        nullptr, status);
    check_icu(status, "NFKC");
    text = std::move(composed);
  }
};

std::optional<std::vector<NormalizeStep>> normalization_steps(std::string_view name) {
  for (const Name& known : names()) {
    if (name == known.name) return known.steps;
  }
  return std::nullopt;
}

const std::vector<std::string>& normalization_names() {
  static const std::vector<std::string> all = [] {
    std::vector<std::string> list;
    for (const Name& known : names()) list.emplace_back(known.name);
    return list;
  }();
  return all;
}

Normalizer::Normalizer(std::vector<NormalizeStep> steps) : steps_(std::move(steps)) {
  if (steps_.empty()) return;
  icu_ = std::make_unique<Icu>();
  short_way_ = std::make_unique<ShortWay>(steps_);
}

Normalizer::~Normalizer() = default;
Normalizer::Normalizer(Normalizer&&) noexcept = default;
Normalizer& Normalizer::operator=(Normalizer&&) noexcept = default;

void Normalizer::apply(std::string_view text, std::string& out) const {
  if (steps_.empty()) {
    out.assign(text);
    return;
  }
  const auto long_way = [this](std::string_view its, std::string& made) { apply_by_icu(its, made); };
  if (!short_way_->apply(text, out, long_way)) apply_by_icu(text, out);
}

void Normalizer::apply_by_icu(std::string_view text, std::string& out) const {
  out.assign(text);
  for (const Step step : steps_) {
    switch (step) {
      case Step::nfkc: icu_->compose(out); break;
      case Step::casefold: casefold(out); break;
      case Step::ascii: icu_->romaniser.romanise(out); break;
      case Step::letters: keep_letters(out); break;
      case Step::squeeze: squeeze(out); break;
    }
  }
}

}  // namespace counterpart
