#include "text/phonetic.hpp"

namespace counterpart {
namespace {

std::string capitals(std::string_view text) {
  std::string letters;
  for (const char c : text) {
    if (c >= 'A' && c <= 'Z') letters += c;
    if (c >= 'a' && c <= 'z') letters += static_cast<char>(c - 'a' + 'A');
  }
  return letters;
}

/// A letter's digit; '0' for vowels, which part equal digits, '-' for H and W, which do not.
char soundex_digit(char letter) {
  //                              ABCDEFGHIJKLMNOPQRSTUVWXYZ
  static constexpr char kDigits[] = "01230120022455012623010202";
  return letter == 'H' || letter == 'W' ? '-' : kDigits[letter - 'A'];
}

bool is_one_of(char letter, std::string_view letters) {
  return letter != '\0' && letters.find(letter) != std::string_view::npos;
}

bool is_vowel(char letter) {
  return is_one_of(letter, "AEIOU");
}

bool is_front(char letter) {
  return is_one_of(letter, "EIY");
}

/// A walk over the letters of a name that writes down how they sound.
class Metaphone {
 public:
  explicit Metaphone(std::string letters) : letters_(std::move(letters)) {}

  std::string code() {
    begin();
    for (; at_ < letters_.size(); ++at_)
      if (letter(0) == 'C' || letter(0) != letter(-1)) sound();
    return std::move(code_);
  }

 private:
  /// The letter so many places further on; 0 beyond the name.
  char letter(int places) const {
    const auto at = static_cast<std::ptrdiff_t>(at_) + places;
    return at >= static_cast<std::ptrdiff_t>(first_) && at < static_cast<std::ptrdiff_t>(letters_.size())
               ? letters_[static_cast<std::size_t>(at)]
               : '\0';
  }
  bool follows(std::string_view text) const { return letters_.compare(at_, text.size(), text) == 0; }

  void begin() {
    for (const std::string_view silent : {"AE", "GN", "KN", "PN", "WR"})
      if (follows(silent)) first_ = at_ = 1;
    if (first_ == 0 && follows("X")) letters_[0] = 'S';
    if (first_ == 0 && follows("WH")) letters_.erase(1, 1);
  }

  void sound() {
    switch (const char now = letter(0)) {
      case 'A':
      case 'E':
      case 'I':
      case 'O':
      case 'U':
        if (at_ == first_) code_ += now;
        break;
      case 'B':
        if (letter(-1) != 'M' || letter(1) != '\0') code_ += 'B';
        break;
      case 'C': c(); break;
      case 'D': code_ += letter(1) == 'G' && is_front(letter(2)) ? 'J' : 'T'; break;
      case 'G': g(); break;
      case 'H':
        if (is_vowel(letter(1)) && !is_one_of(letter(-1), "CGPST")) code_ += 'H';
        break;
      case 'K':
        if (letter(-1) != 'C') code_ += 'K';
        break;
      case 'P': code_ += letter(1) == 'H' ? 'F' : 'P'; break;
      case 'Q': code_ += 'K'; break;
      case 'S': code_ += follows("SH") || follows("SIO") || follows("SIA") ? 'X' : 'S'; break;
      case 'T': t(); break;
      case 'V': code_ += 'F'; break;
      case 'W':
      case 'Y':
        if (is_vowel(letter(1))) code_ += now;
        break;
      case 'X': code_ += "KS"; break;
      case 'Z': code_ += 'S'; break;
      default: code_ += now;  // F J L M N R
    }
  }

  void c() {
    const bool after_s = letter(-1) == 'S';
    if (follows("CIA")) {
      code_ += 'X';
    } else if (is_front(letter(1))) {
      if (!after_s) code_ += 'S';
    } else if (letter(1) == 'H') {
      code_ += after_s ? 'K' : 'X';
    } else {
      code_ += 'K';
    }
  }

  void g() {
    if (letter(1) == 'H' && !is_vowel(letter(2))) return;
    if (letter(1) == 'N' && (letter(2) == '\0' || follows("GNED"))) return;
    if (letter(-1) == 'D' && is_front(letter(1))) return;
    code_ += is_front(letter(1)) && letter(-1) != 'G' ? 'J' : 'K';
  }

  void t() {
    if (follows("TIA") || follows("TIO")) {
      code_ += 'X';
    } else if (letter(1) == 'H') {
      code_ += '0';
    } else if (!follows("TCH")) {
      code_ += 'T';
    }
  }

  std::string letters_;
  std::string code_;
  std::size_t at_ = 0;
  std::size_t first_ = 0;
};

}  // namespace

std::string soundex(std::string_view text) {
  const std::string letters = capitals(text);
  if (letters.empty()) return {};
  std::string code(1, letters.front());
  char before = soundex_digit(letters.front());
  for (std::size_t i = 1; i < letters.size() && code.size() < 4; ++i) {
    const char digit = soundex_digit(letters[i]);
    if (digit == '-') continue;
    if (digit != '0' && digit != before) code += digit;
    before = digit;
  }
  code.resize(4, '0');
  return code;
}

std::string metaphone(std::string_view text) {
  return Metaphone(capitals(text)).code();
}

}  // namespace counterpart
