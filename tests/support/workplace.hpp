#pragma once
/// A folder for one test of the program: its job files and sources, `out/` for what it writes, `tmp/` as its
/// TMPDIR; and the oracles that every failure has to pass.

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "support/program.hpp"
#include "support/temporary_directory.hpp"

namespace counterpart::test {

/// Every file below a folder, by its path from there, with its bytes. A folder ends in '/' and has none.
using Files = std::map<std::string, std::string>;

class Workplace {
 public:
  Workplace();

  const std::filesystem::path& folder() const { return folder_.path(); }
  std::filesystem::path path(const std::string& name) const { return folder_.path() / name; }
  void write(const std::string& name, const std::string& text) const;
  /// The bytes of a file, "" if there is none.
  std::string read(const std::string& name) const;
  bool has(const std::string& name) const { return std::filesystem::exists(path(name)); }

  /// The program in this folder with TMPDIR = tmp/.
  Start start(const std::vector<std::string>& arguments,
              const std::map<std::string, std::string>& environment = {}) const;
  Ended run(const std::vector<std::string>& arguments,
            const std::map<std::string, std::string>& environment = {}) const;
  /// The same, and the run has to succeed.
  Ended run_well(const std::vector<std::string>& arguments,
                 const std::map<std::string, std::string>& environment = {}) const;

  /// All that is here now, temporary files included.
  Files files() const;
  /// Only what is in out/: of a database the rows but not counterpart_runs, of report.txt all but the first
  /// line; both tell the time.
  Files results() const;
  /// All rows of a query on an SQLite file, as "a|b\nc|NULL\n".
  std::string query(const std::string& database, const std::string& sql) const;

  /// The failure `ended` is as documented: this exit code, one line of cause that mentions all of `words`,
  /// one hint, nothing on standard output, and every file as it was `before`, with no file more.
  void expect_refused(const Files& before, const Ended& ended, int exit_code,
                      const std::vector<std::string>& words) const;
  /// The files are those of `before`; a difference is named without its bytes.
  void expect_untouched(const Files& before) const;

 private:
  std::string all_rows(const std::string& database) const;

  TemporaryDirectory folder_;
};

/// The lines of a text that begin with this, without their line ends.
std::vector<std::string> lines_with(const std::string& text, const std::string& prefix);

/// `text` with one occurrence of `from` replaced; throws if there is none, so that a test cannot quietly
/// change nothing.
std::string replaced(std::string text, const std::string& from, const std::string& to);

}  // namespace counterpart::test
