#pragma once
/// What is compared of two records, and the ordered levels of likeness that a comparison can end at.

#include <cstdint>
#include <string>
#include <vector>

#include "match/linkage/date_digits.hpp"
#include "text/normalizer.hpp"

namespace counterpart::linkage {

/// How two values are held against each other. Similarities hold from `bound` up, distances up to it.
enum class Likeness : std::uint8_t {
  exact,         ///< the same bytes; no bound
  levenshtein,   ///< edits, at most `bound`
  damerau,       ///< edits and transpositions of neighbours (optimal string alignment), at most `bound`
  jaro,          ///< 0 to 1, at least `bound`
  jaro_winkler,  ///< 0 to 1, at least `bound`
  token_set,     ///< shared tokens over all tokens (Jaccard), at least `bound`
  token_subset,  ///< all tokens of one are among those of the other (García / García Márquez); no bound
  prefix,        ///< the first `bound` characters are the same, both have as many
  initial,       ///< word by word the same or the other's first character (J. / John); no bound
  nickname,      ///< first words of one class of forms (Bob / Robert), no others that differ; no bound
  days,          ///< dates at most `bound` days apart
  number,        ///< numbers at most `bound` apart
  ratio,         ///< numbers at most the fraction `bound` of the larger apart
};

/// A condition on one part of a comparison's values. Null on either side never holds.
struct Condition {
  Likeness likeness = Likeness::exact;
  double bound = 0;
  std::uint8_t left_part = 0;
  std::uint8_t right_part = 0;  ///< differs from `left_part` where names stand swapped

  bool operator==(const Condition&) const = default;
};

/// Holds when all its conditions do. Without conditions it always holds: the last level of a comparison.
struct Level {
  std::string label;  ///< "exact", "Jaro-Winkler ≥ 0.92", "all else"
  std::vector<Condition> all_of;
};

/// What a field is made of before it is compared; see docs/names.md and docs/matching.md.
enum class ValueKind : std::uint8_t {
  text,      ///< by the normalization alone
  name,      ///< the same, and suffixes (Jr, II) and titles taken off
  date,      ///< "19560409", as `date_digits` reads it; what is no date stays as text
  email,     ///< lower case; part 0 is the whole, part 1 what stands before the @
  postcode,  ///< letters and digits alone, upper case; part 0 is the whole, part 1 all but the last three
  number,    ///< as the shortest text of the number; what is none is null
};

/// What a job file calls the kinds, in their order.
const std::vector<std::string>& value_kind_names();

/// One field of each side, and how it becomes comparable.
struct ComparedField {
  std::size_t left = 0;  ///< index among the fields that the side reads
  std::size_t right = 0;
  std::vector<NormalizeStep> steps;
};

enum class NullPolicy : std::uint8_t {
  neutral,   ///< null on either side says nothing: weight 0, left out of m and u
  disagree,  ///< null on either side counts as the last level
};

struct Comparison {
  std::string name;    ///< unique in a model: "surname"
  std::string preset;  ///< "name", "forename-surname", …; "custom" for levels of the job's own
  std::vector<ComparedField> fields;  ///< one; two for forename-surname
  std::string normalization;          ///< of a preset, for fields that the job gives none
  ValueKind kind = ValueKind::text;
  SlashOrder slashes = SlashOrder::unknown;  ///< of dates
  std::vector<Level> levels;                 ///< best first; the last has no conditions
  double term_frequency = 0;                 ///< α of the adjustment on exact agreement; 0: none
  NullPolicy nulls = NullPolicy::neutral;
};

/// The levels, the kind and the normalization of a ready-made comparison: exact, name, forename-surname,
/// date, email, postcode, number, text, token-set. `fields` are left for the caller. Nothing known by
/// `preset`: an empty `levels`.
Comparison comparison_preset(const std::string& preset);
const std::vector<std::string>& comparison_presets();

/// What a level says of itself when the job gives it no label: "Jaro-Winkler ≥ 0.92", "swapped: exact". Parts
/// are called by their number where they have no name.
std::string level_label(const std::vector<Condition>& all_of, const std::vector<std::string>& parts = {});

}  // namespace counterpart::linkage
