#include "app/flags.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>

#include "app/completions.hpp"
#include "app/file_option.hpp"
#include "app/init_flags.hpp"
#include "app/link_flags.hpp"
#include "base/size.hpp"

namespace counterpart::app {

const char* const kExitCodes =
    "Exit codes: 0 done; 1 internal error; 2 usage; 3 job file or secret; 4 database or file not read to its "
    "end; 5 API not read to its\n"
    "end; 6 load rolled back; 7 outcome of the commit unknown; 8 data refused by policy; 9 output file not "
    "written; 10 another run holds\n"
    "the target; 130 interrupted; 143 terminated.";

namespace {

void add_voice(CLI::App& command, Voice& voice) {
  command.add_flag("--json", voice.json,
                   "Events as JSON Lines on stderr; the last is the summary or exit_error");
  command.add_flag("-q,--quiet", voice.quiet, "Print errors only");
  command.add_flag("-v,--verbose", voice.verbose, "Say more");
}

void add_size(CLI::App& command, std::optional<std::uint64_t>& bytes) {
  command
      .add_option_function<std::string>(
          "--memory",
          [&bytes](const std::string& text) {
            bytes = parse_size(text);
            if (!bytes || *bytes < (16U << 20))
              throw CLI::ValidationError("--memory", "takes a size of at least 16MiB, such as 256MiB");
          },
          "Memory budget of the run, over the job's; the program itself takes some 24MiB of it")
      ->type_name("SIZE");
}

void add_options(CLI::App& command, RunOptions& options) {
  command.add_option("--as-of", options.as_of, "The day from which activity is counted, YYYY-MM-DD")
      ->type_name("DATE");
  add_size(command, options.memory_bytes);
  command
      .add_option("--output-dir", options.output_dir,
                  "Outputs are relative to this folder, not to the job file")
      ->type_name("DIR")
      ->check(CLI::ExistingDirectory);
  command
      .add_option("--max-rejects", options.max_rejects,
                  "Records of a side that may be unusable before the run fails")
      ->type_name("N")
      ->check(CLI::NonNegativeNumber);
}

ProgressMode progress_mode(const std::string& when) {
  return when == "always"  ? ProgressMode::always
         : when == "never" ? ProgressMode::never
                           : ProgressMode::automatic;
}

void add_run(CLI::App& app, Flags& flags) {
  CLI::App* run = app.add_subcommand("run", "Run a job: read both sides, match, write the outputs");
  run->footer(
      fmt::format("Examples:\n  counterpart run job.toml\n  counterpart run job.toml --as-of 2017-02-02 "
                  "--output-dir out --json\n\n{}",
                  kExitCodes));
  run->add_option("JOB", flags.run.job, "The job file (TOML)")->required();
  add_options(*run, flags.run.options);
  run->add_option("--threads", flags.run.options.threads, "Threads; 1 reads one side after the other")
      ->type_name("N")
      ->check(CLI::Range(0, 1024));
  run->add_flag("--dry-run", flags.run.options.dry_run, "Do all but write the outputs");
  run->add_flag("--csv-raw", flags.run.options.csv_raw,
                "Write CSV texts as they are, even those that a spreadsheet takes for formulas");
  run->add_flag("--resume", flags.run.options.resume,
                "Keep the pages of APIs until the run is done, and go on from those of an interrupted one");
  run->add_option("--decisions", flags.run.options.decisions,
                  "A review file with its column 'decision' filled in, for probabilistic matching")
      ->type_name("FILE");
  run->add_flag("--allow-empty", flags.run.options.allow_empty, "A side without records is no error");
  run->add_option_function<std::string>(
         "--progress", [&flags](const std::string& when) { flags.run.progress = progress_mode(when); },
         "auto, always or never")
      ->type_name("WHEN")
      ->check(CLI::IsMember({"auto", "always", "never"}));
  add_voice(*run, flags.run.voice);
}

void add_check(CLI::App& app, Flags& flags) {
  CLI::App* check =
      app.add_subcommand("check", "Look at everything a run would touch, and read one record of each side");
  check->footer("Example:\n  counterpart check job.toml");
  check->add_option("JOB", flags.check.job, "The job file (TOML)")->required();
  add_options(*check, flags.check.options);
  add_voice(*check, flags.check.voice);
}

void add_plan(CLI::App& app, Flags& flags) {
  CLI::App* plan =
      app.add_subcommand("plan", "Tell how a run would read, order and match both sides, and why");
  plan->footer("Examples:\n  counterpart plan job.toml\n  counterpart plan job.toml --count");
  plan->add_option("JOB", flags.plan.job, "The job file (TOML)")->required();
  plan->add_flag(
      "--count", flags.plan.count,
      "Read both sides of a probabilistic job, and count the pairs that each blocking rule brings");
  add_size(*plan, flags.plan.options.memory_bytes);
  plan->add_option("--threads", flags.plan.options.threads, "Threads; 1 reads one side after the other")
      ->type_name("N")
      ->check(CLI::Range(0, 1024));
  add_voice(*plan, flags.plan.voice);
}

void add_ddl(CLI::App& app, Flags& flags) {
  CLI::App* ddl = app.add_subcommand("ddl", "Print the DDL of the job's table");
  ddl->footer("Example:\n  counterpart ddl job.toml --dialect postgres | psql warehouse");
  ddl->add_option("JOB", flags.ddl.job, "The job file (TOML)")->required();
  ddl->add_option("--dialect", flags.ddl.dialect, "mysql, postgres or sqlite")
      ->type_name("NAME")
      ->check(CLI::IsMember({"mysql", "postgres", "sqlite"}));
}

void add_fetch(CLI::App& app, Flags& flags) {
  CLI::App* fetch = app.add_subcommand("fetch", "Extract one side: the fields that the job reads of it");
  fetch->footer("Example:\n  counterpart fetch job.toml --side right -o partner.jsonl");
  fetch->add_option("JOB", flags.fetch.job, "The job file (TOML)")->required();
  fetch->add_option("--side", flags.fetch.side, "left, right, or a side's name")->required();
  fetch
      ->add_option("-o,--output", flags.fetch.output,
                   "The file to write: CSV if it ends in .csv, else JSON Lines")
      ->required()
      ->type_name("FILE")
      ->check(refuse_standard_output);
  fetch
      ->add_option("--record", flags.fetch.record,
                   "Keep the answers of the API in this new folder, without credentials; replay reads them")
      ->type_name("DIR");
  fetch
      ->add_option("--max-rejects", flags.fetch.options.max_rejects,
                   "Records that may be unusable before the fetch fails")
      ->type_name("N")
      ->check(CLI::NonNegativeNumber);
  add_voice(*fetch, flags.fetch.voice);
}

void add_status(CLI::App& app, Flags& flags) {
  CLI::App* status =
      app.add_subcommand("status", "Tell what is loaded in the job's tables, and by which run");
  status->footer(
      "Exit codes: 0 known; 6 this run is not loaded; 7 it cannot be told.\n\nExamples:\n  counterpart "
      "status "
      "job.toml\n  counterpart status job.toml 20170202T030405Z-1a2b3c4d --json");
  status->add_option("JOB", flags.status.job, "The job file (TOML)")->required();
  status->add_option("RUN_ID", flags.status.run_id, "A run, as its summary or a message names it");
  status
      ->add_option("--output-dir", flags.status.options.output_dir,
                   "The folder that the run's outputs were relative to, if not the job file's")
      ->type_name("DIR")
      ->check(CLI::ExistingDirectory);
  add_voice(*status, flags.status.voice);
}

void add_mock_api(CLI::App& app, Flags& flags) {
  MockApiFlags& mock = flags.mock_api;
  CLI::App* command =
      app.add_subcommand("mock-api", "Serve a CSV or JSON Lines file as a paginated API on this machine");
  command->footer(
      "Example:\n  counterpart mock-api partner.jsonl --port 8080 --page-size 500 --latency-ms 50 --gzip\n  "
      "curl 'http://127.0.0.1:8080/api/v1/users?page=1'");
  command->add_option("FILE", mock.file, "Records: .csv or .jsonl")->required();
  command->add_option("--host", mock.host, "Address to listen on")->capture_default_str();
  command->add_option("--port", mock.port, "Port; 0 takes a free one")
      ->capture_default_str()
      ->check(CLI::Range(0, 65535));
  command->add_option("--path", mock.path, "Path of the endpoint")->capture_default_str();
  command->add_option("--records-key", mock.records_key, "Name of the array of records in a page")
      ->capture_default_str();
  command->add_option("--page-size", mock.page_size, "Records a page")
      ->capture_default_str()
      ->check(CLI::Range(1, 1'000'000));
  command->add_option("--page-param", mock.page_param, "Query parameter of the page number")
      ->capture_default_str();
  command->add_option("--size-param", mock.size_param,
                      "Query parameter that lets a client ask for smaller pages");
  command->add_option("--sort", mock.sort, "Fields to sort by, as bytes")
      ->delimiter(',')
      ->type_name("FIELD,…");
  command->add_option("--latency-ms", mock.latency_ms, "Milliseconds to wait before each answer")
      ->capture_default_str();
  command->add_flag("--gzip", mock.gzip, "Compress for clients that accept it");
  command
      ->add_option("--token-env", mock.token_env,
                   "Ask for the bearer token that this environment variable holds")
      ->type_name("NAME");
  command->add_option("--for", mock.seconds, "Stop after so many seconds")->type_name("SECONDS");
  add_voice(*command, mock.voice);
}

void add_demo(CLI::App& app, Flags& flags) {
  CLI::App* demo = app.add_subcommand("demo", "Make two systems and a job file for them, and run it");
  demo->footer("Example:\n  counterpart demo --dir /tmp/demo --rows 100000 --keep-serving");
  demo->add_option("--dir", flags.demo.dir, "Folder for the systems, the job and the results")
      ->capture_default_str();
  demo->add_option("--rows", flags.demo.rows, "People in each system")
      ->capture_default_str()
      ->check(CLI::Range(1, 100'000'000));
  demo->add_flag("--keep-serving", flags.demo.keep_serving, "Leave the API running until interrupted");
  add_voice(*demo, flags.demo.voice);
}

void add_completions(CLI::App& app, Flags& flags) {
  CLI::App* command = app.add_subcommand("completions", "Print a completion script for a shell");
  command->footer("Example:\n  source <(counterpart completions bash)");
  command->add_option("SHELL", flags.shell, "bash, zsh or fish")
      ->required()
      ->check(CLI::IsMember({"bash", "zsh", "fish"}));
}

void add_train(CLI::App& app, Flags& flags) {
  CLI::App* command = app.add_subcommand("train", "Train the weights of probabilistic matching into a file");
  add_train_flags(*command, flags.train);
  add_voice(*command, flags.train.voice);
}

void add_explain(CLI::App& app, Flags& flags) {
  CLI::App* command = app.add_subcommand("explain", "Tell why two records are linked, or are not");
  add_explain_flags(*command, flags.explain);
  add_voice(*command, flags.explain.voice);
}

void add_evaluate(CLI::App& app, Flags& flags) {
  CLI::App* command = app.add_subcommand("evaluate", "Judge the links of a job by a known truth");
  add_evaluate_flags(*command, flags.evaluate);
  add_voice(*command, flags.evaluate.voice);
}

void add_dedupe(CLI::App& app, Flags& flags) {
  CLI::App* command = app.add_subcommand("dedupe", "Find the records of one side that are of one person");
  add_dedupe_flags(*command, flags.dedupe);
  add_voice(*command, flags.dedupe.voice);
}

void add_init(CLI::App& app, Flags& flags) {
  CLI::App* command = app.add_subcommand("init", "Look at two systems and write a job file for them");
  add_init_flags(*command, flags.init);
  add_voice(*command, flags.init.voice);
}

}  // namespace

const std::vector<Command>& commands() {
  using App = const CLI::App&;
  static const std::vector<Command> all{
      {"init", add_init, [](App, const Flags& flags) { return init_command(flags.init); },
       [](Flags& flags) { return &flags.init.voice; }},
      {"run", add_run, [](App, const Flags& flags) { return run_command(flags.run); },
       [](Flags& flags) { return &flags.run.voice; }},
      {"check", add_check, [](App, const Flags& flags) { return check_command(flags.check); },
       [](Flags& flags) { return &flags.check.voice; }},
      {"plan", add_plan, [](App, const Flags& flags) { return plan_command(flags.plan); },
       [](Flags& flags) { return &flags.plan.voice; }},
      {"demo", add_demo, [](App, const Flags& flags) { return demo_command(flags.demo); },
       [](Flags& flags) { return &flags.demo.voice; }},
      {"mock-api", add_mock_api, [](App, const Flags& flags) { return mock_api_command(flags.mock_api); },
       [](Flags& flags) { return &flags.mock_api.voice; }},
      {"ddl", add_ddl, [](App, const Flags& flags) { return ddl_command(flags.ddl); }, nullptr},
      {"fetch", add_fetch, [](App, const Flags& flags) { return fetch_command(flags.fetch); },
       [](Flags& flags) { return &flags.fetch.voice; }},
      {"dedupe", add_dedupe, [](App, const Flags& flags) { return dedupe_command(flags.dedupe); },
       [](Flags& flags) { return &flags.dedupe.voice; }},
      {"train", add_train, [](App, const Flags& flags) { return train_command(flags.train); },
       [](Flags& flags) { return &flags.train.voice; }},
      {"explain", add_explain, [](App, const Flags& flags) { return explain_command(flags.explain); },
       [](Flags& flags) { return &flags.explain.voice; }},
      {"evaluate", add_evaluate, [](App, const Flags& flags) { return evaluate_command(flags.evaluate); },
       [](Flags& flags) { return &flags.evaluate.voice; }},
      {"status", add_status, [](App, const Flags& flags) { return status_command(flags.status); },
       [](Flags& flags) { return &flags.status.voice; }},
      {"completions", add_completions,
       [](App app, const Flags& flags) {
         print(completions(app, flags.shell));
         return 0;
       },
       nullptr},
  };
  return all;
}

}  // namespace counterpart::app
