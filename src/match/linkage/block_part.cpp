#include "match/linkage/block_part.hpp"

#include "text/phonetic.hpp"

namespace counterpart::linkage {
namespace {

/// The byte at which character `count` of valid UTF-8 begins, or the end.
std::size_t place_of(std::string_view text, std::uint32_t count) {
  std::size_t at = 0;
  for (; at < text.size() && count > 0; --count) do
      ++at;
    while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U);
  return at;
}

}  // namespace

BlockPartMaker::BlockPartMaker(const BlockPart& part) : part_(part), normalizer_(part.steps) {}

bool BlockPartMaker::is_of(const BlockPart& part) const {
  return part.steps == part_.steps && part.date == part_.date && part.slashes == part_.slashes &&
         part.from == part_.from && part.length == part_.length && part.code == part_.code;
}

void BlockPartMaker::make(const Value& value, std::string& out) {
  out.clear();
  if (value.is_null()) return;
  std::string_view text;
  if (!part_.date && value.type() == Type::string) {
    text = value.as_string();
  } else {
    text_.clear();
    if (part_.date) {
      text_ = date_digits(value, part_.slashes);
    } else {
      append_text(text_, value);
    }
    text = text_;
  }
  if (normalizer_.is_identity()) {
    out = text;
  } else {
    normalizer_.apply(text, out);
  }
  if (part_.from > 0) out.erase(0, place_of(out, part_.from));
  if (part_.length > 0) out.resize(place_of(out, part_.length));
  if (part_.code == PhoneticCode::soundex) out = soundex(out);
  if (part_.code == PhoneticCode::metaphone) out = metaphone(out);
}

}  // namespace counterpart::linkage
