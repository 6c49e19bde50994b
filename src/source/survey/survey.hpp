#pragma once
/// What a look at a source found: how to read it, and what its records have. Names, kinds and counts; never a
/// value of a record.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "record/value.hpp"
#include "source/source.hpp"

namespace counterpart {

/// One field of the records that were looked at.
struct FieldSurvey {
  std::string name;           ///< as a job file writes it: "address.city", "emails[0].value"
  Type given = Type::null;    ///< of its values as they come; null if they are mixed, or none came
  Type meant = Type::null;    ///< what they can be read as: dates and whole numbers come as texts too
  std::uint64_t values = 0;   ///< that are not null
  std::uint64_t misfits = 0;  ///< of them that cannot be read as `meant`
  bool structured = false;    ///< a list or an object
  bool always = false;        ///< each record has it, and it is never null
  bool unique = false;        ///< no two records had the same value
  bool key = false;           ///< the catalogue says that it alone tells records apart
  std::uint64_t longest = 0;  ///< of its texts, in characters
  /// Names of normalizations (text/normalizer.hpp) after which the records came in its order.
  std::vector<std::string> ordered = {};

  /// True for dates and instants, as such or as texts.
  bool temporal() const { return meant == Type::date || meant == Type::timestamp; }
};

/// One line for the job file, about one of its keys; the key "" is the side itself.
struct SurveyNote {
  std::string key;
  std::string text;
  bool warning = false;  ///< to be said aloud as well: the side may not be read as it should
};

struct SideSurvey {
  SourceSpec source;
  std::string place;  ///< for people: "sqlite:crm.db, table user", a URL without its query
  std::string thing;  ///< what its records are, by the name of the table, the file or the URL: "users"
  std::vector<FieldSurvey> fields;          ///< in the order in which they came
  std::vector<std::string> ids;             ///< fields that can be the id, the likeliest first
  std::size_t equal_ids = 0;                ///< so many of them, at the front, are equally likely
  std::uint64_t records = 0;                ///< that were looked at
  std::optional<std::uint64_t> total = {};  ///< that the source says it has
  std::vector<SurveyNote> notes = {};

  const FieldSurvey* find(const std::string& field) const;
};

/// True if the pages or their headers say how many records or pages there are.
bool has_totals(const PagesSpec& pages);

}  // namespace counterpart
