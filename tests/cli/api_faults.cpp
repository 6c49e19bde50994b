#include "cli/api_faults.hpp"

#include <fmt/format.h>

namespace counterpart::test {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr std::chrono::seconds kDeadline{20};

/// Pages by number, or by a token that names the next one.
Reply people(const Ask& ask) {
  const unsigned page = ask.parameter("page") ? ask.page : 1;
  Reply reply{.body = page_of_people(page)};
  const std::string next = page < kPagesOfApi ? fmt::format("\"{}\"", page + 1) : "null";
  reply.body.insert(1, fmt::format("\"next\":{},\"total\":{},", next, kPeopleOfASide));
  return reply;
}

}  // namespace

Bend once(std::function<void(Reply&)> bend) {
  return [bend = std::move(bend), done = false](const Ask& ask, Reply& reply) mutable {
    if (ask.page == 4 && !std::exchange(done, true)) bend(reply);
  };
}

Bend always(std::function<void(Reply&)> bend) {
  return [bend = std::move(bend)](const Ask& ask, Reply& reply) {
    if (ask.page == 4) bend(reply);
  };
}

std::string unheard_url() {
  const RogueApi gone(sound_answer);
  return gone.url();
}

ApiFaults::ApiFaults()
    : systems_([this](const Ask& ask) {
        Reply reply = people(ask);
        if (broken_ && bend_) bend_(ask, reply);
        return reply;
      }) {
  set("retries = { attempts = 2 }\n"
      "timeouts = { connect = \"300 ms\", first_byte = \"1 s\", stall = \"300 ms\" }\n"
      "max_page_bytes = 100000");
}

Ended ApiFaults::run_in_trouble(Bend bend, const std::string& url,
                                const std::map<std::string, std::string>& environment) {
  broken_ = false;
  systems_.place().run_well({"run", "job.toml"});
  sound_ = systems_.place().results();
  bend_ = std::move(bend);
  broken_ = true;
  if (!url.empty()) systems_.place().write("job.toml", replaced(systems_.job(), systems_.api().url(), url));
  before_ = systems_.before();
  Ended ended = systems_.place().run({"run", "job.toml"}, environment);
  EXPECT_LT(ended.after, kDeadline);
  EXPECT_THAT(ended.err, Not(HasSubstr("Given"))) << "a person's name in a message";
  return ended;
}

void ApiFaults::expect_the_same_afterwards() {
  broken_ = false;
  systems_.place().write("job.toml", systems_.job());
  systems_.place().run_well({"run", "job.toml"});
  EXPECT_TRUE(systems_.place().results() == sound_) << "a rerun gives something else";
}

void ApiFaults::expect_survived(Bend bend) {
  const Ended ended = run_in_trouble(std::move(bend));
  EXPECT_EQ(ended.exit_code, 0) << ended.err;
  EXPECT_EQ(lines_with(ended.err, "warning").size(), 0U) << ended.err;
  EXPECT_TRUE(systems_.place().results() == sound_);
}

void ApiFaults::expect_refused(Bend bend, const std::vector<std::string>& words, int exit_code) {
  const Ended ended = run_in_trouble(std::move(bend));
  systems_.place().expect_refused(before_, ended, exit_code, words);
  expect_the_same_afterwards();
}

void ApiFaults::expect_unreachable(const std::string& url, const std::vector<std::string>& words,
                                   const std::map<std::string, std::string>& environment) {
  const Ended ended = run_in_trouble({}, url, environment);
  systems_.place().expect_refused(before_, ended, 5, words);
  expect_the_same_afterwards();
}

}  // namespace counterpart::test
