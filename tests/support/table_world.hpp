#pragma once
/// A database that tests load tables of, whatever its kind.

#include <sstream>
#include <string>

namespace counterpart::test {

/// A database of its own for one test.
class TableWorld {
 public:
  virtual ~TableWorld() = default;
  virtual std::string url() const = 0;
  /// Of the url's user; empty: none is needed.
  virtual std::string password() const { return ""; }
  /// Runs SQL behind the sink's back.
  virtual void run(const std::string& sql) = 0;
  /// All rows of a query as "a|b\nc|NULL\n".
  virtual std::string query(const std::string& sql) = 0;
  /// Names of all tables but counterpart_runs, in order, as `query` gives them.
  virtual std::string tables() = 0;
  /// Nothing is there any more, as before the first load of all.
  virtual void clear() {
    std::istringstream names(tables() + "counterpart_runs\n");
    for (std::string name; std::getline(names, name);) run("DROP TABLE IF EXISTS " + name);
  }
  /// Comes back when no session of a program that is gone works on the database any more.
  virtual void await_quiet() {}
  /// Ends the sessions of all programs, from the server's side.
  virtual void end_sessions() {}
};

}  // namespace counterpart::test
