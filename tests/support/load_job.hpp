#pragma once
/// A small job that loads a table and writes three files, over a base that an earlier run left, so that what
/// is there before and after a run differs everywhere.

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "support/faults.hpp"
#include "support/oracles.hpp"
#include "support/table_world.hpp"
#include "support/workplace.hpp"

namespace counterpart::test {

/// How the job loads its table.
enum class Loading { first, replace, keep_previous, append, upsert };

/// "first", "replace", …
std::string name_of(Loading loading);

/// A database and a way to load it.
struct LoadCase {
  /// The world may place its files in the folder.
  std::function<std::unique_ptr<TableWorld>(const std::filesystem::path& folder)> make_world;
  Loading loading = Loading::replace;
};

/// A workplace whose job `job.toml` has run once over older people; `reset` brings that state back.
class LoadJob {
 public:
  explicit LoadJob(const LoadCase& load_case);
  /// The one of this program for a way to load; what it costs to make one is spent once.
  static LoadJob& of(const LoadCase& load_case);

  const Workplace& place() const { return place_; }
  TableWorld& world() { return *world_; }
  const Oracles& oracles() const { return *oracles_; }
  const Scene& before() const { return before_; }
  const Scene& after() const { return after_; }  ///< a run without a fault from `before`
  /// The calls of a run without a fault, in their order, as a fault without limits to kinds or places counts.
  const std::vector<CountedCall>& calls() const { return calls_; }
  /// The first call of the publishing, which is the flush of the first output, counted from 1.
  unsigned first_of_publishing() const;

  /// Everything as it is `before`.
  void reset();
  /// A run with a fault; none of them waits for the disk, whose state after a kill is that of the processes.
  Start start(Fault fault = {}) const;
  /// Runs the job without a fault.
  Ended run() const { return run_program(start()); }

  /// The oracles that a run with a fault broke.
  std::vector<std::string> judge(const Ended& ended, const Promise& promise) const;
  /// Those that a run without a fault breaks after it.
  std::vector<std::string> judge_rerun() const;

 private:
  void write_people(unsigned first, unsigned last, const std::string& note) const;
  std::string table_output() const;
  void make_base();
  void learn();

  Loading loading_;
  Workplace place_;
  std::unique_ptr<TableWorld> world_;
  std::unique_ptr<Oracles> oracles_;
  Scene before_;
  Scene after_;
  Scene after_twice_;  ///< two runs without a fault from `before`
  std::vector<CountedCall> calls_;
};

}  // namespace counterpart::test
