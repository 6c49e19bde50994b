#pragma once
/// Normalization of characters that need no look at their neighbours: ASCII by a table, Latin letters and the
/// usual punctuation by what ICU made of them the first time.

#include <array>
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "text/normalizer.hpp"

namespace counterpart {

/// Not thread-safe.
class ShortWay {
 public:
  explicit ShortWay(const std::vector<NormalizeStep>& steps);

  /// Makes of `text` what the long way would. False, and `out` is undefined, where it cannot; `text` then has
  /// other characters, or the order of the steps matters.
  bool apply(std::string_view text, std::string& out,
             const std::function<void(std::string_view, std::string&)>& long_way);

 private:
  struct Made {
    enum { unknown, known, beyond } state = unknown;
    std::string bytes;
  };

  void apply_to_ascii(std::string_view text, std::string& out) const;
  const std::string* made_of(std::string_view text, std::size_t& at,
                             const std::function<void(std::string_view, std::string&)>& long_way);

  bool possible_ = false;
  std::array<char, 128> ascii_{};  ///< what becomes of each character there
  std::vector<Made> others_;
};

}  // namespace counterpart
