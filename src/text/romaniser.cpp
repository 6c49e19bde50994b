#include "text/romaniser.hpp"

#include <unicode/bytestream.h>
#include <unicode/unistr.h>

#include <algorithm>

#include "text/icu_error.hpp"
#include "text/libicui18n.hpp"

namespace counterpart {
namespace {

constexpr char16_t kId[] = u"Any-Latin; Latin-ASCII";
constexpr std::int32_t kIdLength = sizeof kId / sizeof *kId - 1;
constexpr std::size_t kRoomForEach = 4;  ///< letters that one becomes, at first; more if that is too few
constexpr std::size_t kLeastRoom = 64;

}  // namespace

struct Romaniser::Rules {
  UTransliterator* handle;

  Rules() {
    kLibIcuI18n.require(ErrorKind::internal);
    UErrorCode status = U_ZERO_ERROR;
    handle = utrans_openU(kId, kIdLength, UTRANS_FORWARD, nullptr, 0, nullptr, &status);
    check_icu(status, "transliterator Any-Latin; Latin-ASCII");
  }
  ~Rules() { utrans_close(handle); }
  Rules(const Rules&) = delete;
  Rules& operator=(const Rules&) = delete;

  /// False if what comes of the text is longer than the room.
  bool romanise(const icu::UnicodeString& text, std::u16string& room, std::int32_t& length) const {
    length = text.length();
    text.extract(0, length, room.data());
    std::int32_t limit = length;
    UErrorCode status = U_ZERO_ERROR;
    utrans_transUChars(handle, room.data(), &length, static_cast<std::int32_t>(room.size()), 0, &limit,
                       &status);
    if (status == U_BUFFER_OVERFLOW_ERROR) return false;
    check_icu(status, "transliteration");
    return true;
  }
};

Romaniser::Romaniser() = default;
Romaniser::~Romaniser() = default;
Romaniser::Romaniser(Romaniser&&) noexcept = default;
Romaniser& Romaniser::operator=(Romaniser&&) noexcept = default;

void Romaniser::romanise(std::string& text) {
  if (!rules_) rules_ = std::make_unique<Rules>();
  const icu::UnicodeString wide = icu::UnicodeString::fromUTF8(text);
  std::u16string room(std::max(kLeastRoom, kRoomForEach * static_cast<std::size_t>(wide.length())), u'\0');
  std::int32_t length = 0;
  while (!rules_->romanise(wide, room, length)) room.resize(2 * room.size());
  text.clear();
  icu::UnicodeString(false, room.data(), length).toUTF8String(text);
}

}  // namespace counterpart
