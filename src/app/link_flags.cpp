#include "app/link_flags.hpp"

#include <CLI/CLI.hpp>

#include "app/file_option.hpp"
#include "base/size.hpp"

namespace counterpart::app {
namespace {

void add_job(CLI::App& command, std::filesystem::path& job) {
  command.add_option("JOB", job, "The job file (TOML), with method = \"probabilistic\"")->required();
}

void add_limits(CLI::App& command, RunOptions& options) {
  command
      .add_option_function<std::string>(
          "--memory",
          [&options](const std::string& text) {
            options.memory_bytes = parse_size(text);
            if (!options.memory_bytes || *options.memory_bytes < (16U << 20))
              throw CLI::ValidationError("--memory", "takes a size of at least 16MiB, such as 256MiB");
          },
          "Memory budget, over the job's")
      ->type_name("SIZE");
  command.add_option("--threads", options.threads, "Threads; the result is the same for any number")
      ->type_name("N")
      ->check(CLI::Range(0, 1024));
}

void add_decisions(CLI::App& command, RunOptions& options) {
  command
      .add_option("--decisions", options.decisions,
                  "A review file with its column 'decision' filled in: match or none")
      ->type_name("FILE");
}

}  // namespace

void add_train_flags(CLI::App& command, TrainFlags& flags) {
  command.footer(
      "Example:\n  counterpart train job.toml -o model.toml    # then model = \"model.toml\" in [match]");
  add_job(command, flags.job);
  command.add_option("-o,--output", flags.output, "The model file to write")
      ->required()
      ->type_name("FILE")
      ->check(refuse_standard_output);
  add_limits(command, flags.options);
}

void add_explain_flags(CLI::App& command, ExplainFlags& flags) {
  command.footer("Example:\n  counterpart explain job.toml --left 17 --right 905 --show-values");
  add_job(command, flags.job);
  command.add_option("--left", flags.left, "Id of a record of the left side")->required()->type_name("ID");
  command
      .add_option("--right", flags.right,
                  "Id of a record of the right side; of the left one in a job without [right]")
      ->required()
      ->type_name("ID");
  command.add_flag("--show-values", flags.show_values, "Show what is compared: names and dates of people");
  add_decisions(command, flags.options);
  add_limits(command, flags.options);
}

void add_evaluate_flags(CLI::App& command, EvaluateFlags& flags) {
  command.footer(
      "Example:\n  counterpart evaluate job.toml --truth truth.csv --errors errors.csv --curve curve.svg");
  add_job(command, flags.job);
  command
      .add_option(
          "--truth", flags.truth,
          "CSV of true pairs (left_id, right_id) or of clusters (id, cluster; for two sides also side)")
      ->required()
      ->type_name("FILE");
  command.add_option("--errors", flags.targets.errors, "Write wrong and missed pairs, each explained")
      ->type_name("FILE");
  command
      .add_option("--curve", flags.targets.curve, "Draw precision, recall and F1 over the threshold (SVG)")
      ->type_name("FILE");
  command.add_option("--histogram", flags.targets.histogram, "Draw pairs over the match weight (SVG)")
      ->type_name("FILE");
  add_limits(command, flags.options);
}

void add_dedupe_flags(CLI::App& command, DedupeFlags& flags) {
  command.footer("Example:\n  counterpart dedupe job.toml -o clusters.csv --pairs pairs.csv");
  add_job(command, flags.job);
  command.add_option("--side", flags.side, "left, right, or a side's name")->capture_default_str();
  command
      .add_option("-o,--output", flags.targets.clusters,
                  "Write each record with its group: CSV, or JSON Lines if it ends in .jsonl")
      ->type_name("FILE")
      ->check(refuse_standard_output);
  command
      .add_option("--pairs", flags.targets.pairs, "Write the pairs that are possible or more, each explained")
      ->type_name("FILE");
  command
      .add_option("--review", flags.targets.review,
                  "Write the possible pairs for people to decide on, for --decisions later")
      ->type_name("FILE");
  add_decisions(command, flags.options);
  add_limits(command, flags.options);
}

}  // namespace counterpart::app
