/// The keys of an API side but those of its pages and its auth.
#include <gmock/gmock.h>

#include "support/rest_job.hpp"

namespace counterpart {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

class LoadRest : public test::RestJob {
 protected:
  /// With further keys in front of the pages; theirs is line 3.
  static std::string api(const std::string& keys) {
    return "url = \"https://h/u\"\nrecords = \"/users\"\n" + keys + "\npages = { kind = \"page\" }\n";
  }
};

TEST_F(LoadRest, HasDefaults) {
  const RestSpec rest = load("url = \"https://h/u\"\npages = { kind = \"none\" }\n");
  EXPECT_EQ(rest.records, "");
  EXPECT_EQ(rest.window, 0u);
  EXPECT_TRUE(rest.fail_on_shortfall);
  EXPECT_FALSE(rest.post);
  EXPECT_FALSE(rest.allow_http);
  EXPECT_EQ(rest.auth.kind, AuthSpec::Kind::none);
  EXPECT_EQ(rest.connect_timeout_ms, 10'000u);
  EXPECT_EQ(rest.first_byte_timeout_ms, 60'000u);
  EXPECT_EQ(rest.stall_timeout_ms, 30'000u);
  EXPECT_EQ(rest.total_timeout_ms, 300'000u);
  EXPECT_EQ(rest.side_timeout_ms, 86'400'000u);
  EXPECT_EQ(rest.retry_attempts, 5u);
  EXPECT_EQ(rest.retry_deadline_ms, 300'000u);
  EXPECT_EQ(rest.rate.requests_per_second, 0);
  EXPECT_EQ(rest.rate.max_in_flight, 0u);
  EXPECT_EQ(rest.max_page_bytes, 64u << 20);
}

TEST_F(LoadRest, ReadsItsKeys) {
  const RestSpec rest = load(api(R"toml(method = "POST"
query = { sort = "id", limit = 5 }
headers = { X-Team = "data" }
window = 12
on_shortfall = "warn"
error_when = ["/error", "$.errors[0]"]
allow_hosts = ["cdn.example.com", "cdn.example.com:8443"]
allow_http = true
timeouts = { connect = 2, first_byte = "3 s", stall = "400 ms", total = "1 min", side = "2 h" }
retries = { attempts = 7, deadline = "90 s" }
rate = { requests_per_second = 2.5, burst = 4, max_in_flight = 3 }
max_page_bytes = 4096)toml"));
  EXPECT_TRUE(rest.post);
  EXPECT_EQ(rest.query, (std::map<std::string, std::string>{{"sort", "id"}, {"limit", "5"}}));
  EXPECT_EQ(rest.headers, (std::map<std::string, std::string>{{"X-Team", "data"}}));
  EXPECT_EQ(rest.window, 12u);
  EXPECT_FALSE(rest.fail_on_shortfall);
  EXPECT_EQ(rest.error_when, (std::vector<std::string>{"/error", "$.errors[0]"}));
  EXPECT_EQ(rest.allow_hosts, (std::vector<std::string>{"cdn.example.com", "cdn.example.com:8443"}));
  EXPECT_TRUE(rest.allow_http);
  EXPECT_EQ(rest.connect_timeout_ms, 2000u);
  EXPECT_EQ(rest.first_byte_timeout_ms, 3000u);
  EXPECT_EQ(rest.stall_timeout_ms, 400u);
  EXPECT_EQ(rest.total_timeout_ms, 60'000u);
  EXPECT_EQ(rest.side_timeout_ms, 7'200'000u);
  EXPECT_EQ(rest.retry_attempts, 7u);
  EXPECT_EQ(rest.retry_deadline_ms, 90'000u);
  EXPECT_EQ(rest.rate.requests_per_second, 2.5);
  EXPECT_EQ(rest.rate.burst, 4u);
  EXPECT_EQ(rest.rate.max_in_flight, 3u);
  EXPECT_EQ(rest.max_page_bytes, 4096u);
}

TEST_F(LoadRest, TakesABodyAsATableOrAsText) {
  const std::string post = "method = \"POST\"\n";
  EXPECT_EQ(load(api(post + R"(body = "{ \"q\": 1 }")")).body, "{ \"q\": 1 }");
  EXPECT_EQ(
      load(api(post +
               R"(body = { q = "a\"b", n = 5, f = 1.5, t = true, d = 2017-02-02, l = [1, "x", { y = 2 }] })"))
          .body,
      R"({"d":"2017-02-02","f":1.5,"l":[1,"x",{"y":2}],"n":5,"q":"a\"b","t":true})");
  EXPECT_EQ(load(api(post + R"(body = { token = { env = "NOT_A_SECRET_HERE" } })")).body,
            R"({"token":{"env":"NOT_A_SECRET_HERE"}})")
      << "secrets belong into auth";
}

TEST_F(LoadRest, PointsAtWhatIsWrong) {
  EXPECT_EQ(failure("records = \"/u\"\npages = { kind = \"page\" }\n"), "-2:1: [right] needs 'url'");
  EXPECT_EQ(failure("url = \"https://h/u\"\n"), "-2:1: [right.pages] is missing");
  EXPECT_EQ(failure(api("windw = 3")), "3:1: unknown key 'windw' in [right] (did you mean 'window'?)");
  EXPECT_EQ(failure(api("window = 65")), "3:10: 'window' has to be between 1 and 64");
  EXPECT_EQ(failure(api("window = \"wide\"")),
            "3:10: 'window' is \"auto\" or a number of pages from 1 to 64");
  EXPECT_EQ(failure(api("method = \"DELETE\"")), "3:10: 'DELETE' is no method: it is one of GET, POST");
  EXPECT_EQ(failure(api("body = \"{}\"")), "3:8: 'body' goes with method = \"POST\"");
  EXPECT_EQ(failure(api("method = \"POST\"\nbody = 5")), "4:8: 'body' is a table, or a text of JSON");
  EXPECT_EQ(failure(api("on_shortfall = \"ignore\"")),
            "3:16: 'ignore' is no on_shortfall: it is one of fail, warn");
  EXPECT_EQ(failure(api("max_page_bytes = 10")),
            "3:18: 'max_page_bytes' has to be between 1024 and 4294967296");
  EXPECT_THAT(failure(api("error_when = [\"error\"]")), StartsWith("3:14: "));
  EXPECT_THAT(failure(api("allow_hosts = [\"https://h\"]")),
              StartsWith("3:15: 'https://h' is not a host of allow_hosts"));
  EXPECT_EQ(
      failure(api("timeouts = { connect = \"soon\" }")),
      "3:24: 'connect' in [right.timeouts] has to be a time such as \"30 s\", \"500 ms\" or 30 (seconds)");
  EXPECT_EQ(failure(api("timeouts = { conect = 1 }")),
            "3:14: unknown key 'conect' in [right.timeouts] (did you mean 'connect'?)");
  EXPECT_EQ(failure(api("retries = { attempts = 0 }")), "3:24: 'attempts' has to be between 1 and 100");
  EXPECT_EQ(failure(api("rate = { burst = 2 }")), "3:18: 'burst' goes with 'requests_per_second'");
  EXPECT_THAT(failure(api("rate = { requests_per_second = 0 }")),
              StartsWith("3:32: 'requests_per_second' has to be between"));
  EXPECT_EQ(failure(api("rate = { max_in_flight = 100 }")),
            "3:26: 'max_in_flight' has to be between 1 and 64");
}

TEST_F(LoadRest, LetsNoAddressThroughThatWouldShowASecret) {
  const std::string pages = "pages = { kind = \"page\" }\n";
  EXPECT_EQ(failure("url = \"http://api.example.com/u\"\n" + pages),
            "1:7: http://api.example.com would be read in clear text over the network");
  EXPECT_EQ(failure("url = \"https://me:pa55word@h/u\"\n" + pages),
            "1:7: the URL of https://h holds a user or a password");
  EXPECT_THAT(failure("url = \"ftp://h/u\"\n" + pages), HasSubstr("not an http or https URL"));
  EXPECT_THAT(failure("url = \"users\"\n" + pages), StartsWith("1:7: "));
  EXPECT_EQ(failure("url = \"http://127.0.0.1:80/u\"\n" + pages), "none");
  EXPECT_EQ(failure("url = \"http://api.example.com/u\"\nallow_http = true\n" + pages), "none");
}

}  // namespace
}  // namespace counterpart
