#include "support/datasette.hpp"

#include <fstream>
#include <vector>

#include <fmt/format.h>

#include "counterpart/error.hpp"
#include "db/sqlite.hpp"

namespace counterpart::test {
namespace {

constexpr int kLockWaitMs = 10'000;

}  // namespace

Datasette::Datasette(unsigned count) {
  const std::string python = real_server_file("Datasette", "python/bin/python");
  std::ofstream(folder_.path() / "people.db").close();
  run("CREATE TABLE users(id INTEGER PRIMARY KEY, name TEXT)");
  run(fmt::format(
      "INSERT INTO users WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {}) "
      "SELECT i, 'name ' || i FROM n",
      count));
  server_.emplace("datasette", folder_.path(), [&](int port) -> std::vector<std::string> {
    return {python,      "-m",     "datasette",          "serve",    "--host",
            "127.0.0.1", "--port", std::to_string(port), "people.db"};
  });
}

std::string Datasette::url() const {
  return fmt::format("http://127.0.0.1:{}", server_->port());
}

void Datasette::run(const std::string& sql) const {
  CancelToken cancel;
  SqliteDatabase database(folder_.path() / "people.db", SqliteDatabase::Mode::read_write, ErrorKind::internal,
                          cancel);
  database.wait_for_locks(kLockWaitMs);
  database.run(sql);
}

}  // namespace counterpart::test
