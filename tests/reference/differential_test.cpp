// The program against the reference matcher on thousands of small random jobs: every pairing, every
// normalization, budgets that spill, one and several threads, declared orders, windows of one and thirty-two
// pages.

#include <gtest/gtest.h>

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <sstream>

#include "app/mock_api.hpp"
#include "job/run.hpp"
#include "reference/nasty_people.hpp"
#include "support/temporary_directory.hpp"

namespace counterpart {
namespace {

using reference::Person;

// Sanitizers slow a job down five to fifteen times; they look at the same kinds of jobs, but at fewer.
#if defined(__SANITIZE_THREAD__)
constexpr int kJobs = 300;
constexpr int kRestJobs = 60;
#elif defined(__SANITIZE_ADDRESS__)
constexpr int kJobs = 800;
constexpr int kRestJobs = 100;
#else
constexpr int kJobs = 3000;
constexpr int kRestJobs = 300;
#endif

template <typename T>
const T& one_of(std::mt19937& random, const std::vector<T>& choices) {
  return choices[random() % choices.size()];
}

JobSide jsonl_side(const std::string& name, const std::filesystem::path& path,
                   const std::vector<Person>& people) {
  std::ofstream file(path, std::ios::binary);
  for (const Person& person : people) file << reference::as_json(person) << '\n';
  JobSide side;
  side.name = name;
  side.source = FileSpec{FileSpec::Kind::jsonl, path, ',', true, {}};
  side.id = "id";
  side.columns = {"city"};
  side.keep_conflicts = true;
  side.max_rejects = 1'000'000;
  return side;
}

/// Orders people by their normalized last name, so that the order can be declared.
void order_by_lastname(std::vector<Person>& people, const std::vector<NormalizeStep>& steps) {
  const Normalizer normalizer(steps);
  std::stable_sort(people.begin(), people.end(), [&](const Person& a, const Person& b) {
    std::string x;
    std::string y;
    normalizer.apply(a.lastname.value_or(""), x);
    normalizer.apply(b.lastname.value_or(""), y);
    return x < y;
  });
}

OutputSpec output(const std::string& path, OutputSpec::What what) {
  OutputSpec spec;
  spec.kind = OutputSpec::Kind::csv;
  spec.path = path;
  spec.what = what;
  if (what != OutputSpec::What::ambiguous && what != OutputSpec::What::matches) spec.columns = {"id"};
  if (what == OutputSpec::What::ambiguous) spec.columns = {"side", "id"};
  return spec;
}

struct Scenario {
  std::vector<Person> left;
  std::vector<Person> right;
  std::vector<NormalizeStep> steps;
  Job job;
  RunOptions options;
  std::string description;
};

Scenario scenario(unsigned seed, const std::filesystem::path& folder) {
  std::mt19937 random(seed);
  Scenario made;
  const std::string normalization = one_of(random, normalization_names());
  made.steps = *normalization_steps(normalization);
  made.left = reference::nasty_people(random, 60);
  made.right = reference::nasty_people(random, 60);
  const bool left_ordered = random() % 4 == 0;
  const bool right_ordered = random() % 4 == 0;
  if (left_ordered) order_by_lastname(made.left, made.steps);
  if (right_ordered) order_by_lastname(made.right, made.steps);
  made.job.path = folder / "job.toml";
  made.job.as_of = 17199;
  made.job.memory_bytes = one_of<std::uint64_t>(random, {16 << 10, 64 << 10, 256 << 20});
  made.job.left = jsonl_side("left", folder / "left.jsonl", made.left);
  made.job.right = jsonl_side("right", folder / "right.jsonl", made.right);
  if (left_ordered) made.job.left.ordered_by = {"lastname"};
  if (right_ordered) made.job.right.ordered_by = {"lastname"};
  made.job.pairing = one_of<Pairing>(random, {Pairing::one_to_one, Pairing::unique, Pairing::all});
  made.job.match = {{"lastname", "lastname", made.steps}, {"firstname", "firstname", made.steps}};
  made.job.columns = {{"left_id", std::nullopt, ColumnSpec::From{{Side::left, "id"}}},
                      {"right_id", std::nullopt, ColumnSpec::From{{Side::right, "id"}}}};
  made.job.outputs = {output("matches.csv", OutputSpec::What::matches),
                      output("left.csv", OutputSpec::What::unmatched_left),
                      output("right.csv", OutputSpec::What::unmatched_right),
                      output("ambiguous.csv", OutputSpec::What::ambiguous)};
  made.options.allow_empty = true;
  made.options.threads = 1 + random() % 2;
  made.description = fmt::format("seed {}, {}, pairing {}, memory {}, threads {}, ordered {}{}", seed,
                                 normalization, static_cast<int>(made.job.pairing), made.job.memory_bytes,
                                 made.options.threads, left_ordered, right_ordered);
  return made;
}

std::string content(const std::filesystem::path& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

std::string ids(const std::vector<std::int64_t>& list) {
  std::string text = "id\n";
  for (const std::int64_t id : list) text += fmt::format("{}\n", id);
  return text;
}

void expect_ledger(const SideLedger& ledger, const SideLedger& expected) {
  EXPECT_EQ(ledger.read, expected.read);
  EXPECT_EQ(ledger.duplicate, expected.duplicate);
  EXPECT_EQ(ledger.rejected, expected.rejected);
  EXPECT_EQ(ledger.keyless, expected.keyless);
  EXPECT_EQ(ledger.matched, expected.matched);
  EXPECT_EQ(ledger.ambiguous, expected.ambiguous);
  EXPECT_EQ(ledger.unmatched, expected.unmatched);
  EXPECT_EQ(ledger.conflicts, expected.conflicts);
}

/// Gives the bytes that the run spilled.
std::uint64_t expect_same_as_reference(const Scenario& made, const std::filesystem::path& folder) {
  SCOPED_TRACE(made.description);
  CancelToken cancel;
  RunProgress progress;
  const Summary summary = run_job(made.job, made.options, cancel, progress);
  const reference::Result expected = reference::match(made.left, made.right, made.steps, made.job.pairing);
  std::string pairs = "left_id,right_id\n";
  for (const auto& [left, right] : expected.pairs) pairs += fmt::format("{},{}\n", left, right);
  std::string ambiguous = "side,id\n";
  for (const auto& [side, id] : expected.ambiguous) ambiguous += fmt::format("{},{}\n", side, id);
  EXPECT_EQ(content(folder / "matches.csv"), pairs);
  EXPECT_EQ(content(folder / "left.csv"), ids(expected.unmatched_left));
  EXPECT_EQ(content(folder / "right.csv"), ids(expected.unmatched_right));
  EXPECT_EQ(content(folder / "ambiguous.csv"), ambiguous);
  EXPECT_EQ(summary.matches, expected.pairs.size());
  expect_ledger(summary.left, expected.left);
  expect_ledger(summary.right, expected.right);
  return summary.left.spilled_bytes + summary.right.spilled_bytes;
}

TEST(Differential, TheProgramFindsWhatTheReferenceFinds) {
  const test::TemporaryDirectory folder;
  std::uint64_t spilled_bytes = 0;
  for (unsigned seed = 0; seed < kJobs; ++seed) {
    spilled_bytes += expect_same_as_reference(scenario(seed, folder.path()), folder.path());
    if (HasFailure()) return;
  }
  EXPECT_GT(spilled_bytes, 0u) << "the small budgets are meant to spill";
}

TEST(Differential, OverAnApiWithAnyWindow) {
  const test::TemporaryDirectory folder;
  for (unsigned seed = 0; seed < kRestJobs; ++seed) {
    Scenario made = scenario(1'000'000 + seed, folder.path());
    MockApiOptions options;
    options.page_size =
        3 + seed % 9;  // a smaller page of repeats would look like an API that ignores the page number
    std::vector<std::string> records;
    for (const Person& person : made.right) records.push_back(reference::as_json(person));
    MockApi api(std::move(records), options);
    RestSpec rest;
    rest.url = api.start();
    rest.records = "/users";
    rest.pages.total_pages = "/total_pages";
    rest.window = seed % 2 == 0 ? 1 : 32;
    made.job.right.source = rest;
    expect_same_as_reference(made, folder.path());
    if (HasFailure()) return;
  }
}

}  // namespace
}  // namespace counterpart
