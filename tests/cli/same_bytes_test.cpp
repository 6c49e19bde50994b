// The same input gives the same bytes, whatever the threads, the memory and the window.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/json_events.hpp"
#include "support/workplace.hpp"

namespace counterpart::test {
namespace {

constexpr const char* kRows = "20000";

/// The systems of the demonstration behind an API of their own; small pages, so that a window has something
/// to hold.
class SameBytes : public ::testing::Test {
 protected:
  void SetUp() override {
    place_.run_well({"demo", "--rows", kRows, "--dir", "out", "-q"});
    api_ = std::make_unique<Program>(place_.start({"mock-api", "out/external.jsonl", "--page-size", "250"}));
    ASSERT_TRUE(api_->says("?page=1\n"));
    const std::string line = api_->out();
    const std::size_t begin = line.find("http://");
    url_ = line.substr(begin, line.find("?page=1") - begin);
    std::filesystem::rename(place_.path("out"), place_.path("in"));
    std::filesystem::create_directory(place_.path("out"));
  }

  /// All results of one run.
  Files results_with(const std::string& window, const std::vector<std::string>& arguments) {
    std::string job = place_.read("in/job.toml");
    const std::size_t begin = job.find("\"http://") + 1;
    job.replace(begin, job.find('"', begin) - begin, url_);
    job = replaced(replaced(job, "\"auto\"", window), "sqlite:internal.db", "sqlite:in/internal.db");
    place_.write(
        "job.toml",
        job + "\n[[output]]\nkind = \"csv\"\npath = \"only-external.csv\"\nwhat = \"unmatched-right\"\n");
    std::vector<std::string> words{"run", "job.toml", "--output-dir", "out", "--json"};
    words.insert(words.end(), arguments.begin(), arguments.end());
    summary_ = json_events(place_.run_well(words).err).back();
    return place_.results();
  }
  void expect_same(const Files& results, const Files& reference, const std::string& what) {
    for (const auto& [name, bytes] : reference)
      EXPECT_TRUE(results.at(name) == bytes) << name << " differs with " << what;
    EXPECT_EQ(results.size(), reference.size());
    EXPECT_EQ(summary_.at("/digest"), digest_) << what;
    EXPECT_TRUE(std::filesystem::is_empty(place_.path("tmp")));
  }

  Workplace place_;
  std::unique_ptr<Program> api_;
  std::string url_;
  Event summary_;
  std::string digest_;
};

TEST_F(SameBytes, WithAnyThreadsMemoryAndWindow) {
  const Files reference = results_with("\"auto\"", {});
  ASSERT_EQ(reference.size(), 6U);
  digest_ = summary_.at("/digest");
  EXPECT_EQ(number(summary_, "/sides/internal/spilled_bytes"), 0);
  expect_same(results_with("\"auto\"", {"--threads", "1"}), reference, "one thread");
  expect_same(results_with("\"auto\"", {"--threads", "4"}), reference, "four threads");
  expect_same(results_with("\"auto\"", {"--memory", "1GiB"}), reference, "1 GiB");
  expect_same(results_with("\"auto\"", {"--memory", "16MiB"}), reference, "16 MiB");
  EXPECT_GT(number(summary_, "/sides/internal/spilled_bytes"), 0)
      << "so small a budget has to spill, or it is not tested here";
  expect_same(results_with("1", {}), reference, "a window of 1");
  expect_same(results_with("32", {"--memory", "16MiB", "--threads", "1"}), reference, "a window of 32");
}

}  // namespace
}  // namespace counterpart::test
