#pragma once
// A job over two systems whose API gets into trouble, and the oracles of what a run may then do.

#include <atomic>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/two_systems.hpp"

namespace counterpart::test {

/// What becomes of an answer.
using Bend = std::function<void(const Ask&, Reply&)>;

/// At the first attempt of page 4 only.
Bend once(std::function<void(Reply&)> bend);
/// At each attempt of page 4.
Bend always(std::function<void(Reply&)> bend);
/// A port of this machine where nobody listens.
std::string unheard_url();

/// Two attempts a request, and limits of 300 ms.
class ApiFaults : public ::testing::Test {
 protected:
  ApiFaults();

  /// Further keys of the API's side.
  void set(const std::string& keys) { systems_.change("[right.pages]", keys + "\n[right.pages]"); }
  /// The keys of its pages, which are by number: `page`, `total_pages`; by a token: `page`, at /next; or with
  /// total_items at /total.
  void set_pages(const std::string& keys) {
    systems_.change("kind        = \"page\"\ntotal_pages = \"/total_pages\"", keys);
  }

  /// A sound run, and then one in trouble: the answers are bent, or the API is elsewhere.
  Ended run_in_trouble(Bend bend, const std::string& url = "",
                       const std::map<std::string, std::string>& environment = {});

  /// The run gives what it gives without the trouble, and warns of nothing.
  void expect_survived(Bend bend);
  /// It fails as documented and leaves everything as it was; once the trouble is over, another one gives what
  /// it gave before.
  void expect_refused(Bend bend, const std::vector<std::string>& words, int exit_code = 5);
  void expect_unreachable(const std::string& url, const std::vector<std::string>& words,
                          const std::map<std::string, std::string>& environment = {});

 private:
  void expect_the_same_afterwards();

  Bend bend_;
  std::atomic<bool> broken_{false};
  Files sound_;
  Files before_;

 protected:
  TwoSystems systems_;
};

}  // namespace counterpart::test
