/// The commands of probabilistic matching beside `run`.

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <functional>

#include "app/commands.hpp"
#include "app/linkage_view.hpp"
#include "app/progress_display.hpp"
#include "app/signals.hpp"
#include "base/file.hpp"
#include "base/size.hpp"
#include "job/dedupe.hpp"
#include "job/evaluate.hpp"
#include "job/explain.hpp"
#include "job/gather.hpp"
#include "job/link_model.hpp"
#include "job/model_file.hpp"
#include "job/run.hpp"

namespace counterpart::app {
namespace {

/// Runs `work` over a loaded job, with signals watched and progress shown.
void at_work(const std::filesystem::path& file, const RunOptions& options, const Voice& voice,
             const std::function<void(const Job&, CancelToken&, RunProgress&)>& work) {
  CancelToken cancel;
  const SignalWatch signals(cancel, voice);
  const Job job = with_options(load_job(file), options);
  RunProgress progress;
  const ProgressDisplay display(progress, job.left.name, job.one_sided ? "" : job.right.name,
                                ProgressMode::automatic, voice);
  work(job, cancel, progress);
}

void warn(const Voice& voice, const std::vector<std::string>& warnings) {
  for (const std::string& warning : warnings) print_warning(voice, warning);
}

std::string wrote_text(const std::vector<std::string>& outputs) {
  std::string text;
  for (const std::string& output : outputs) text += fmt::format("wrote {}\n", shown(output));
  return text;
}

std::string figures(const linkage::Counted& counted) {
  return fmt::format("precision {:.4f}, recall {:.4f}, F1 {:.4f}; {} right, {} wrong, {} missed",
                     counted.precision(), counted.recall(), counted.f1(), format_count(counted.right),
                     format_count(counted.wrong), format_count(counted.missed));
}

std::string figure_fields(const linkage::Counted& counted) {
  return fmt::format(
      "\"precision\":{:.6f},\"recall\":{:.6f},\"f1\":{:.6f},\"right\":{},\"wrong\":{},\"missed\":{}",
      counted.precision(), counted.recall(), counted.f1(), counted.right, counted.wrong, counted.missed);
}

std::string evaluation_text(const Evaluation& made) {
  std::string text = fmt::format("{:>9}  {:>9}  {:>7}  {:>7}\n", "threshold", "precision", "recall", "F1");
  for (const Evaluation::At& at : made.thresholds)
    text += fmt::format("{:>9}  {:>9.4f}  {:>7.4f}  {:>7.4f}\n", at.probability, at.counted.precision(),
                        at.counted.recall(), at.counted.f1());
  text += fmt::format("\nlinks at {}: {}\n", made.threshold, figures(made.links));
  text += fmt::format("best F1 of all thresholds, which only the truth tells: {:.4f} at {:.4g}\n",
                      made.best_f1, made.best_probability);
  text += fmt::format("{} of {} true pairs share no blocking rule: they are never compared\n",
                      format_count(made.not_compared), format_count(made.true_pairs));
  return text + wrote_text(made.outputs);
}

std::string evaluation_fields(const Evaluation& made) {
  std::string thresholds;
  for (const Evaluation::At& at : made.thresholds)
    thresholds += fmt::format("{}{{\"probability\":{},{}}}", thresholds.empty() ? "" : ",", at.probability,
                              figure_fields(at.counted));
  return fmt::format(
      "\"schema_version\":1,\"threshold\":{},{},\"thresholds\":[{}],\"best_f1\":{:.6f},\"best_probability\":{"
      ":.6g},"
      "\"true_pairs\":{},\"not_compared\":{},\"outputs\":{},\"warnings\":{}",
      made.threshold, figure_fields(made.links), thresholds, made.best_f1, made.best_probability,
      made.true_pairs, made.not_compared, json_list(made.outputs), json_list(made.warnings));
}

std::string explanation_text(const PairExplanation& made, bool show_values) {
  std::string text = fmt::format("{}: probability {:.6g}, match weight {:+.2f} bits\n{}\n\n", made.outcome,
                                 made.link.probability, made.link.weight, made.reason);
  double sum = made.link.prior;
  text += fmt::format("{:>8}  {:>8}\n{:>+8.2f}  {:>+8.2f}  two records drawn at random\n", "bits", "sum", sum,
                      sum);
  for (std::size_t i = 0; i < made.link.terms.size(); ++i) {
    const LinkExplanation::Term& term = made.link.terms[i];
    sum += term.weight;
    text += fmt::format("{:>+8.2f}  {:>+8.2f}  {}: {}", term.weight, sum, shown(term.comparison),
                        shown(term.level));
    if (show_values)
      text += fmt::format("  ({} / {})", shown(made.values[i].left), shown(made.values[i].right));
    text += "\n";
    if (term.term_frequency == 0) continue;
    sum += term.term_frequency;
    text += fmt::format("{:>+8.2f}  {:>+8.2f}  {}: how rare the value is\n", term.term_frequency, sum,
                        shown(term.comparison));
  }
  text += fmt::format("\na match from probability {} up, possible from {} up\n", made.threshold,
                      made.possible_threshold);
  return text + (made.rules.empty() ? ""
                                    : fmt::format("brought together by: {}\n",
                                                  shown(fmt::format("{}", fmt::join(made.rules, "; ")))));
}

std::string explanation_fields(const PairExplanation& made, bool show_values) {
  std::string values;
  if (show_values) {
    for (const PairExplanation::Values& value : made.values)
      values +=
          fmt::format("{}[{},{}]", values.empty() ? "" : ",", json_text(value.left), json_text(value.right));
    values = ",\"values\":[" + values + "]";
  }
  return fmt::format(
      "\"schema_version\":1,\"outcome\":{},\"reason\":{},\"threshold\":{},\"possible_threshold\":{},"
      "\"rules\":{},"
      "\"explanation\":{}{}",
      json_text(made.outcome), json_text(made.reason), made.threshold, made.possible_threshold,
      json_list(made.rules), explanation_json(made.link), values);
}

std::string deduped_text(const Deduped& made, bool verbose) {
  return fmt::format(
             "{}: {} of {}; {} {} a double, {} in the largest group\n{} from "
             "probability {} up\n",
             shown(made.side), format_count(made.records, "record"), format_count(made.persons, "person"),
             format_count(made.doubles, "record"), made.doubles == 1 ? "has" : "have",
             format_count(made.largest), format_count(made.pairs, "pair"), made.linkage.threshold) +
         linkage_text(made.linkage, verbose) + wrote_text(made.outputs);
}

std::string deduped_fields(const Deduped& made) {
  return fmt::format(
      "\"schema_version\":1,\"side\":{},\"records\":{},\"persons\":{},\"doubles\":{},\"largest\":{},"
      "\"pairs\":{},{}\"outputs\":{},\"warnings\":{}",
      json_text(made.side), made.records, made.persons, made.doubles, made.largest, made.pairs,
      linkage_fields(made.linkage), json_list(made.outputs), json_list(made.warnings));
}

/// The answer, as the caller wants it.
void answer(const Voice& voice, const std::vector<std::string>& warnings, const std::string& text,
            const std::string& fields) {
  warn(voice, warnings);
  if (voice.json) {
    print_event("summary", fields);
  } else if (!voice.quiet) {
    print(text);
  }
}

}  // namespace

int train_command(const TrainFlags& flags) {
  at_work(
      flags.job, flags.options, flags.voice, [&](const Job& job, CancelToken& cancel, RunProgress& progress) {
        AtomicFile file(flags.output);
        const bool one_side = job.one_sided;
        const auto gathered =
            gather(one_side ? one_side_of(job, Side::left) : job, flags.options, one_side, cancel, progress);
        Job untrained = gathered->job;
        untrained.linkage->model.clear();
        const LinkModel model =
            make_link_model(untrained, gathered->plan, *gathered->persons, flags.options.threads, cancel);
        file.write(model_text(gathered->plan.linkage->spec, model.model));
        file.commit();
        std::vector<std::string> warnings = gathered->warnings;
        warnings.insert(warnings.end(), model.warnings.begin(), model.warnings.end());
        std::string text = model.origin + "\n";
        for (const std::string& line : model.training) text += shown(line) + "\n";
        answer(flags.voice, warnings, text + wrote_text({flags.output.string()}),
               fmt::format("\"schema_version\":1,\"model\":{},\"lambda\":{},\"training\":{},\"outputs\":{},"
                           "\"warnings\":{}",
                           json_text(model.origin), model.model.lambda, json_list(model.training),
                           json_list({flags.output.string()}), json_list(warnings)));
      });
  return 0;
}

int explain_command(const ExplainFlags& flags) {
  at_work(flags.job, flags.options, flags.voice,
          [&](const Job& job, CancelToken& cancel, RunProgress& progress) {
            const PairExplanation made =
                explain_pair(job, flags.left, flags.right, flags.options, cancel, progress);
            answer(flags.voice, made.warnings, explanation_text(made, flags.show_values),
                   explanation_fields(made, flags.show_values));
          });
  return 0;
}

int evaluate_command(const EvaluateFlags& flags) {
  at_work(
      flags.job, flags.options, flags.voice, [&](const Job& job, CancelToken& cancel, RunProgress& progress) {
        const Evaluation made = evaluate(job, flags.truth, flags.targets, flags.options, cancel, progress);
        answer(flags.voice, made.warnings, evaluation_text(made), evaluation_fields(made));
      });
  return 0;
}

int dedupe_command(const DedupeFlags& flags) {
  at_work(
      flags.job, flags.options, flags.voice, [&](const Job& job, CancelToken& cancel, RunProgress& progress) {
        const bool left = flags.side == "left" || flags.side == job.left.name;
        if (!left && (job.one_sided || (flags.side != "right" && flags.side != job.right.name)))
          throw Error(ErrorKind::usage,
                      fmt::format("--side is left ({}){}", job.left.name,
                                  job.one_sided ? "" : fmt::format(" or right ({})", job.right.name)));
        const Deduped made =
            dedupe_side(job, left ? Side::left : Side::right, flags.targets, flags.options, cancel, progress);
        answer(flags.voice, made.warnings, deduped_text(made, flags.voice.verbose), deduped_fields(made));
      });
  return 0;
}

}  // namespace counterpart::app
