/// Any mixture of faults that a reading survives gives every record once, in order.

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "base/digest.hpp"
#include "support/paged_api.hpp"
#include "support/rest_reading.hpp"

namespace counterpart::test {
namespace {

using namespace std::chrono_literals;
using Length = Reply::Length;

/// The same for the same words; evenly spread.
std::uint64_t dice(unsigned seed, const std::string& words) {
  return digest64(fmt::format("{}:{}", seed, words));
}

/// What goes wrong with an answer, by chance; at most twice for one request.
void fault(std::uint64_t chance, Reply& reply) {
  switch (chance % 16) {
    case 0: reply.status = 500; break;
    case 1: reply = {.status = 503, .headers = {"Retry-After: 0"}}; break;
    case 2: reply = {.status = 429}; break;
    case 3: reply.cut_after = chance / 16 % reply.body.size(); break;
    case 4:
      reply.length = Length::until_close;
      reply.cut_after = chance / 16 % reply.body.size();
      break;
    case 5:
      reply.length = Length::chunked;
      reply.cut_after = chance / 16 % reply.body.size();
      reply.reset = true;
      break;
    case 6: reply = {.status = 408}; break;
    case 7: reply.body = ""; break;
    case 8: reply.body.resize(reply.body.size() / 2); break;
    default: break;
  }
}

/// Sound but slow, sliced, or of another length.
void mood(std::uint64_t chance, Reply& reply) {
  if (chance % 5 == 0) reply.after = std::chrono::milliseconds(chance / 5 % 4);
  if (chance % 7 == 0) reply.by_bytes = true;
  if (chance % 3 == 0) reply.length = Length::chunked;
  if (chance % 11 == 0) reply.length = Length::until_close;
}

/// An API by offset whose pages have 1 to 10 users, as chance will have it.
Reply short_at_times(unsigned seed, const Ask& ask) {
  const unsigned before = number_of(ask, "offset", 0);
  return {.body = page_behind(before, 1 + static_cast<unsigned>(dice(seed, std::to_string(before)) % 10))};
}

class Chaos : public testing::TestWithParam<unsigned> {
 protected:
  RogueApi::Handler troubled(RogueApi::Handler sound) const {
    const unsigned seed = GetParam();
    return [seed, sound = std::move(sound)](const Ask& ask) {
      Reply reply = sound(ask);
      const std::uint64_t chance = dice(seed, fmt::format("{} {}", ask.target, ask.attempt));
      if (ask.attempt <= 2) fault(chance, reply);
      mood(chance >> 32U, reply);
      return reply;
    };
  }
  void expect_all(RestSpec spec,
                  const std::vector<std::string>& users = users_between(1, kUsers.count)) const {
    static constexpr unsigned kWindows[] = {0, 1, 2, 8, 32};
    spec.window = kWindows[dice(GetParam(), "window") % 5];
    spec.retry_first_pause_ms = 4;
    const Reading reading = read_all(spec, {}, dice(GetParam(), "memory") % 2 == 0 ? 1 : 64 << 20);
    EXPECT_EQ(reading.error, "");
    EXPECT_EQ(reading.records(), users);
  }
};

TEST_P(Chaos, LosesNobodyByNumber) {
  RogueApi api(troubled(by_number()));
  expect_all(GetParam() % 2 == 0 ? number_spec(api) : number_spec_with_total(api));
}

TEST_P(Chaos, LosesNobodyByOffset) {
  const unsigned seed = GetParam();
  RogueApi api(troubled([seed](const Ask& ask) { return short_at_times(seed, ask); }));
  RestSpec spec = offset_spec(api);
  if (seed % 2 == 0) spec.pages.total_items = "/total";
  expect_all(spec);
}

TEST_P(Chaos, LosesNobodyAlongChains) {
  RogueApi api(troubled(by_place()));
  for (const RestSpec& spec : {cursor_spec(api), keyset_spec(api), link_spec(api)}) expect_all(spec);
}

TEST_P(Chaos, LosesNobodyInPartitions) {
  RogueApi api(troubled([](const Ask& ask) {
    const unsigned part = number_of(ask, "part", 0);
    const unsigned before = number_of(ask, "after", 0);
    const unsigned size = 1 + part % 4;
    const std::string next = before + size < 5 ? fmt::format("\"{}\"", before + size) : "null";
    return Reply{.body = fmt::format(R"({{"next":{},"users":[{}]}})", next,
                                     Users{.count = 5 * part + 5}.behind(5 * part + before, size))};
  }));
  RestSpec spec = cursor_spec(api);
  for (unsigned part = 0; part < 12; ++part)
    spec.pages.partitions.push_back({{"part", std::to_string(part)}});
  spec.window = GetParam() % 2 == 0 ? 4 : 0;
  spec.retry_first_pause_ms = 4;
  const Reading reading = read_all(spec);
  EXPECT_EQ(reading.error, "");
  spec.window = 1;
  EXPECT_EQ(read_all(spec).rows, reading.rows) << "the order is another";
  std::vector<std::string> users = reading.records();
  std::sort(users.begin(), users.end());
  std::vector<std::string> expected = users_between(1, 60);
  std::sort(expected.begin(), expected.end());
  EXPECT_EQ(users, expected);
}

INSTANTIATE_TEST_SUITE_P(Seeds, Chaos, testing::Range(0U, 8U));

}  // namespace
}  // namespace counterpart::test
