#pragma once
/// From a look at two systems to a job over them: what is matched with what, which columns, which outputs.

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "job/survey_side.hpp"

namespace counterpart {

/// What a person decided, over what would be proposed.
struct JobWishes {
  std::string left_id;
  std::string right_id;
  std::vector<std::pair<std::string, std::string>> match;  ///< left and right field; empty: proposed
};

struct ProposedSide {
  std::string name;
  SideQuestion question;  ///< what the look was about: names of secrets come from here
  SideSurvey survey;
  std::string id;
  std::vector<std::pair<std::string, std::string>> types;  ///< field, type
  std::uint64_t misfits = 0;  ///< values, of those looked at, that do not fit them
  std::string seen_order;     ///< a field in whose order the records came; empty: none that could help
};

struct ProposedMatch {
  std::string left;
  std::string right;
  std::string normalize;
};

struct ProposedColumn {
  std::string name;
  std::string field;    ///< "left.lastname"
  bool active = false;  ///< whether the date there is not long ago
};

struct JobProposal {
  ProposedSide left;
  ProposedSide right;
  std::vector<ProposedMatch> match;
  std::vector<ProposedColumn> columns;
  std::vector<std::string> further;  ///< fields that got no column, with their side
};

/// `left` and `right` hold question and survey; the rest is filled in. Matched are last and first names, else
/// whole names, else mail addresses, else the texts that both sides have under one name. `choose` is asked
/// for an id where several are equally likely. Throws Error(usage) where there is no id, nothing in common,
/// or where a wish names a field that is not there.
JobProposal propose_job(ProposedSide left, ProposedSide right, const JobWishes& wishes, const Choose& choose);

}  // namespace counterpart
