#include "support/load_job.hpp"

#include <fmt/format.h>

#include <stdexcept>

namespace counterpart::test {
namespace {

/// More than one INSERT of MySQL (500 rows) and more than one batch of an output (64 KiB).
constexpr unsigned kPeople = 720;
constexpr unsigned kOlderPeople = 640;
constexpr unsigned kFirstOfNew = 101;
constexpr const char* kSurname = "Kanarienvogel";
constexpr const char* kPasswordVariable = "LOAD_PASSWORD";
constexpr const char* kColumns = "person_id, name, note";
constexpr const char* kFiles[] = {"out/matches.csv", "out/matches.jsonl", "out/report.txt"};

constexpr const char* kJob = R"toml([left]
name = "register"
source = "csv"
path = "left.csv"
id = "id"
[right]
name = "shop"
source = "csv"
path = "right.csv"
id = "id"
[match]
[[match.on]]
left = "name"
right = "name"
[[column]]
name = "person_id"
from = "left.id"
type = "integer"
[[column]]
name = "name"
from = "left.name"
type = "varchar(120)"
[[column]]
name = "note"
from = "right.note"
type = "varchar(20)"
[[output]]
kind = "csv"
path = "out/matches.csv"
)toml";

constexpr const char* kFilesBehindTheTable = R"([[output]]
kind = "jsonl"
path = "out/matches.jsonl"
[[output]]
kind = "report"
path = "out/report.txt"
)";

std::string mode_of(Loading loading) {
  switch (loading) {
    case Loading::first:
    case Loading::replace: return "mode = \"replace\"\n";
    case Loading::keep_previous: return "mode = \"replace\"\nkeep_previous = \"people_before\"\n";
    case Loading::append: return "mode = \"append\"\n";
    case Loading::upsert: return "mode = \"upsert\"\nkey = [\"person_id\"]\n";
  }
  return "";
}

void expect_done(const Ended& ended) {
  if (ended.exit_code != 0) throw std::runtime_error("a run without a fault failed:\n" + ended.err);
}

}  // namespace

std::string name_of(Loading loading) {
  switch (loading) {
    case Loading::first: return "First";
    case Loading::replace: return "Replace";
    case Loading::keep_previous: return "KeepPrevious";
    case Loading::append: return "Append";
    case Loading::upsert: return "Upsert";
  }
  return "";
}

LoadJob::LoadJob(const LoadCase& load_case)
    : loading_(load_case.loading), world_(load_case.make_world(place_.path("out"))) {
  std::vector<std::string> secrets;
  if (!world_->password().empty()) secrets.push_back(world_->password());
  oracles_ = std::make_unique<Oracles>(
      place_, *world_, std::vector<Oracles::Table>{{"people", kColumns}, {"people_before", kColumns}},
      secrets, std::vector<std::string>{kSurname});
  place_.write("job.toml", kJob + table_output() + kFilesBehindTheTable);
  if (loading_ != Loading::first) make_base();
  write_people(kFirstOfNew, kFirstOfNew + kPeople - 1, "new");
  learn();
  reset();
}

LoadJob& LoadJob::of(const LoadCase& load_case) {
  static std::map<Loading, std::unique_ptr<LoadJob>> jobs;
  std::unique_ptr<LoadJob>& job = jobs[load_case.loading];
  if (!job) job = std::make_unique<LoadJob>(load_case);
  return *job;
}

std::string LoadJob::table_output() const {
  const std::string password =
      world_->password().empty() ? "" : fmt::format("password = {{ env = \"{}\" }}\n", kPasswordVariable);
  return fmt::format("[[output]]\nkind = \"table\"\nurl = \"{}\"\ntable = \"people\"\n{}{}", world_->url(),
                     password, mode_of(loading_));
}

void LoadJob::write_people(unsigned first, unsigned last, const std::string& note) const {
  std::string left = "id,name\n";
  std::string right = "id,name,note\n";
  for (unsigned id = first; id <= last; ++id) {
    const std::string name = fmt::format("Person {:04} {:x>60} {}", id, "", kSurname);
    left += fmt::format("{},{}\n", id, name);
    right += fmt::format("{},{},{}\n", id, name, note);
  }
  place_.write("left.csv", left);
  place_.write("right.csv", right);
}

/// Rows of an earlier run, and a copy of them.
void LoadJob::make_base() {
  write_people(1, kOlderPeople, "old");
  expect_done(run());
  world_->run(fmt::format("CREATE TABLE people_base AS SELECT {} FROM people", kColumns));
  world_->run("CREATE TABLE runs_base AS SELECT run_id FROM counterpart_runs");
}

/// What runs without a fault leave, and the calls that one makes.
void LoadJob::learn() {
  reset();
  before_ = oracles_->look();
  expect_done(run_program(start({.log = place_.path("calls")})));
  after_ = oracles_->look();
  calls_ = read_calls(place_.path("calls"));
  expect_done(run());
  after_twice_ = oracles_->look();
}

unsigned LoadJob::first_of_publishing() const {
  for (unsigned i = 0; i < calls_.size(); ++i) {
    if (calls_[i].call == "fsync") return i + 1;
  }
  throw std::runtime_error("no output is flushed");
}

void LoadJob::reset() {
  if (loading_ == Loading::first) {
    world_->clear();
  } else {
    world_->run("DROP TABLE IF EXISTS people_before");
    world_->run("DELETE FROM people");
    world_->run(fmt::format("INSERT INTO people ({0}) SELECT {0} FROM people_base", kColumns));
    world_->run("DELETE FROM counterpart_runs WHERE run_id NOT IN (SELECT run_id FROM runs_base)");
  }
  for (const char* file : kFiles) place_.write(file, std::string("an old file\nof ") + file + "\n");
}

Start LoadJob::start(Fault fault) const {
  fault.no_sync = true;
  std::map<std::string, std::string> environment = environment_of(fault);
  environment[kPasswordVariable] = world_->password();
  return place_.start({"run", "job.toml", "--threads", "1"}, environment);
}

std::vector<std::string> LoadJob::judge(const Ended& ended, const Promise& promise) const {
  return oracles_->broken(ended, promise, before_, after_);
}

std::vector<std::string> LoadJob::judge_rerun() const {
  const bool loaded = oracles_->look().rows == after_.rows;
  return oracles_->broken_by_rerun(run(), loaded ? after_twice_ : after_);
}

}  // namespace counterpart::test
