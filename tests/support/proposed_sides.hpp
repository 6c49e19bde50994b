#pragma once
/// Sides of a proposed job, as a look at them would have found them.

#include <string>
#include <utility>
#include <vector>

#include "job/propose_job.hpp"
#include "source/survey/field_words.hpp"

namespace counterpart::test {

/// A field that each of ten records has; one whose name ends in "id" has another value each time.
inline FieldSurvey field(const std::string& name, Type given = Type::string, Type meant = Type::null) {
  FieldSurvey made;
  made.name = name;
  made.given = given;
  made.meant = meant == Type::null ? given : meant;
  made.values = 10;
  made.always = true;
  made.unique = name.ends_with("id");
  return made;
}

/// A side of ten records with these fields.
inline ProposedSide side(const std::string& flag, SourceSpec source, const std::vector<FieldSurvey>& fields,
                         const std::string& thing) {
  ProposedSide made;
  made.question.flag = flag;
  made.survey.source = std::move(source);
  made.survey.thing = thing;
  made.survey.records = 10;
  made.survey.fields = fields;
  rank_ids(made.survey);
  return made;
}

/// A side that is a CSV file.
inline ProposedSide file_side(const std::string& flag, const std::vector<FieldSurvey>& fields) {
  FileSpec spec;
  spec.path = flag.substr(2) + "_file.csv";
  return side(flag, spec, fields, flag.substr(2) + "_file");
}

/// Takes the default.
inline std::size_t first(const std::string&, const std::vector<std::string>&) {
  return 0;
}

}  // namespace counterpart::test
