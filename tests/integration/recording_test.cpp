/// A side is recorded, its API goes, and what is read from the recording is the same; credentials are nowhere
/// in it.

#include "integration/recording.hpp"

namespace counterpart::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr Users kUsers = kRecordedUsers;
constexpr const char* kSecret = kRecordedSecret;

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

}  // namespace
}  // namespace counterpart::test
