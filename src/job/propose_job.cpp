#include "job/propose_job.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>

#include "base/nearest.hpp"
#include "base/utf8.hpp"
#include "job/proposed_names.hpp"
#include "source/survey/field_words.hpp"

namespace counterpart {
namespace {

constexpr std::size_t kMostFurther = 8;
constexpr std::size_t kMostListed = 20;

std::vector<std::string> names_of(const SideSurvey& survey) {
  std::vector<std::string> names;
  for (const FieldSurvey& field : survey.fields) {
    if (!field.structured) names.push_back(field.name);
  }
  return names;
}

std::string listed(std::vector<std::string> names) {
  const bool all = names.size() <= kMostListed;
  if (!all) names.resize(kMostListed);
  return printable(fmt::format("{}", fmt::join(names, ", "))) + (all ? "" : ", …");
}

void check_field(const ProposedSide& side, const std::string& field) {
  const std::vector<std::string> names = names_of(side.survey);
  if (std::find(names.begin(), names.end(), field) != names.end()) return;
  throw Error(ErrorKind::usage, fmt::format("{} has no field '{}'{}", side.question.flag,
                                            printable(field, 60), printable(did_you_mean(field, names))))
      .hint("it has " + listed(names));
}

std::string id_of(const ProposedSide& side, const std::string& wish, const Choose& choose) {
  if (!wish.empty()) {
    check_field(side, wish);
    return wish;
  }
  const std::vector<std::string>& ids = side.survey.ids;
  if (ids.empty()) {
    throw Error(ErrorKind::usage, fmt::format("{}: no field tells all records apart", side.question.flag))
        .hint(
            fmt::format("name one with {}-id; it has {}", side.question.flag, listed(names_of(side.survey))));
  }
  if (side.survey.equal_ids < 2) return ids.front();
  const std::vector<std::string> likeliest(ids.begin(),
                                           ids.begin() + static_cast<std::ptrdiff_t>(side.survey.equal_ids));
  return likeliest[choose(side.question.flag + ": which field is the id", likeliest)];
}

/// The field of a side with a role, that most records have.
const FieldSurvey* with_role(const SideSurvey& survey, FieldRole role) {
  const FieldSurvey* best = nullptr;
  for (const FieldSurvey& field : survey.fields) {
    if (field.structured || (field.values == 0 && survey.records != 0) || role_of(field.name) != role)
      continue;
    if (best == nullptr || field.values > best->values) best = &field;
  }
  return best;
}

/// Adds the fields with a role, if both sides have one.
bool add_role(const JobProposal& job, FieldRole role, const char* normalize,
              std::vector<ProposedMatch>& match) {
  const FieldSurvey* left = with_role(job.left.survey, role);
  const FieldSurvey* right = with_role(job.right.survey, role);
  if (left == nullptr || right == nullptr) return false;
  match.push_back({left->name, right->name, normalize});
  return true;
}

bool is_plain_text(const FieldSurvey& field) {
  return !field.structured && field.meant == Type::string && field.values != 0;
}

/// Texts that both sides have under one name; the first pair, which is most likely what the records are
/// called by.
std::vector<ProposedMatch> same_texts(const JobProposal& job) {
  for (const FieldSurvey& left : job.left.survey.fields) {
    for (const FieldSurvey& right : job.right.survey.fields) {
      const bool id = left.name == job.left.id || right.name == job.right.id;
      if (!id && is_plain_text(left) && is_plain_text(right) &&
          meaning_of(left.name) == meaning_of(right.name))
        return {{left.name, right.name, "strict"}};
    }
  }
  return {};
}

std::vector<ProposedMatch> proposed_match(const JobProposal& job) {
  std::vector<ProposedMatch> names;
  if (add_role(job, FieldRole::last_name, "name", names) &&
      add_role(job, FieldRole::first_name, "name", names))
    return names;
  std::vector<ProposedMatch> match;
  if (add_role(job, FieldRole::full_name, "name", match)) return match;
  if (add_role(job, FieldRole::email, "strict", match)) return match;
  if (!names.empty()) return names;
  return same_texts(job);
}

std::string usual_normalization(const std::string& field) {
  switch (role_of(field)) {
    case FieldRole::last_name:
    case FieldRole::first_name:
    case FieldRole::full_name: return "name";
    default: return "strict";
  }
}

void choose_match(JobProposal& job, const JobWishes& wishes) {
  for (const auto& [left, right] : wishes.match) {
    check_field(job.left, left);
    check_field(job.right, right);
    job.match.push_back({left, right, usual_normalization(left)});
  }
  if (job.match.empty()) job.match = proposed_match(job);
  if (!job.match.empty()) return;
  throw Error(ErrorKind::usage, fmt::format("no field of {} and {} seems to mean the same",
                                            job.left.question.flag, job.right.question.flag))
      .hint(fmt::format("say so with --match LEFT=RIGHT; left has {}; right has {}",
                        listed(names_of(job.left.survey)), listed(names_of(job.right.survey))));
}

/// Columns, each under a name that no other has.
class Columns {
 public:
  explicit Columns(JobProposal& job) : job_(job) {}

