// An API whose pages are not what they say, seen from outside.
#include <fmt/format.h>

#include "cli/api_faults.hpp"
#include "support/json_events.hpp"

namespace counterpart::test {
namespace {

TEST_F(ApiFaults, ATokenThatRepeats) {
  set_pages("kind = \"cursor\"\nparam = \"page\"\ntoken = \"/next\"\ntotal_items = \"/total\"");
  expect_refused(
      always([](Reply& reply) { reply.body = replaced(reply.body, "\"next\":\"5\"", "\"next\":\"4\""); }),
      {"external", "page 4", "leads back to a page that was read before"});
}

TEST_F(ApiFaults, PagesWithoutAnEnd) {
  set_pages("kind = \"page\"\nmax_pages = 30");
  expect_refused(
      [](const Ask& ask, Reply& reply) {
        if (ask.page > kPagesOfApi)
          reply.body =
              fmt::format(R"({{"users":[{{"id":{0},"lastname":"A","firstname":"B"}}]}})", 1000 + ask.page);
      },
      {"external", "page 30", "max_pages = 30"});
}

TEST_F(ApiFaults, ATotalThatIsNotReached) {
  set_pages("kind = \"page\"\ntotal_items = \"/total\"");
  expect_refused(always([](Reply& reply) { reply.body = R"({"total":40,"users":[]})"; }),
                 {"external", "says that it has 40 records and gave 36"});
}

/// The last record of page 4 comes again as the first of page 5, whose own first one is lost.
void drift(const Ask& ask, Reply& reply) {
  if (ask.page != 5) return;
  const std::string before = page_of_people(4);
  const std::size_t last = before.rfind("{\"id\"");
  const std::size_t first = reply.body.find("{\"id\"");
  reply.body.replace(first, reply.body.find("},", first) - first + 1,
                     before.substr(last, before.rfind("}]") - last + 1));
}

TEST_F(ApiFaults, ADriftThatLosesARecord) {
  set_pages("kind = \"page\"\ntotal_items = \"/total\"");
  expect_refused(drift, {"external", "40 records were announced, 39 different ones came"});
}

TEST_F(ApiFaults, ADriftThatIsAllowedIsCounted) {
  set_pages("kind = \"page\"\ntotal_items = \"/total\"");
  set("on_shortfall = \"warn\"");
  run_in_trouble(drift);
  const Event summary = json_events(systems_.place().run_well({"run", "job.toml", "--json"}).err).back();
  EXPECT_EQ(number(summary, "/sides/external/read"), 40);
  EXPECT_EQ(number(summary, "/sides/external/duplicate"), 1);
  EXPECT_EQ(number(summary, "/matches"), kPeopleOnBoth - 1);
}

TEST_F(ApiFaults, DamagedText) {
  for (const std::string bad : {"\xFF", "\\ud800"}) {
    expect_refused(always([&](Reply& reply) { reply.body = replaced(reply.body, "Given", bad); }),
                   {"external", "page 4", "firstname", "is not valid UTF-8"}, 8);
  }
}

TEST_F(ApiFaults, ADepthOf100000) {
  expect_refused(
      always([](Reply& reply) { reply.body = std::string(40'000, '[') + std::string(40'000, ']'); }),
      {"external", "page 4", "is nested too deeply"});
}

TEST_F(ApiFaults, AValueOfAnotherType) {
  expect_refused(always([](Reply& reply) {
                   reply.body = replaced(reply.body, "\"lastname\":\"", "\"lastname\":[1],\"was\":\"");
                 }),
                 {"external", "page 4", "lastname"}, 8);
  expect_refused(always([](Reply& reply) { reply.body = replaced(reply.body, "\"2017-01-", "\"2017-99-"); }),
                 {"external", "page 4", "last_active_date"}, 8);
}

TEST_F(ApiFaults, MoreRejectsThanAllowed) {
  set("max_rejects = 3");
  const auto nameless = [](unsigned count) {
    return always([=](Reply& reply) {
      for (unsigned i = 0; i < count; ++i) reply.body = replaced(reply.body, "\"lastname\"", "\"surname\"");
    });
  };
  expect_refused(nameless(4), {"external", "4"}, 8);
  const Ended ended = run_in_trouble(nameless(3), "", {});
  EXPECT_EQ(ended.exit_code, 0) << ended.err;
}

}  // namespace
}  // namespace counterpart::test
