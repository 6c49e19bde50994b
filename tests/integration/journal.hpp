#pragma once
/// A read with a journal, of an API that notes what it is asked, can be down from some page on, and can
/// change.

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

#include "support/rest_reading.hpp"
#include "support/rogue_api.hpp"
#include "support/temporary_directory.hpp"

namespace counterpart::test {

inline constexpr Users kJournaledUsers{.count = 95, .size = 10};

class Journal : public testing::Test {
 protected:
  Reply answer(const Ask& ask) {
    asked_.push_back(ask.page);
    if (ask.page >= down_from_) return {.status = 503};
    Reply reply{.body = users_.page(ask.page)};
    if (bend_) bend_(ask, reply);
    return reply;
  }
  /// By pages, as the API has them; one at a time, so that it can be told what is asked for.
  RestSpec spec() const {
    RestSpec made = quick_spec(api_.url());
    made.pages.total_items = "/total";
    made.pages.total_pages = "/total_pages";
    made.retry_attempts = 1;
    made.window = 1;
    return made;
  }
  Reading read(const RestSpec& spec) {
    asked_.clear();
    return read_keeping(spec, {.journal = folder()});
  }
  Reading read() { return read(spec()); }
  /// A read that the API breaks off at page `down`.
  void interrupted(const RestSpec& spec, unsigned down = 6) {
    down_from_ = down;
    const Reading reading = read(spec);
    EXPECT_THAT(reading.error, testing::HasSubstr(fmt::format("page {} of", down)));
    EXPECT_THAT(reading.error, testing::HasSubstr("the API answered 503"));
    down_from_ = 1000;
  }
  void interrupted(unsigned down = 6) { interrupted(spec(), down); }
  std::string place(unsigned page) const { return fmt::format("5: page {} of {}: ", page, api_.url()); }
  std::filesystem::path folder() const { return place_.path() / "job.toml.journal" / "partner"; }
  std::filesystem::path file_of_page(unsigned page) const {
    for (const auto& entry : std::filesystem::directory_iterator(folder())) {
      if (entry.path().filename().string().starts_with(fmt::format("0001-{:08}-", page))) return entry.path();
    }
    return {};
  }
  void expect_whole(const Reading& reading, unsigned resumed) {
    EXPECT_EQ(reading.error, "");
    EXPECT_EQ(reading.rows, expected_rows(users_.count, users_.size));
    EXPECT_EQ(reading.report.resumed_pages, resumed);
    EXPECT_EQ(reading.report.pages, users_.pages());
  }

  TemporaryDirectory place_;
  Users users_ = kJournaledUsers;
  unsigned down_from_ = 1000;
  std::function<void(const Ask&, Reply&)> bend_;
  std::vector<unsigned> asked_;
  RogueApi api_{[this](const Ask& ask) { return answer(ask); }};
};

}  // namespace counterpart::test
