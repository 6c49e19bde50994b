#include "support/workplace.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sqlite3.h>

#include <fstream>
#include <sstream>
#include <stdexcept>

namespace counterpart::test {
namespace {

std::string bytes_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

int append_row(void* into, int columns, char** texts, char**) {
  auto& rows = *static_cast<std::string*>(into);
  for (int i = 0; i < columns; ++i) {
    rows += i == 0 ? "" : "|";
    rows += texts[i] == nullptr ? "NULL" : texts[i];
  }
  rows += '\n';
  return 0;
}

}  // namespace

Workplace::Workplace() {
  for (const char* name : {"out", "tmp"}) std::filesystem::create_directory(path(name));
}

void Workplace::write(const std::string& name, const std::string& text) const {
  std::ofstream(path(name), std::ios::binary) << text;
}

std::string Workplace::read(const std::string& name) const {
  return bytes_of(path(name));
}

Start Workplace::start(const std::vector<std::string>& arguments,
                       const std::map<std::string, std::string>& environment) const {
  Start start{.arguments = arguments, .folder = folder(), .environment = environment};
  start.environment.emplace("TMPDIR", path("tmp").string());
  return start;
}

Ended Workplace::run(const std::vector<std::string>& arguments,
                     const std::map<std::string, std::string>& environment) const {
  return run_program(start(arguments, environment));
}

Ended Workplace::run_well(const std::vector<std::string>& arguments,
                          const std::map<std::string, std::string>& environment) const {
  Ended ended = run(arguments, environment);
  EXPECT_EQ(ended.exit_code, 0) << ended.err;
  return ended;
}

Files Workplace::files() const {
  Files files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder())) {
    const std::string name = std::filesystem::relative(entry.path(), folder()).string();
    if (entry.is_directory()) {
      files[name + "/"];
    } else {
      files[name] = bytes_of(entry.path());
    }
  }
  return files;
}

std::string Workplace::all_rows(const std::string& database) const {
  std::string rows;
  std::istringstream tables(query(
      database,
      "SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'counterpart_runs' ORDER BY name"));
  for (std::string table; std::getline(tables, table);)
    rows += table + "\n" + query(database, "SELECT * FROM " + table + " ORDER BY rowid");
  return rows;
}

Files Workplace::results() const {
  Files results;
  for (const auto& [name, bytes] : files()) {
    if (!name.starts_with("out/") || name == "out/") continue;
    if (name.ends_with(".db")) {
      results[name] = all_rows(name);
    } else {
      results[name] = name.ends_with("report.txt") ? bytes.substr(bytes.find('\n') + 1) : bytes;
    }
  }
  return results;
}

std::string Workplace::query(const std::string& database, const std::string& sql) const {
  std::string rows;
  sqlite3* handle = nullptr;
  EXPECT_EQ(sqlite3_open(path(database).c_str(), &handle), SQLITE_OK);
  EXPECT_EQ(sqlite3_exec(handle, sql.c_str(), append_row, &rows, nullptr), SQLITE_OK)
      << sqlite3_errmsg(handle);
  sqlite3_close(handle);
  return rows;
}

void Workplace::expect_refused(const Files& before, const Ended& ended, int exit_code,
                               const std::vector<std::string>& words) const {
  EXPECT_EQ(ended.exit_code, exit_code) << ended.err;
  EXPECT_EQ(ended.signal, 0);
  EXPECT_EQ(ended.out, "");
  const auto causes = lines_with(ended.err, "error: ");
  EXPECT_EQ(causes.size(), 1U) << ended.err;
  EXPECT_EQ(lines_with(ended.err, "hint: ").size(), 1U) << ended.err;
  for (const std::string& word : words) EXPECT_THAT(causes, ::testing::Contains(::testing::HasSubstr(word)));
  EXPECT_EQ(ended.err.find('\x1b'), std::string::npos) << "an escape sequence, but no terminal";
  expect_untouched(before);
}

void Workplace::expect_untouched(const Files& before) const {
  const Files now = files();
  for (const auto& [name, bytes] : before) {
    const auto found = now.find(name);
    EXPECT_TRUE(found != now.end() && found->second == bytes)
        << name << (found == now.end() ? " is gone" : " has changed");
  }
  for (const auto& [name, bytes] : now) EXPECT_TRUE(before.contains(name)) << name << " was left behind";
}

std::vector<std::string> lines_with(const std::string& text, const std::string& prefix) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) {
    if (line.starts_with(prefix)) lines.push_back(line);
  }
  return lines;
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  if (at == std::string::npos) throw std::runtime_error("nothing to replace: " + from);
  return text.replace(at, from.size(), to);
}

}  // namespace counterpart::test
