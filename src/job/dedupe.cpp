#include "job/dedupe.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <memory>
#include <utility>

#include "base/size.hpp"
#include "base/utf8.hpp"
#include "job/gather.hpp"
#include "job/link_rows.hpp"
#include "job/output_columns.hpp"
#include "job/row_writer.hpp"
#include "job/verdicts.hpp"

namespace counterpart {
namespace {

using linkage::Row;

const ColumnType kAny{ColumnType::Kind::any, 0};
const ColumnType kReal{ColumnType::Kind::real, 0};

/// The groups of a side: for each row the first one of its group.
struct Groups {
  std::vector<Row> first;
  std::vector<Row> sizes;    ///< by first row
  std::vector<double> best;  ///< by row: the best weight of a pair within the group; −∞ without one

  Groups(const std::vector<linkage::ScoredPair>& pairs, const linkage::Spec& spec, Row rows,
         const std::vector<linkage::Verdict>& verdicts)
      : first(linkage::components(pairs, spec, rows, verdicts)),
        sizes(rows),
        best(rows, -std::numeric_limits<double>::infinity()) {
    for (const Row row : first) ++sizes[row];
    for (const linkage::ScoredPair& pair : pairs) {
      if (first[pair.left] != first[pair.right]) continue;
      best[pair.left] = std::max(best[pair.left], pair.weight);
      best[pair.right] = std::max(best[pair.right], pair.weight);
    }
  }
};

void write_clusters(RowWriter& writer, Persons& persons, const Groups& groups) {
  for (Row row = 0; row < groups.first.size(); ++row) {
    const std::string id = persons.id(Side::left, row);
    const std::string group = persons.id(Side::left, groups.first[row]);
    const Row size = groups.sizes[groups.first[row]];
    writer.add({Value::string(group), Value::string(id), Value::int64(size),
                size == 1 ? Value::null() : Value::float64(linkage::probability_of(groups.best[row]))});
  }
}

void write_pairs(RowWriter& writer, Persons& persons, const std::vector<linkage::ScoredPair>& pairs,
                 const linkage::Model& model) {
  const linkage::Explainer explainer(persons.table(), model);
  for (const linkage::ScoredPair& pair : pairs) {
    const std::string one = persons.id(Side::left, pair.left);
    const std::string other = persons.id(Side::left, pair.right);
    const std::string why = explanation_json(explain_link(persons.table().spec(), explainer.terms(pair)));
    writer.add({Value::string(one), Value::string(other),
                Value::float64(linkage::probability_of(pair.weight)), Value::float64(pair.weight),
                Value::string(why)});
  }
}

/// A pair declared none can be in one group all the same: through others.
void warn_of_joined(const std::vector<linkage::Verdict>& verdicts, const Groups& groups, Persons& persons,
                    std::vector<std::string>& warnings) {
  std::uint64_t joined = 0;
  std::string first;
  for (const linkage::Verdict& verdict : verdicts) {
    if (verdict.match || groups.first[verdict.left] != groups.first[verdict.right]) continue;
    if (joined++ == 0)
      first = printable(persons.id(Side::left, verdict.left)) + " and " +
              printable(persons.id(Side::left, verdict.right));
  }
  if (joined == 0) return;
  warnings.push_back(fmt::format(
      "{} declared none {} in one group all the same, through other records: the first are the ids {}",
      joined == 1 ? "a pair" : format_count(joined) + " pairs", joined == 1 ? "is" : "are", first));
}

void count(const Groups& groups, Deduped& made) {
  made.records = groups.first.size();
  for (const Row size : groups.sizes) {
    if (size != 0) ++made.persons;
    if (size > 1) made.doubles += size;
    made.largest = std::max<std::uint64_t>(made.largest, size);
  }
}

/// None without a path.
std::unique_ptr<RowWriter> writer_to(const std::filesystem::path& path, std::vector<Column> columns) {
  return path.empty() ? nullptr : std::make_unique<RowWriter>(path, std::move(columns));
}

/// The files that were asked for, opened before anything is read.
struct Files {
  std::unique_ptr<RowWriter> clusters;
  std::unique_ptr<RowWriter> pairs;
  std::unique_ptr<RowWriter> review;

  Files(const DedupeTargets& targets, const Job& job)
      : clusters(writer_to(targets.clusters,
                           {{"cluster_id", kAny}, {"id", kAny}, {"size", kAny}, {"probability", kReal}})),
        pairs(writer_to(targets.pairs, {{"id", kAny},
                                        {"other_id", kAny},
                                        {"probability", kReal},
                                        {"weight", kReal},
                                        {"explanation", kAny}})) {
    if (job.linkage) review = writer_to(targets.review, review_columns(job));
  }

  /// All of them, or none. Their places.
  std::vector<std::string> publish() {
    std::vector<std::string> places;
    for (auto* writer : {&clusters, &pairs, &review}) {
      if (*writer) (*writer)->prepare();
    }
    for (auto* writer : {&clusters, &pairs, &review}) {
      if (*writer) places.push_back((*writer)->commit());
    }
    return places;
  }
};

}  // namespace

Deduped dedupe_side(const Job& job, Side side, const DedupeTargets& targets, const RunOptions& options,
                    CancelToken& cancel, RunProgress& progress) {
  Job alone = one_side_of(job, side);
  Files files(targets, alone);
  const auto gathered = gather(std::move(alone), options, true, cancel, progress, files.review != nullptr);
  Persons& persons = *gathered->persons;
  const linkage::Spec& spec = gathered->plan.linkage->spec;
  LinkModel model = weights_for_links(gathered->job, gathered->plan, persons, options.threads, cancel);
  const linkage::Scored scored = score_pairs(persons, model, options.threads, cancel);
  persons.check_pairs(scored.pairs.size());
  Deduped made;
  made.side = gathered->job.left.name;
  made.warnings = gathered->warnings;
  made.warnings.insert(made.warnings.end(), model.warnings.begin(), model.warnings.end());
  if (job.one_sided && !job.outputs.empty())
    made.warnings.emplace_back("the job's outputs are those of a run with two sides, and were not written");
  const auto verdicts = read_verdicts(options.decisions, gathered->job, persons, made.warnings);
  linkage::Spec every_pair = spec;
  every_pair.assignment = linkage::Assignment::all;
  const linkage::Decisions decisions = linkage::decide(scored.pairs, every_pair, verdicts);
  const Groups groups(scored.pairs, spec, persons.rows(Side::left), verdicts);
  warn_of_joined(verdicts, groups, persons, made.warnings);
  count(groups, made);
  made.pairs = decisions.matches.size();
  made.linkage = link_report(spec, model, scored, decisions);
  if (files.clusters) write_clusters(*files.clusters, persons, groups);
  if (files.pairs) write_pairs(*files.pairs, persons, scored.pairs, model.model);
  if (files.review) {
    for (const std::string& row :
         review_rows(gathered->plan, persons, scored.pairs, verdicts, decisions.possible))
      files.review->add_row(row);
  }
  made.outputs = files.publish();
  return made;
}

}  // namespace counterpart
