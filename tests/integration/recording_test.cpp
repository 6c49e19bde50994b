/// A side is recorded, its API goes, and what is read from the recording is the same; credentials are nowhere
/// in it.

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "http/redaction.hpp"
#include "http/url.hpp"
#include "support/rest_reading.hpp"
#include "support/rogue_api.hpp"
#include "support/temporary_directory.hpp"

namespace counterpart::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

constexpr Users kUsers{.count = 35, .size = 10};
constexpr const char* kSecret = "s3c/ret+key=";

/// The number behind `name` in a target or a body; `otherwise` if it is not there.
unsigned number_in(const std::string& text, const std::string& name, unsigned otherwise) {
  const std::size_t at = text.find(name);
  return at == std::string::npos ? otherwise
                                 : static_cast<unsigned>(std::stoul(text.substr(at + name.size())));
}

/// Page `number`, with further members in front of its own.
std::string page_with(unsigned number, const std::string& members) {
  return "{" + members + "," + kUsers.page(number).substr(1);
}

std::string users_from(unsigned offset) {
  std::string text = fmt::format(R"({{"total":{},"users":[)", kUsers.count);
  for (unsigned id = offset + 1; id <= std::min(offset + kUsers.size, kUsers.count); ++id)
    text += fmt::format(R"({}{{"id":{},"name":"name {}"}})", text.back() == '[' ? "" : ",", id, id);
  return text + "]}";
}

