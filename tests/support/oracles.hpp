#pragma once
/// The eight promises that hold whatever fault meets a run, and one checker for all of them. Each broken one
/// is told in words.

#include <chrono>
#include <string>
#include <vector>

#include "support/table_world.hpp"
#include "support/workplace.hpp"

namespace counterpart::test {

/// What a run can change, at one moment.
struct Scene {
  Files files;            ///< below out/ and tmp/; of reports all but the first line, which tells the time
  std::string rows;       ///< of the tables that the run loads or keeps
  std::string history;    ///< of counterpart_runs: mode, rows, digest; without rows that are only prepared
  bool prepared = false;  ///< there is one of those
  std::string tables;     ///< the names of all others
};

/// How a run with a fault may end.
struct Promise {
  std::vector<int> exit_codes = {};  ///< those documented for the fault; 0 if the run may bear it
  int signal = 0;                    ///< that may end it too, without a word
  bool abrupt = false;               ///< an exit code comes without a word too, as a signal does
  bool untidy = false;               ///< what is the load's own may stay until the next run, as after SIGKILL
  std::chrono::milliseconds deadline = std::chrono::seconds(20);  ///< since its start
};

/// The oracles of one workplace and the database that its jobs load.
class Oracles {
 public:
  struct Table {
    std::string name;
    std::string columns;  ///< as SELECT and ORDER BY take them
  };

  /// `secrets` may stand nowhere, `names` of people only in outputs and tables.
  Oracles(const Workplace& place, TableWorld& world, std::vector<Table> tables,
          std::vector<std::string> secrets, std::vector<std::string> names);

  /// As things are now, once no session of a run works any more.
  Scene look() const;

  /// The oracles that the run broke which met a fault: `before` it, and as a run without a fault leaves
  /// things `after` it. Empty: none.
  std::vector<std::string> broken(const Ended& ended, const Promise& promise, const Scene& before,
                                  const Scene& after) const;
  /// The same of a run without a fault after one with; `expected` is what it has to leave.
  std::vector<std::string> broken_by_rerun(const Ended& ended, const Scene& expected) const;

 private:
  std::string rows() const;

  const Workplace& place_;
  TableWorld& world_;
  std::vector<Table> tables_;
  std::vector<std::string> secrets_;
  std::vector<std::string> names_;
};

}  // namespace counterpart::test
