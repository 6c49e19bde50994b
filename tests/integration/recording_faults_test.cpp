/// Recordings of reads that failed, recordings that lack something, and places that are none for one.

#include "integration/recording.hpp"

#include <fstream>

namespace counterpart::test {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

constexpr Users kUsers = kRecordedUsers;

class WholeRecording : public Recording {
 protected:
  void SetUp() override {
    recorded([](const Ask& ask) { return Reply{.body = kUsers.page(ask.page)}; },
             [](RestSpec& spec) { spec.pages.total_pages = "/total_pages"; });
  }
};

/// What came only at the second try, or only in smaller pages, comes at once, or the same way.
TEST_F(Recording, OfAnApiThatFailsNowAndThen) {
  const Reading live = recorded(
      [](const Ask& ask) {
        if (ask.page == 2 && ask.target.find("size=10") != std::string::npos) return Reply{.status = 500};
        if (ask.page == 1 && ask.attempt == 1) return Reply{.body = R"({"users":[)"};
        const Users users{.count = 35, .size = number_in(ask.target, "size=", 10)};
        return Reply{.body = users.page(ask.page)};
      },
      [](RestSpec& spec) {
        spec.pages.total_items = "/total";
        spec.pages.size_param = "size";
        spec.pages.size = 10;
      });
  EXPECT_EQ(live.error, "");
  EXPECT_EQ(live.count(), 35u);
  const Reading again = replayed();
  EXPECT_EQ(again.error, "");
  EXPECT_EQ(again.rows, live.rows);
  EXPECT_EQ(again.report.retries, 0u);
}

/// A recording of a read that failed shows the failure.
TEST_F(Recording, FailsAsTheReadDid) {
  const Reading live = recorded(
      [](const Ask& ask) {
        Reply reply{.body = kUsers.page(ask.page)};
        if (ask.page == 3) reply = {.body = "<html>maintenance</html>", .content_type = "text/html"};
        return reply;
      },
      [](RestSpec& spec) { spec.pages.total_pages = "/total_pages"; });
  EXPECT_EQ(live.error, place(3) + "the answer is not JSON but text/html");
  EXPECT_EQ(replayed().error, live.error);
}

TEST_F(Recording, NeedsTheFirstPageBeforeTheFirstAsTheReadDid) {
  const Reading live = recorded(
      [](const Ask& ask) {
        const Users from_0{.count = 35, .size = 10};
        return Reply{.body = from_0.page(ask.page + 1)};
      },
      [](RestSpec& spec) { spec.pages.has_more = "/has_more"; });
  EXPECT_THAT(live.error, HasSubstr("page 0 has records too"));
  EXPECT_EQ(replayed().error, live.error);
}

TEST_F(WholeRecording, TellsThePageThatItDoesNotHave) {
  std::filesystem::remove(file_of_page(3));
  const Reading reading = replayed();
  EXPECT_EQ(reading.error, place(3) + "is not in the recording " + folder().string());
  EXPECT_EQ(reading.count(), 20u);
}

TEST_F(WholeRecording, TellsThePageThatIsDamaged) {
  std::ofstream(file_of_page(2), std::ios::app) << "x";
  EXPECT_EQ(replayed().error, place(2) + "is damaged in the recording " + folder().string());
}

TEST_F(WholeRecording, NeedsNoPageBehindTheEnd) {
  spec_.window = 32;
  EXPECT_EQ(replayed().error, "");
}

TEST_F(WholeRecording, IsNotHeldBackByTheLimitsOfTheHost) {
  spec_.rate = {.requests_per_second = 0.001, .burst = 1, .max_in_flight = 1};
  const auto begin = std::chrono::steady_clock::now();
  EXPECT_EQ(replayed().rows, expected_rows(kUsers.count, kUsers.size));
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(10));
}

TEST_F(WholeRecording, IsOfOneApi) {
  const std::string recorded_url = spec_.url;
  spec_.url = "https://other.example.com/users";
  EXPECT_EQ(replayed().error, "5: " + folder().string() + ": is a recording of " + recorded_url);
}

TEST_F(WholeRecording, IsNoPlaceForAnother) {
  RogueApi api([](const Ask& ask) { return Reply{.body = kUsers.page(ask.page)}; });
  EXPECT_EQ(read_keeping(quick_spec(api.url()), {.record = folder()}).error,
            "9: " + folder().string() + ": is no empty folder");
  EXPECT_EQ(api.requests(), 0u);
  EXPECT_EQ(replayed().error, "");
}

TEST_F(Recording, OfAFolderThatIsNone) {
  std::filesystem::create_directory(folder());
  std::ofstream(folder() / "notes.txt") << "mine";
  spec_ = quick_spec("http://127.0.0.1:9/users");
  EXPECT_EQ(replayed().error, "5: " + folder().string() + ": holds no recording that this version can read");
  EXPECT_EQ(read_keeping(spec_, {.record = folder()}).error,
            "9: " + folder().string() + ": is no empty folder");
}

TEST_F(Recording, IntoAFolderThatIsEmpty) {
  std::filesystem::create_directory(folder());
  const Reading live = recorded([](const Ask& ask) { return Reply{.body = kUsers.page(ask.page)}; },
                                [](RestSpec& spec) { spec.pages.total_pages = "/total_pages"; });
  EXPECT_EQ(live.error, "");
  EXPECT_EQ(replayed().rows, live.rows);
}

TEST_F(Recording, RefusesCredentialsThatItCouldNotTakeOut) {
  const auto answer = [](const Ask& ask) { return Reply{.body = kUsers.page(ask.page)}; };
  const auto bearer = [](const char* token) {
    return [token](RestSpec& spec) { spec.auth = {.kind = AuthSpec::Kind::bearer, .token = Secret(token)}; };
  };
  EXPECT_THAT(recorded(answer, bearer("abc")).error, StartsWith("3: a credential of less than 4 characters"));
  EXPECT_THAT(recorded(answer, bearer("users")).error, HasSubstr("stands in its url"));
  EXPECT_EQ(requests_, 0u);
  EXPECT_FALSE(std::filesystem::exists(folder()));
}

}  // namespace
}  // namespace counterpart::test
