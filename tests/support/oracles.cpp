#include "support/oracles.hpp"

#include <algorithm>
#include <csignal>
#include <utility>

namespace counterpart::test {
namespace {

using Broken = std::vector<std::string>;

constexpr int kUnknownOutcome = 7;
/// What a program says that ends because of itself, or does not know why it ends.
constexpr const char* kDefects[] = {"Sanitizer", "runtime error:", "terminate called",
                                    "Assertion", "free():",        "malloc"};

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

bool has_line(const std::string& lines, const std::string& line) {
  return contains("\n" + lines, "\n" + line + "\n");
}

/// All that the program printed of itself.
std::string words_of(const Ended& ended) {
  return ended.out + ended.err;
}

void check_exit(const Ended& ended, const Promise& promise, Broken& broken) {
  if (ended.signal != 0) {
    if (ended.signal != promise.signal)
      broken.push_back("1 exit code: ended by signal " + std::to_string(ended.signal));
    return;
  }
  const auto& codes = promise.exit_codes;
  if (std::find(codes.begin(), codes.end(), ended.exit_code) == codes.end())
    broken.push_back("1 exit code: " + std::to_string(ended.exit_code) + " with: " + ended.err);
}

void check_message(const Ended& ended, Broken& broken) {
  const std::size_t expected = ended.exit_code == 0 ? 0 : 1;
  for (const char* prefix : {"error: ", "hint: "}) {
    const std::size_t lines = lines_with(ended.err, prefix).size();
    if (lines != expected)
      broken.push_back("2 message: " + std::to_string(lines) + " lines of '" + prefix + "' in: " + ended.err);
  }
  if (contains(words_of(ended), "\x1b")) broken.push_back("2 message: an escape sequence without a terminal");
}

void check_secrets(const std::string& text, const std::string& where, const std::vector<std::string>& secrets,
                   Broken& broken) {
  for (const std::string& secret : secrets) {
    if (contains(text, secret)) broken.push_back("5 secrets: '" + secret + "' in " + where);
  }
}

void check_defects(const Ended& ended, Broken& broken) {
  for (const char* defect : kDefects) {
    if (contains(ended.err, defect)) broken.push_back("8 defect: " + ended.err);
  }
}

/// Each file is one of those before or after; false for what is none.
bool is_old_or_new(const std::string& name, const std::string& bytes, const Scene& before,
                   const Scene& after) {
  for (const Scene* scene : {&before, &after}) {
    const auto found = scene->files.find(name);
    if (found != scene->files.end() && found->second == bytes) return true;
  }
  return false;
}

void check_files(const Scene& now, const Scene& before, const Scene& after, bool untidy, Broken& broken) {
  for (const auto& [name, bytes] : now.files) {
    const bool known = before.files.contains(name) || after.files.contains(name);
    // What a kill leaves under a name of its own, the next run takes away.
    if (!known && !untidy) broken.push_back("4 files: " + name + " was left behind");
    if (known && !is_old_or_new(name, bytes, before, after))
      broken.push_back("4 files: " + name + " is neither as before nor as after");
  }
  for (const auto& [name, bytes] : before.files) {
    if (!now.files.contains(name)) broken.push_back("4 files: " + name + " is gone");
  }
}

void check_table(const Scene& now, const Scene& before, const Scene& after, bool untidy, Broken& broken) {
  const bool is_old = now.rows == before.rows;
  const bool is_new = now.rows == after.rows;
  if (!is_old && !is_new) broken.push_back("3 target: neither as before nor as after");
  const bool old_history = now.history == before.history;
  const bool new_history = now.history == after.history;
  // Of a swap that was cut short the row is still a prepared one: the next run or status sees that it is
  // done.
  const bool agrees = (is_old && old_history) || (is_new && (new_history || (now.prepared && old_history)));
  if ((is_old || is_new) && !agrees)
    broken.push_back("3 target: counterpart_runs tells another story than the rows: " + now.history);
  if (!untidy && now.tables != before.tables && now.tables != after.tables)
    broken.push_back("3 target: tables were left behind: " + now.tables);
}

/// A run that says how it ended has to be right about it.
void check_word_kept(const Ended& ended, const Scene& now, const Scene& before, const Scene& after,
                     Broken& broken) {
  if (ended.exit_code == kUnknownOutcome) return;
  const bool done = ended.exit_code == 0;
  const Scene& expected = done ? after : before;
  if (contains(ended.err, "published already")) return;
  const std::string says = "exit " + std::to_string(ended.exit_code) + ", but ";
  if (now.rows != expected.rows) broken.push_back("3 target: " + says + (done ? "not loaded" : "changed"));
  if (now.files != expected.files) broken.push_back("4 files: " + says + (done ? "not written" : "changed"));
}

}  // namespace

Oracles::Oracles(const Workplace& place, TableWorld& world, std::vector<Table> tables,
                 std::vector<std::string> secrets, std::vector<std::string> names)
    : place_(place),
      world_(world),
      tables_(std::move(tables)),
      secrets_(std::move(secrets)),
      names_(std::move(names)) {}

std::string Oracles::rows() const {
  const std::string there = world_.tables();
  std::string text;
  for (const Table& table : tables_) {
    text += table.name + "\n";
    text +=
        has_line(there, table.name)
            ? world_.query("SELECT " + table.columns + " FROM " + table.name + " ORDER BY " + table.columns)
            : "is not there\n";
  }
  return text;
}

Scene Oracles::look() const {
  world_.await_quiet();
  Scene scene;
  scene.rows = rows();
  scene.tables = world_.tables();
  try {
    scene.history = world_.query(
        "SELECT target_table, mode, rows_written, rows_after, rows_digest, kept_as FROM counterpart_runs "
        "WHERE state = 'published' ORDER BY seq");
    scene.prepared = world_.query("SELECT COUNT(*) FROM counterpart_runs WHERE state = 'prepared'") != "0\n";
  } catch (const std::exception&) {
    // No run has loaded anything yet.
  }
  for (const auto& [name, bytes] : place_.files()) {
    // A database is known by its rows; its journal is how they are found after a kill.
    if (contains(name, ".db") || !(name.starts_with("out/") || name.starts_with("tmp/"))) continue;
    // SQLite takes the name of a temporary file away with the next call after the one that makes it.
    if (name.starts_with("tmp/etilqs_") && bytes.empty()) continue;
    scene.files[name] = name.ends_with("report.txt") ? bytes.substr(bytes.find('\n') + 1) : bytes;
  }
  return scene;
}

std::vector<std::string> Oracles::broken(const Ended& ended, const Promise& promise, const Scene& before,
                                         const Scene& after) const {
  Broken broken;
  const bool untidy = promise.untidy || promise.abrupt || ended.signal == SIGKILL;
  const Scene now = look();
  check_exit(ended, promise, broken);
  if (ended.signal == 0 && !promise.abrupt) {
    check_message(ended, broken);
    check_word_kept(ended, now, before, after, broken);
  }
  check_table(now, before, after, untidy, broken);
  check_files(now, before, after, untidy, broken);
  check_secrets(words_of(ended), "what the program said", secrets_, broken);
  check_secrets(words_of(ended), "what the program said", names_, broken);
  for (const auto& [name, bytes] : now.files) check_secrets(bytes, name, secrets_, broken);
  if (ended.after > promise.deadline)
    broken.push_back("6 deadline: ended after " + std::to_string(ended.after.count()) + " ms");
  check_defects(ended, broken);
  return broken;
}

std::vector<std::string> Oracles::broken_by_rerun(const Ended& ended, const Scene& expected) const {
  Broken broken;
  const Scene now = look();
  if (ended.exit_code != 0) {
    broken.push_back("7 rerun: exit code " + std::to_string(ended.exit_code) + " with: " + ended.err);
    return broken;
  }
  if (now.rows != expected.rows) broken.push_back("7 rerun: other rows");
  if (now.history != expected.history || now.prepared)
    broken.push_back("7 rerun: another history: " + now.history);
  if (now.tables != expected.tables) broken.push_back("7 rerun: other tables: " + now.tables);
  for (const auto& [name, bytes] : now.files) {
    const auto found = expected.files.find(name);
    if (found == expected.files.end()) {
      broken.push_back("7 rerun: " + name + " is left over");
    } else if (found->second != bytes) {
      broken.push_back("7 rerun: " + name + " has other bytes");
    }
  }
  for (const auto& [name, bytes] : expected.files) {
    if (!now.files.contains(name)) broken.push_back("7 rerun: " + name + " is missing");
  }
  return broken;
}

}  // namespace counterpart::test
