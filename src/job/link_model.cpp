#include "job/link_model.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/size.hpp"
#include "job/contradictions.hpp"
#include "job/model_file.hpp"
#include "job/pair_file.hpp"
#include "match/linkage/odd_values.hpp"
#include "match/linkage/odd_weights.hpp"

namespace counterpart {
namespace {

constexpr std::size_t kMostNamed = 5;

void warn_of_rejects(const Job& job, LinkModel& made) {
  for (std::size_t i = 0; i < std::min(kMostNamed, made.rejects.size()); ++i)
    made.warnings.push_back(fmt::format("{}: no record of {} has this id; the line is left out",
                                        made.rejects[i].origin, made.rejects[i].side));
  if (const std::size_t more = made.rejects.size() - std::min(kMostNamed, made.rejects.size()); more > 0)
    made.warnings.push_back(
        fmt::format("{}: {} ids that no record has; an output of a run with what = "
                    "\"rejects\" lists them all",
                    job.linkage->labels.string(),
                    more == 1 ? "1 more line has" : format_count(more) + " more lines have"));
}

std::vector<linkage::LabelledPair> read_labels(const Job& job, Persons& persons, LinkModel& made) {
  std::vector<DecidedPair> decided;
  for (const NamedPair& named : read_pair_file(job.linkage->labels, job.left.name, job.right.name)) {
    auto left = persons.find(Side::left, named.left);
    auto right = persons.find(Side::right, named.right);
    if (left && right) {
      if (persons.table().one_side() && *left > *right) std::swap(left, right);
      decided.push_back({*left, *right, named.match, named.line});
    } else {
      made.rejects.push_back({left ? job.right.name : job.left.name,
                              fmt::format("{}:{}", job.linkage->labels.string(), named.line),
                              "no record has this id"});
    }
  }
  warn_of_rejects(job, made);
  const std::vector<Contradiction> found = take_out_contradictions(decided);
  warn_of_contradictions(found, job.linkage->labels, persons, made.warnings);
  for (const Contradiction& one : found)
    made.rejects.push_back(
        {"", fmt::format("{}:{}", job.linkage->labels.string(), one.line), contradiction_text(one, persons)});
  std::vector<linkage::LabelledPair> labels;
  for (const DecidedPair& pair : decided) labels.push_back({pair.left, pair.right, pair.match});
  if (labels.empty())
    throw Error(ErrorKind::job_file,
                fmt::format("{}: no line names two records of the sides", job.linkage->labels.string()))
        .hint("its columns left_id and right_id hold ids as the sides have them");
  return labels;
}

std::string session_line(const linkage::Session& session) {
  return fmt::format("{}: {}, {} of them of one person, {} after {}", session.rule,
                     format_count(session.pairs, "pair"), fmt::format("{:.1f} %", session.lambda * 100),
                     session.converged ? "converged" : "NOT converged",
                     format_count(session.rounds, "round"));
}

}  // namespace

void warn_of_values(const Job& job, const Persons& persons, std::vector<std::string>& warnings) {
  const linkage::PersonTable& table = persons.table();
  for (const linkage::NoDates& found : linkage::values_without_date(table))
    warnings.push_back(
        linkage::no_dates_text(found, table.spec().comparisons[found.comparison], job.side(found.side).name));
}

LinkModel make_link_model(const Job& job, const Plan& plan, Persons& persons, unsigned threads,
                          const CancelToken& cancel) {
  LinkModel made;
  warn_of_values(job, persons, made.warnings);
  if (!job.linkage->model.empty()) {
    made.model = read_model(job.linkage->model, plan.linkage->spec, made.warnings);
    made.origin = job.linkage->model.string();
    const auto odd = linkage::odd_weights(plan.linkage->spec, made.model);
    made.warnings.insert(made.warnings.end(), odd.begin(), odd.end());
    return made;
  }
  linkage::Training training;
  if (!job.linkage->labels.empty()) {
    const auto labels = read_labels(job, persons, made);
    training = linkage::train_on_labels(persons.table(), labels, &plan.linkage->fixed, cancel);
    made.origin = fmt::format("trained on {}", format_count(labels.size(), "labelled pair"));
  } else {
    training = linkage::train(persons.table(), &plan.linkage->fixed, threads, cancel);
    made.origin = "trained without labels";
  }
  made.training.push_back(fmt::format("{} by strict rules, {}", format_count(training.strict_pairs, "pair"),
                                      format_count(training.random_pairs, "random pair")));
  for (const linkage::Session& session : training.sessions) made.training.push_back(session_line(session));
  made.warnings.insert(made.warnings.end(), training.warnings.begin(), training.warnings.end());
  made.model = std::move(training.model);
  made.index = std::move(training.index);
  return made;
}

LinkModel weights_for_links(const Job& job, const Plan& plan, Persons& persons, unsigned threads,
                            const CancelToken& cancel) {
  if (!job.linkage->model.empty() || linkage::has_candidates(persons.table()))
    return make_link_model(job, plan, persons, threads, cancel);
  linkage::require_values(persons.table());
  LinkModel none;
  none.model = plan.linkage->fixed;
  none.origin = "not trained";
  warn_of_values(job, persons, none.warnings);
  return none;
}

linkage::Scored score_pairs(const Persons& persons, LinkModel& model, unsigned threads,
                            const CancelToken& cancel) {
  return linkage::score(persons.table(), model.model, threads, cancel, std::move(model.index));
}

}  // namespace counterpart
