// The commands that serve: demo and mock-api.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>

#include "support/json_events.hpp"
#include "support/two_systems.hpp"

namespace counterpart::test {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(DemoCommand, LoadsAsManyRowsAsItMatched) {
  const Workplace place;
  const Ended ended = place.run_well({"demo", "--rows", "500", "--dir", "d", "--json"});
  EXPECT_EQ(ended.out, "");
  const Event summary = json_events(ended.err).back();
  EXPECT_GT(number(summary, "/matches"), 0);
  EXPECT_EQ(number(summary, "/sides/internal/read"), 500);
  EXPECT_EQ(place.query("d/warehouse.db", "SELECT COUNT(*) FROM user_active_status"),
            summary.at("/matches") + "\n");
  EXPECT_THAT(place.read("d/output.txt"), HasSubstr("Total Matches: " + summary.at("/matches") + "\n"));
}

TEST(DemoCommand, KeepsServingForItsOwnJobFile) {
  const Workplace place;
  Program demo(place.start({"demo", "--rows", "500", "--dir", "d", "--keep-serving"}));
  ASSERT_TRUE(demo.says("keeps serving"));
  const Files first = place.files();
  EXPECT_THAT(place.run_well({"check", "d/job.toml"}).out, HasSubstr("\nok\n"));
  place.expect_untouched(first);
  place.run_well({"run", "d/job.toml"});
  EXPECT_EQ(place.read("d/matches.csv"), first.at("d/matches.csv"));
  demo.send(SIGINT);
  EXPECT_EQ(demo.wait(std::chrono::seconds(5)).exit_code, 0);
}

TEST(DemoCommand, InAPlaceThatCannotBeIsRefused) {
  const Workplace place;
  place.write("file", "");
  const Files before = place.files();
  place.expect_refused(before, place.run({"demo", "--rows", "10", "--dir", "file/d", "-q"}), 9, {"file/d"});
}

/// mock-api as a program, and a job that fetches all of it.
class MockApiCommand : public ::testing::Test {
 protected:
  /// Starts it and waits until it serves.
  void serve(std::vector<std::string> arguments, const std::map<std::string, std::string>& environment = {}) {
    arguments.insert(arguments.begin(), "mock-api");
    api_ = std::make_unique<Program>(place_.start(arguments, environment));
    ASSERT_TRUE(api_->says("?page=1\n"));
    const std::string line = api_->out();
    const std::size_t begin = line.find("http://");
    url_ = line.substr(begin, line.find("?page=1") - begin);
  }
  /// The CSV that a fetch of all pages gives.
  std::string fetched(const std::string& more = "",
                      const std::map<std::string, std::string>& environment = {}) {
    place_.write("people.csv", people_csv());
    place_.write("job.toml", replaced(two_systems_job(url_), "[right.pages]", more + "[right.pages]"));
    place_.run_well({"fetch", "job.toml", "--side", "right", "-o", "fetched.csv"}, environment);
    return place_.read("fetched.csv");
  }
  void stop() {
    api_->send(SIGTERM);
    EXPECT_EQ(api_->wait(std::chrono::seconds(5)).exit_code, 0);
  }

  Workplace place_;
  std::unique_ptr<Program> api_;
  std::string url_;
};

TEST_F(MockApiCommand, EndsByItselfAfterItsTime) {
  place_.write("people.csv", people_csv());
  Program api(place_.start({"mock-api", "people.csv", "--for", "1"}));
  const Ended ended = api.wait(std::chrono::seconds(10));
  EXPECT_EQ(ended.exit_code, 0);
  EXPECT_GE(ended.after.count(), 1000);
  EXPECT_THAT(ended.out, testing::StartsWith("serving 40 records at http://127.0.0.1:"));
}

TEST_F(MockApiCommand, ServesCsv) {
  place_.write("served.csv", people_csv());
  serve({"served.csv", "--page-size", "7"});
  EXPECT_EQ(fetched(), people_csv());
  stop();
}

TEST_F(MockApiCommand, ServesJsonLinesCompressed) {
  place_.write("served.jsonl", R"({"id":2,"lastname":"Noether","firstname":"Emmy","last_active_date":null}
{"id":1,"lastname":"Lovelace","firstname":"Ada","last_active_date":"2017-01-30"}
)");
  serve({"served.jsonl", "--page-size", "1", "--gzip"});
  EXPECT_EQ(fetched(),
            "id,lastname,firstname,last_active_date\n2,Noether,Emmy,\n1,Lovelace,Ada,2017-01-30\n");
  Program curl({"curl", "-s", "-H", "Accept-Encoding: gzip", url_ + "?page=1"}, place_.start({}));
  EXPECT_THAT(curl.wait().out, testing::StartsWith("\x1f\x8b"));
  stop();
}

TEST_F(MockApiCommand, SortsByAFieldAsBytes) {
  place_.write("served.csv", "id,lastname,firstname,last_active_date\n1,b,x,\n2,a,y,\n3,B,z,\n4,ä,w,\n");
  serve({"served.csv", "--page-size", "2", "--sort", "lastname"});
  EXPECT_EQ(fetched(), "id,lastname,firstname,last_active_date\n3,B,z,\n2,a,y,\n1,b,x,\n4,ä,w,\n");
  stop();
}

TEST_F(MockApiCommand, AsksForATokenWithoutShowingIt) {
  place_.write("served.csv", people_csv());
  serve({"served.csv", "--token-env", "MOCK_TOKEN"}, {{"MOCK_TOKEN", "right-t0ken"}});
  const std::string auth = "[right.auth]\nkind = \"bearer\"\ntoken = { env = \"T\" }\n";
  EXPECT_EQ(fetched(auth, {{"T", "right-t0ken"}}), people_csv());
  const Files before = place_.files();
  const Ended refused = place_.run({"run", "job.toml"}, {{"T", "wr0ng-token"}});
  place_.expect_refused(before, refused, 5, {"external", "401"});
  EXPECT_THAT(refused.err, Not(HasSubstr("wr0ng-token")));
  api_->send(SIGTERM);
  const Ended served = api_->wait(std::chrono::seconds(5));
  EXPECT_THAT(served.out + served.err, Not(HasSubstr("t0ken")));
}

TEST_F(MockApiCommand, RefusesWhatItCannotServe) {
  place_.write("broken.jsonl", "{\"id\":1}\n{\"id\":\n");
  const Files before = place_.files();
  place_.expect_refused(before, place_.run({"mock-api", "broken.jsonl"}), 4, {"broken.jsonl", "line 2"});
  place_.expect_refused(before, place_.run({"mock-api", "people.xml"}), 2, {"people.xml"});
  place_.expect_refused(before, place_.run({"mock-api", "nowhere.csv"}), 4, {"nowhere.csv"});
}

}  // namespace
}  // namespace counterpart::test
