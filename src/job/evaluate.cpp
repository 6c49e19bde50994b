#include "job/evaluate.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <tuple>
#include <utility>

#include "base/file.hpp"
#include "job/gather.hpp"
#include "job/link_rows.hpp"
#include "job/row_writer.hpp"
#include "job/truth.hpp"

namespace counterpart {
namespace {

using linkage::ScoredPair;
using linkage::TruePair;

constexpr double kLeastProbability = 0.001;  // pairs below are not looked at
constexpr std::size_t kCurvePoints = 200;
constexpr std::array<double, 7> kThresholds{0.01, 0.1, 0.5, 0.8, 0.9, 0.95, 0.99};

bool row_order(const TruePair& one, const TruePair& other) {
  return std::tie(one.left, one.right) < std::tie(other.left, other.right);
}

TruePair rows_of(const ScoredPair& pair) {
  return {pair.left, pair.right};
}

std::vector<TruePair> from(const std::vector<ScoredPair>& pairs, double probability) {
  std::vector<TruePair> found;
  const double least = linkage::weight_of(probability);
  for (const ScoredPair& pair : pairs) {
    if (pair.weight >= least) found.push_back(rows_of(pair));
  }
  return found;
}

std::vector<std::uint64_t> histogram_of(const std::vector<ScoredPair>& pairs,
                                        const std::vector<TruePair>& truth, std::size_t bins) {
  std::vector<std::uint64_t> histogram(bins);
  for (const ScoredPair& pair : pairs) {
    if (!std::binary_search(truth.begin(), truth.end(), rows_of(pair), row_order)) continue;
    const double bin =
        std::clamp(pair.weight + static_cast<double>(bins) / 2, 0.0, static_cast<double>(bins) - 1);
    ++histogram[static_cast<std::size_t>(bin)];
  }
  return histogram;
}

/// Wrong links first, then missed ones, each by its rows.
void write_errors(RowWriter& writer, Persons& persons, const linkage::Model& model,
                  const std::vector<TruePair>& links, const std::vector<TruePair>& truth) {
  const Side other = persons.table().one_side() ? Side::left : Side::right;
  const auto write = [&](const char* what, const TruePair& pair) {
    const LinkExplanation why = explain_link(
        persons.table().spec(), linkage::explain_weight(persons.table(), model, pair.left, pair.right));
    const std::string left = persons.id(Side::left, pair.left);
    const std::string right = persons.id(other, pair.right);
    const std::string json = explanation_json(why);
    writer.add({Value::string(what), Value::string(left), Value::string(right),
                Value::float64(why.probability), Value::float64(why.weight), Value::string(json)});
  };
  for (const TruePair& pair : links) {
    if (!std::binary_search(truth.begin(), truth.end(), pair, row_order)) write("wrong", pair);
  }
  for (const TruePair& pair : truth) {
    if (!std::binary_search(links.begin(), links.end(), pair, row_order)) write("missed", pair);
  }
}

void write_text(const std::filesystem::path& path, const std::string& text, Evaluation& made) {
  AtomicFile file(path);
  file.write(text);
  file.commit();
  made.outputs.push_back(path.string());
}

void judge(const std::vector<ScoredPair>& pairs, const std::vector<TruePair>& truth,
           const linkage::PersonTable& table, Evaluation& made) {
  for (const double probability : kThresholds)
    made.thresholds.push_back({probability, linkage::count_against(from(pairs, probability), truth)});
  made.true_pairs = truth.size();
  const Side other = table.one_side() ? Side::left : Side::right;
  for (const TruePair& pair : truth) {
    bool met = false;
    for (std::size_t rule = 0; rule < table.spec().blocks.size() && !met; ++rule) {
      const linkage::Code code = table.blocked(Side::left, rule)[pair.left];
      met = code != 0 && code == table.blocked(other, rule)[pair.right];
    }
    if (!met) ++made.not_compared;
  }
}

std::vector<Column> error_columns() {
  const ColumnType any{ColumnType::Kind::any, 0};
  const ColumnType real{ColumnType::Kind::real, 0};
  return {{"error", any},        {"left_id", any}, {"right_id", any},
          {"probability", real}, {"weight", real}, {"explanation", any}};
}

/// The pictures that are asked for.
void draw(const EvaluateTargets& targets, const linkage::Scored& scored, const std::vector<TruePair>& truth,
          Evaluation& made) {
  if (!targets.curve.empty())
    write_text(targets.curve,
               linkage::curve_svg(linkage::curve(scored.pairs, truth, kCurvePoints), made.threshold), made);
  if (!targets.histogram.empty())
    write_text(
        targets.histogram,
        linkage::histogram_svg(scored.histogram, histogram_of(scored.pairs, truth, scored.histogram.size())),
        made);
}

}  // namespace

Evaluation evaluate(const Job& job, const std::filesystem::path& truth_file, const EvaluateTargets& targets,
                    const RunOptions& options, CancelToken& cancel, RunProgress& progress) {
  const bool one_side = job.one_sided;
  const auto gathered =
      gather(one_side ? one_side_of(job, Side::left) : job, options, one_side, cancel, progress);
  Persons& persons = *gathered->persons;
  Evaluation made;
  made.warnings = gathered->warnings;
  const auto truth = read_truth(truth_file, gathered->job, persons, made.warnings);
  LinkModel model = make_link_model(gathered->job, gathered->plan, persons, options.threads, cancel);
  made.warnings.insert(made.warnings.end(), model.warnings.begin(), model.warnings.end());
  linkage::Spec& spec = gathered->plan.linkage->spec;
  made.threshold = spec.match_probability;
  spec.possible_probability = std::min(spec.possible_probability, kLeastProbability);
  if (one_side) spec.assignment = linkage::Assignment::all;
  const linkage::Scored scored = score_pairs(persons, model, options.threads, cancel);
  std::vector<TruePair> links;
  for (const linkage::Link& link : linkage::decide(scored.pairs, spec, {}).matches)
    links.push_back(rows_of(link.pair));
  judge(scored.pairs, truth, persons.table(), made);
  made.links = linkage::count_against(links, truth);
  for (const linkage::CurvePoint& point : linkage::curve(scored.pairs, truth, scored.pairs.size())) {
    if (point.counted.f1() <= made.best_f1) continue;
    made.best_f1 = point.counted.f1();
    made.best_probability = point.probability;
  }
  if (!targets.errors.empty()) {
    RowWriter writer(targets.errors, error_columns());
    write_errors(writer, persons, model.model, links, truth);
    writer.prepare();
    made.outputs.push_back(writer.commit());
  }
  draw(targets, scored, truth, made);
  return made;
}

}  // namespace counterpart
