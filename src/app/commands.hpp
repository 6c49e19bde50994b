#pragma once
/// The commands, each over its flags as plain values. They print, and give the exit code; Error is for main()
/// to show.

#include <filesystem>
#include <string>
#include <vector>

#include "app/progress_display.hpp"
#include "app/terminal.hpp"
#include "base/cancel.hpp"
#include "counterpart/run.hpp"
#include "job/dedupe.hpp"
#include "job/evaluate.hpp"
#include "job/propose_job.hpp"

namespace counterpart::app {

struct RunFlags {
  std::filesystem::path job;
  RunOptions options;
  ProgressMode progress = ProgressMode::automatic;
  Voice voice;
};

struct PlanFlags {
  std::filesystem::path job;
  bool count = false;  ///< of a probabilistic job: read both sides, and count the pairs of each rule
  RunOptions options;  ///< memory_bytes and threads alone
  Voice voice;
};

struct TrainFlags {
  std::filesystem::path job;
  std::filesystem::path output;
  RunOptions options;  ///< memory_bytes and threads alone
  Voice voice;
};

struct ExplainFlags {
  std::filesystem::path job;
  std::string left;  ///< ids
  std::string right;
  bool show_values = false;
  RunOptions options;  ///< memory_bytes, threads and decisions alone
  Voice voice;
};

struct EvaluateFlags {
  std::filesystem::path job;
  std::filesystem::path truth;
  EvaluateTargets targets;
  RunOptions options;  ///< memory_bytes and threads alone
  Voice voice;
};

struct DedupeFlags {
  std::filesystem::path job;
  std::string side = "left";
  DedupeTargets targets;
  RunOptions options;  ///< memory_bytes, threads and decisions alone
  Voice voice;
};

struct DdlFlags {
  std::filesystem::path job;
  std::string dialect;  ///< empty: of the job's table output, else mysql
};

struct FetchFlags {
  std::filesystem::path job;
  std::string side;
  std::filesystem::path output;
  std::filesystem::path record;  ///< empty: the answers are not kept
  RunOptions options;            ///< max_rejects alone
  Voice voice;
};

struct StatusFlags {
  std::filesystem::path job;
  std::string run_id;  ///< empty: of no run in particular
  RunOptions options;  ///< output_dir alone
  Voice voice;
};

struct MockApiFlags {
  std::filesystem::path file;
  std::string host = "127.0.0.1";
  int port = 0;
  std::string path = "/api/v1/users";
  std::string records_key = "users";
  std::size_t page_size = 100;
  std::string page_param = "page";
  std::string size_param;
  std::vector<std::string> sort;
  unsigned latency_ms = 0;
  bool gzip = false;
  std::string token_env;
  unsigned seconds = 0;  ///< stops by itself after these; 0: when interrupted
  Voice voice;
};

struct InitFlags {
  SideQuestion left;
  SideQuestion right;
  JobWishes wishes;
  bool allow_http = false;
  std::string output = "job.toml";  ///< "-" prints it
  bool force = false;
  bool yes = false;  ///< never asks
  Voice voice;
};

struct DemoFlags {
  std::filesystem::path dir = "counterpart-demo";
  std::size_t rows = 10'000;
  bool keep_serving = false;
  Voice voice;
};

int run_command(const RunFlags& flags);
int status_command(const StatusFlags& flags);
/// The body of `run_command`, for a program whose signals are watched already.
void run_job_and_print(const RunFlags& flags, CancelToken& cancel);
int check_command(const RunFlags& flags);
/// How a run would go about it; no output is touched.
int plan_command(const PlanFlags& flags);
/// The body of `check_command`, for a program whose signals are watched already.
void check_job_and_print(const RunFlags& flags, CancelToken& cancel);
int train_command(const TrainFlags& flags);
int explain_command(const ExplainFlags& flags);
int evaluate_command(const EvaluateFlags& flags);
int dedupe_command(const DedupeFlags& flags);
int ddl_command(const DdlFlags& flags);
int fetch_command(const FetchFlags& flags);
int mock_api_command(const MockApiFlags& flags);
int demo_command(const DemoFlags& flags);
int init_command(const InitFlags& flags);

}  // namespace counterpart::app