  void add(const ProposedSide& side, bool left, const std::string& name, const std::string& field,
           bool active = false) {
    std::string chosen = name;
    if (taken_.count(chosen) != 0) chosen = side.name + "_" + name;
    for (int i = 2; !taken_.insert(chosen).second; ++i) chosen = fmt::format("{}_{}_{}", side.name, name, i);
    used_.insert((left ? "left." : "right.") + field);
    job_.columns.push_back({chosen, (left ? "left." : "right.") + field, active});
  }

  /// What the other side says of the same thing needs no column.
  void leave_out(const std::string& field) { used_.insert(field); }

  /// Fields that are not used yet, as many as a person would look at; those that both sides have under one
  /// name get the side's in front.
  void add_further(const ProposedSide& side, bool left) {
    const SideSurvey& other = (left ? job_.right : job_.left).survey;
    std::size_t added = 0;
    for (const FieldSurvey& field : side.survey.fields) {
      const std::string named = (left ? "left." : "right.") + field.name;
      if (field.structured || field.values == 0 || used_.count(named) != 0) continue;
      if (added++ >= kMostFurther) {
        job_.further.push_back(named);
        continue;
      }
      const bool shared = std::any_of(
          other.fields.begin(), other.fields.end(),
          [&field](const FieldSurvey& one) { return meaning_of(one.name) == meaning_of(field.name); });
      const std::string name = column_name(field.name);
      add(side, left, shared ? side.name + "_" + name : name, field.name);
    }
  }

 private:
  JobProposal& job_;
  std::set<std::string> taken_;
  std::set<std::string> used_;
};

/// The date that tells best when someone was last there: activity goes before changes of the record.
const FieldSurvey* activity_of(const SideSurvey& survey) {
  const FieldSurvey* best = nullptr;
  for (const FieldSurvey& field : survey.fields) {
    if (role_of(field.name) != FieldRole::activity || !field.temporal()) continue;
    const bool last = meaning_of(field.name).starts_with("last");
    if (best == nullptr || (last && !meaning_of(best->name).starts_with("last"))) best = &field;
  }
  return best;
}

void choose_columns(JobProposal& job) {
  Columns columns(job);
  columns.add(job.left, true, job.left.name + "_id", job.left.id);
  columns.add(job.right, false, job.right.name + "_id", job.right.id);
  for (const ProposedMatch& match : job.match) {
    columns.add(job.left, true, column_name(match.left), match.left);
    columns.leave_out("right." + match.right);
  }
  for (ProposedSide* side : {&job.left, &job.right}) {
    if (const FieldSurvey* field = activity_of(side->survey))
      columns.add(*side, side == &job.left, "active_in_" + side->name, field->name, true);
  }
  columns.add_further(job.left, true);
  columns.add_further(job.right, false);
}

bool is_used(const JobProposal& job, const ProposedSide& side, const std::string& field) {
  const std::string named = (&side == &job.left ? "left." : "right.") + field;
  return std::any_of(job.columns.begin(), job.columns.end(),
                     [&named](const ProposedColumn& column) { return column.field == named; });
}

void choose_types(const JobProposal& job, ProposedSide& side) {
  const auto* file = std::get_if<FileSpec>(&side.survey.source);
  const bool texts_only = file != nullptr && file->kind == FileSpec::Kind::csv;
  for (const FieldSurvey& field : side.survey.fields) {
    if (!is_used(job, side, field.name) || field.given != Type::string) continue;
    const bool number = texts_only && field.name == side.id && field.meant == Type::int64;
    if (!number && !field.temporal()) continue;
    side.types.emplace_back(field.name, type_name(field.meant));
    side.misfits += field.misfits;
  }
}

/// An order that a source keeps by itself saves sorting; databases are asked for theirs.
void note_order(const ProposedMatch& first, const std::string& field, ProposedSide& side) {
  if (std::holds_alternative<DatabaseSpec>(side.survey.source)) return;
  const FieldSurvey* found = side.survey.find(field);
  if (found == nullptr) return;
  const auto& orders = found->ordered;
  if (std::find(orders.begin(), orders.end(), first.normalize) != orders.end()) side.seen_order = field;
}

}  // namespace

JobProposal propose_job(ProposedSide left, ProposedSide right, const JobWishes& wishes,
                        const Choose& choose) {
  JobProposal job{std::move(left), std::move(right), {}, {}, {}};
  name_sides(job);
  job.left.id = id_of(job.left, wishes.left_id, choose);
  job.right.id = id_of(job.right, wishes.right_id, choose);
  choose_match(job, wishes);
  choose_columns(job);
  for (ProposedSide* side : {&job.left, &job.right}) choose_types(job, *side);
  note_order(job.match.front(), job.match.front().left, job.left);
  note_order(job.match.front(), job.match.front().right, job.right);
  return job;
}

}  // namespace counterpart