/// A side that is recorded in a folder of its own, from an API that is gone afterwards.
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
    EXPECT_EQ(live.rows, expected_rows(kUsers.count, kUsers.size));
    const Reading again = replayed();
    EXPECT_EQ(again.error, "");
    EXPECT_EQ(again.rows, live.rows);
    EXPECT_EQ(again.report.pages, live.report.pages);
    EXPECT_EQ(again.report.end_reason, live.report.end_reason);
    EXPECT_EQ(again.report.expected, live.report.expected);
    expect_no_secret();
  }
  void expect_no_secret(const std::string& secret = kSecret) const {
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

void api_key_in_query(RestSpec& spec) {
  spec.auth = {
      .kind = AuthSpec::Kind::api_key, .token = Secret(kSecret), .name = "api_key", .in_query = true};
}

TEST_F(Recording, OfNumberedPages) {
  expect_the_same([](const Ask& ask) { return Reply{.body = kUsers.page(ask.page)}; },
                  [](RestSpec& spec) {
                    spec.pages.total_pages = "/total_pages";
                    spec.auth = {.kind = AuthSpec::Kind::bearer, .token = Secret(kSecret)};
                  });
}

TEST_F(Recording, OfNumberedPagesUpToAnEmptyOne) {
  expect_the_same([](const Ask& ask) { return Reply{.body = kUsers.page(ask.page)}; }, api_key_in_query);
}

TEST_F(Recording, OfOffsets) {
  expect_the_same(
      [](const Ask& ask) { return Reply{.body = users_from(number_in(ask.target, "offset=", 0))}; },
      [](RestSpec& spec) {
        spec.pages.kind = PagesSpec::Kind::offset;
        spec.pages.param = "offset";
        spec.pages.first = 0;
        spec.pages.total_items = "/total";
        spec.auth = {.kind = AuthSpec::Kind::basic, .token = Secret(kSecret), .user = "joe"};
      });
}

TEST_F(Recording, OfCursors) {
  expect_the_same(
      [](const Ask& ask) {
        const unsigned page = number_in(ask.target, "cursor=to-", 1);
        return Reply{.body =
                         page_with(page, page < kUsers.pages() ? fmt::format(R"("next":"to-{}")", page + 1)
                                                               : R"("next":null)")};
      },
      [](RestSpec& spec) {
        spec.pages.kind = PagesSpec::Kind::cursor;
        spec.pages.param = "cursor";
        spec.pages.token = "/next";
      });
}

TEST_F(Recording, OfCursorsInAHeader) {
  expect_the_same(
      [](const Ask& ask) {
        const unsigned page = number_in(ask.target, "cursor=to-", 1);
        Reply reply{.body = kUsers.page(page)};
        if (page < kUsers.pages()) reply.headers.push_back(fmt::format("X-Next-Token: to-{}", page + 1));
        return reply;
      },
      [](RestSpec& spec) {
        spec.pages.kind = PagesSpec::Kind::cursor;
        spec.pages.param = "cursor";
        spec.pages.token_header = "X-Next-Token";
      });
}

/// The API puts the credential into its links, escaped as JSON and as a URL.
TEST_F(Recording, OfLinksThatEchoTheCredential) {
  expect_the_same(
      [](const Ask& ask) {
        EXPECT_THAT(ask.target, HasSubstr("api_key=s3c%2Fret%2Bkey%3D"));
        const unsigned page = std::max(ask.page, 1U);
        return Reply{
            .body = page_with(
                page, page < kUsers.pages()
                          ? fmt::format(R"("next":"\/users?api_key=s3c%2fret%2bkey=&page={}")", page + 1)
                          : R"("next":null,"key":"s3c\/ret+key=")")};
      },
      [](RestSpec& spec) {
        spec.pages.kind = PagesSpec::Kind::next_link;
        spec.pages.link = "/next";
        api_key_in_query(spec);
      });
  EXPECT_THAT(read_file(file_of_page(2), ErrorKind::internal),
              HasSubstr(R"("next":"\/users?api_key=REDACTED&page=3")"));
}

TEST_F(Recording, TellsInHowManyAnswersCredentialsStood) {
  const Reading live = recorded(
      [](const Ask& ask) {
        return Reply{.body = page_with(ask.page, ask.page == 2 ? R"("key":"s3c/ret+key=")" : R"("key":0)")};
      },
      [](RestSpec& spec) {
        spec.pages.total_pages = "/total_pages";
        api_key_in_query(spec);
      });
  EXPECT_THAT(live.report.warnings,
              ElementsAre("1 answer held a credential, which the recording shows as REDACTED"));
}

TEST_F(Recording, OfLinkHeadersThatEchoTheCredential) {
  expect_the_same(
      [](const Ask& ask) {
        const unsigned page = std::max(ask.page, 1U);
        Reply reply{.body = kUsers.page(page), .headers = {"Set-Cookie: session=abcdef"}};
        if (page < kUsers.pages())
          reply.headers.push_back(
              fmt::format(R"(Link: </users?page={}&api_key=s3c%2Fret%2Bkey%3D>; rel="next")", page + 1));
        return reply;
      },
      [](RestSpec& spec) {
        spec.pages.kind = PagesSpec::Kind::link_header;
        api_key_in_query(spec);
      });
  EXPECT_EQ(read_file(file_of_page(1), ErrorKind::internal).find("abcdef"), std::string::npos);
}

TEST_F(Recording, OfPosts) {
  expect_the_same(
      [](const Ask& ask) {
        EXPECT_EQ(ask.method, "POST");
        return Reply{.body = kUsers.page(number_in(ask.body, R"("page":)", 0))};
      },
      [](RestSpec& spec) {
        spec.post = true;
        spec.body = R"({"filter":"all","page":0})";
        spec.pages.where = PagesSpec::Where::body;
        spec.pages.param = "/page";
        spec.pages.has_more = "/has_more";
        spec.auth = {.kind = AuthSpec::Kind::bearer, .token = Secret(kSecret)};
      });
}

/// The token that the API gives out is nowhere in the job, and yet must not be kept; a replay asks for none.
TEST_F(Recording, OfASideWhoseTokenIsAskedFor) {
  const std::string token = "t0k3n-of-a-session";
  std::string base;
  expect_the_same(
      [&](const Ask& ask) {
        if (ask.target == "/token") return Reply{.body = R"({"access_token":"t0k3n-of-a-session"})"};
        EXPECT_EQ(ask.header("Authorization"), "Bearer " + token);
        const unsigned page = std::max(ask.page, 1U);
        return Reply{.body =
                         page_with(page, page < kUsers.pages()
                                             ? fmt::format(R"("next":"?page={}&session={}")", page + 1, token)
                                             : R"("next":"")")};
      },
      [](RestSpec& spec) {
        spec.pages.kind = PagesSpec::Kind::next_link;
        spec.pages.link = "/next";
        spec.auth = {.kind = AuthSpec::Kind::oauth2,
                     .token = Secret(kSecret),
                     .token_url = spec.url.substr(0, spec.url.rfind('/')) + "/token",
                     .client_id = "me"};
      });
  expect_no_secret(token);
}

TEST_F(Recording, OfPartitions) {
  const Reading live = recorded(
      [](const Ask& ask) {
        const bool first = ask.target.find("country=DE") != std::string::npos;
        return Reply{.body = first ? kUsers.page(ask.page)
                                   : R"({"total_pages":1,"users":[{"id":100,"name":"name 100"}]})"};
      },
      [](RestSpec& spec) {
        spec.pages.total_pages = "/total_pages";
        spec.pages.partitions = {{{"country", "DE"}}, {{"country", "FR"}}};
      });
  EXPECT_EQ(live.error, "");
  EXPECT_EQ(live.count(), 36u);
  const Reading again = replayed();
  EXPECT_EQ(again.error, "");
  EXPECT_EQ(again.rows, live.rows);
}

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

class WholeRecording : public Recording {
 protected:
  void SetUp() override {
    recorded([](const Ask& ask) { return Reply{.body = kUsers.page(ask.page)}; },
             [](RestSpec& spec) { spec.pages.total_pages = "/total_pages"; });
  }
};

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
