#pragma once
/// Text made comparable: the normalization steps of a match key. Hides ICU.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace counterpart {

class ShortWay;

enum class NormalizeStep : std::uint8_t {
  nfkc,      ///< Unicode normalization form KC (UAX #15)
  casefold,  ///< full Unicode case folding (ß → ss)
  ascii,     ///< ICU "Any-Latin; Latin-ASCII": romanised, without accents
  letters,   ///< only letters (L*), decimal digits (Nd) and white space stay
  squeeze,   ///< trimmed, each run of Unicode white space one space
};

/// The steps of a step's name or of a preset: "none" (no steps), "strict" (nfkc, casefold, squeeze), "name"
/// (nfkc, casefold, ascii, letters, squeeze). Nothing for an unknown name.
std::optional<std::vector<NormalizeStep>> normalization_steps(std::string_view name);

/// All names that `normalization_steps` takes.
const std::vector<std::string>& normalization_names();

/// Applies steps in order. Not thread-safe: each thread has its own. ASCII and Latin text takes a short way
/// that gives the same bytes.
class Normalizer {
 public:
  explicit Normalizer(std::vector<NormalizeStep> steps);
  ~Normalizer();
  Normalizer(Normalizer&&) noexcept;
  Normalizer& operator=(Normalizer&&) noexcept;

  /// No steps: text stays as it is, bytes and all.
  bool is_identity() const noexcept { return steps_.empty(); }
  /// Replaces `out` by the normalized `text`, which has to be valid UTF-8.
  void apply(std::string_view text, std::string& out) const;
  /// The same by ICU alone, for tests to hold the short way against.
  void apply_by_icu(std::string_view text, std::string& out) const;

 private:
  struct Icu;

  std::vector<NormalizeStep> steps_;
  std::unique_ptr<Icu> icu_;
  std::unique_ptr<ShortWay> short_way_;
};

}  // namespace counterpart
