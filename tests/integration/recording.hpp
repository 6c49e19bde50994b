#pragma once
/// A side that is recorded in a folder of its own, from an API that is gone afterwards.

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <string>

#include "http/redaction.hpp"
#include "support/rest_reading.hpp"
#include "support/rogue_api.hpp"
#include "support/temporary_directory.hpp"

namespace counterpart::test {

inline constexpr Users kRecordedUsers{.count = 35, .size = 10};
inline constexpr const char* kRecordedSecret = "s3c/ret+key=";

/// The number behind `name` in a target or a body; `otherwise` if it is not there.
inline unsigned number_in(const std::string& text, const std::string& name, unsigned otherwise) {
  const std::size_t at = text.find(name);
  return at == std::string::npos ? otherwise
                                 : static_cast<unsigned>(std::stoul(text.substr(at + name.size())));
}

class Recording : public testing::Test {
 protected:
  std::filesystem::path folder() const { return place_.path() / "recording"; }

  Reading recorded(const RogueApi::Handler& handler, const std::function<void(RestSpec&)>& bend) {
    RogueApi api(handler);
    spec_ = quick_spec(api.url());
    bend(spec_);
    Reading reading = read_keeping(spec_, {.record = folder()});
    requests_ = api.requests();
    return reading;
  }
  /// From the recording alone, and without secrets, as a job file with `replay` is read.
  Reading replayed() const {
    RestSpec spec = spec_;
    spec.replay = folder();
    spec.auth.token = spec.auth.refresh_token = Secret();
    return read_all(spec);
  }
  void expect_the_same(const RogueApi::Handler& handler, const std::function<void(RestSpec&)>& bend) {
    const Reading live = recorded(handler, bend);
    EXPECT_EQ(live.error, "");
    EXPECT_EQ(live.rows, expected_rows(kRecordedUsers.count, kRecordedUsers.size));
    const Reading again = replayed();
    EXPECT_EQ(again.error, "");
    EXPECT_EQ(again.rows, live.rows);
    EXPECT_EQ(again.report.pages, live.report.pages);
    EXPECT_EQ(again.report.end_reason, live.report.end_reason);
    EXPECT_EQ(again.report.expected, live.report.expected);
    expect_no_secret();
  }
  void expect_no_secret(const std::string& secret = kRecordedSecret) const {
    const http::Redaction redaction({Secret(secret)});
    unsigned files = 0;
    for (const auto& entry : std::filesystem::directory_iterator(folder())) {
      EXPECT_FALSE(redaction.finds(read_file(entry.path(), ErrorKind::internal))) << entry.path();
      EXPECT_FALSE(redaction.finds(entry.path().filename().string()));
      EXPECT_EQ(entry.status().permissions(), std::filesystem::perms(0600)) << entry.path();
      ++files;
    }
    EXPECT_GT(files, 1u);
  }
  std::filesystem::path file_of_page(unsigned page) const {
    for (const auto& entry : std::filesystem::directory_iterator(folder())) {
      if (entry.path().filename().string().starts_with(fmt::format("0001-{:08}-", page))) return entry.path();
    }
    return {};
  }
  std::string place(unsigned page) const { return fmt::format("5: page {} of {}: ", page, spec_.url); }

  TemporaryDirectory place_;
  RestSpec spec_;
  unsigned requests_ = 0;
};

}  // namespace counterpart::test
