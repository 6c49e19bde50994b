/// Answers that are no pages, or none that may be taken: errors in disguise, other types, bombs.

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <zlib.h>

#include "support/paged_api.hpp"
#include "support/rest_reading.hpp"

namespace counterpart::test {
namespace {

/// A sound API but for page 2, for so many attempts or always.
RogueApi::Handler page_2_is(std::function<void(Reply&)> bend, unsigned attempts = 1000) {
  return by_number([bend = std::move(bend), attempts](const Ask& ask, Reply& reply) {
    if (ask.page == 2 && ask.attempt <= attempts) bend(reply);
  });
}

std::string gzipped(const std::string& text) {
  z_stream stream{};
  std::string packed(deflateBound(&stream, text.size()) + 64, '\0');
  constexpr int kGzip = 15 + 16;
  if (deflateInit2(&stream, 1, Z_DEFLATED, kGzip, 9, Z_DEFAULT_STRATEGY) != Z_OK) throw std::bad_alloc();
  std::string input = text;
  stream.next_in = reinterpret_cast<Bytef*>(input.data());
  stream.avail_in = static_cast<uInt>(input.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  EXPECT_EQ(deflate(&stream, Z_FINISH), Z_STREAM_END);
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  return packed;
}

void expect_refused_at_once(std::function<void(Reply&)> bend, const std::string& error,
                            std::uint64_t max_page_bytes = 64 << 20) {
  RogueApi api(page_2_is(std::move(bend)));
  RestSpec spec = number_spec_with_total(api);
  spec.max_page_bytes = max_page_bytes;
  EXPECT_EQ(read_all(spec).error, at_page(api, 2) + error);
  EXPECT_EQ(api.requests_of(2), 1u);
}

TEST(Answers, WithAnErrorInThemAreTriedAgain) {
  const auto quota = [](Reply& reply) { reply.body.insert(1, R"("error":{"code":"QUOTA"},)"); };
  RogueApi api(page_2_is(quota, 1));
  RestSpec spec = number_spec_with_total(api);
  spec.error_when = {"/warning", "$.error.code"};
  const Reading reading = read_all(spec);
  EXPECT_EQ(reading.error, "");
  EXPECT_EQ(reading.rows, expected_rows(95, 10));
  EXPECT_EQ(reading.report.retries, 1u);
  RogueApi always(page_2_is(quota));
  spec = number_spec_with_total(always);
  EXPECT_EQ(read_all(spec).rows, expected_rows(95, 10)) << "nobody said that this is an error";
  spec.error_when = {"/warning", "$.error.code"};
  EXPECT_EQ(
      read_all(spec).error,
      at_page(always, 2) + "the answer reports an error at '$.error.code' (error_when), after 3 attempts");
}

TEST(Answers, WithNothingTrueWhereAnErrorWouldBeAreSound) {
  for (const std::string error : {"null", "false", "0", "\"\"", "[]", "{}"}) {
    RogueApi api(page_2_is([&](Reply& reply) { reply.body.insert(1, "\"error\":" + error + ","); }));
    RestSpec spec = number_spec_with_total(api);
    spec.error_when = {"/error"};
    EXPECT_EQ(read_all(spec).rows, expected_rows(95, 10)) << error;
  }
}

TEST(Answers, WithAnErrorInPlaceOfTheRecordsAreRefused) {
  expect_refused_at_once(
      [](Reply& reply) { reply.body = R"({"error":"for Ada Lovelace","total_pages":10})"; },
      "nothing at '/users': the page has error, total_pages");
  expect_refused_at_once([](Reply& reply) { reply.body = R"({"users":null,"total_pages":10})"; },
                         "what is at '/users' is not a list: the page has users, total_pages");
  expect_refused_at_once([](Reply& reply) { reply.body = "null"; },
                         "nothing at '/users': the page is a single value");
}

TEST(Answers, WithoutContentAreNoEnd) {
  expect_refused_at_once([](Reply& reply) { reply = {.status = 204}; }, "the API answered 204");
  RogueApi api(page_2_is([](Reply& reply) { reply.body = ""; }));
  EXPECT_EQ(read_all(number_spec_with_total(api)).error,
            at_page(api, 2) + "the answer is empty, after 3 attempts");
}

TEST(Answers, OfAnotherTypeAreRefused) {
  for (const std::string type : {"text/html; charset=utf-8", "application/xml", "image/png", "text/csv"}) {
    expect_refused_at_once([&](Reply& reply) { reply = {.body = "not for you", .content_type = type}; },
                           "the answer is not JSON but " + type.substr(0, type.find(';')));
  }
  expect_refused_at_once([](Reply& reply) { reply.body = " \n<!doctype html>"; },
                         "the answer is not JSON but application/json");
}

TEST(Answers, OfJsonAreTakenWhateverTheyCallThemselves) {
  for (const std::string type :
       {"application/vnd.api+json", "text/json", "text/javascript", "text/plain", "text/html", ""}) {
    RogueApi api(by_number([&](const Ask&, Reply& reply) { reply.content_type = type; }));
    EXPECT_EQ(read_all(number_spec_with_total(api)).rows, expected_rows(95, 10)) << type;
  }
}

TEST(Answers, ThatAreCutShortAreTriedAgainWhateverTheyCallThemselves) {
  for (const std::string type : {"application/json", "text/plain", ""}) {
    RogueApi api(page_2_is(
        [&](Reply& reply) {
          reply.content_type = type;
          reply.length = Reply::Length::until_close;
          reply.cut_after = 200;
        },
        2));
    const Reading reading = read_all(number_spec_with_total(api));
    EXPECT_EQ(reading.error, "") << type;
    EXPECT_EQ(reading.rows, expected_rows(95, 10)) << type;
  }
}

TEST(Bombs, OfDepthAreRefusedAtOnce) {
  for (const std::string& open : {std::string("["), std::string("{\"a\":")}) {
    std::string deep;
    for (int i = 0; i < 100'000; ++i) deep += open;
    deep += "1" + std::string(100'000, open == "[" ? ']' : '}');
    expect_refused_at_once([&](Reply& reply) { reply.body = deep; }, "the answer is nested too deeply");
    expect_refused_at_once([&](Reply& reply) { reply.body.insert(1, "\"x\":" + deep + ","); },
                           "the answer is nested too deeply");
  }
}

TEST(Bombs, OfDepthAreNotAskedForInSmallerPages) {
  RogueApi api(
      page_2_is([](Reply& reply) { reply.body = std::string(100'000, '[') + std::string(100'000, ']'); }));
  RestSpec spec = number_spec_with_total(api);
  spec.pages.size_param = "per_page";
  spec.pages.size = 10;
  EXPECT_EQ(read_all(spec).error, at_page(api, 2) + "the answer is nested too deeply");
}

TEST(Bombs, ThatAreCompressedAreLimitedByTheirDecodedSize) {
  const std::string bomb = gzipped("{\"users\":[" + std::string(64 << 20, ' ') + "]}");
  ASSERT_LT(bomb.size(), 500'000u);
  expect_refused_at_once(
      [&](Reply& reply) {
        reply.body = bomb;
        reply.headers = {"Content-Encoding: gzip"};
      },
      "the answer is over 1.0 MiB", 1 << 20);
}

TEST(Bombs, WithoutAnEndAreCutOff) {
  expect_refused_at_once(
      [](Reply& reply) {
        reply.length = Reply::Length::until_close;
        reply.endless = true;
      },
      "the answer is over 1.0 MiB", 1 << 20);
}

TEST(Bombs, OfAStatedLengthAreRefusedOnceTheyAreTooLarge) {
  expect_refused_at_once(
      [](Reply& reply) {
        reply.length = Reply::Length::until_close;
        reply.headers = {"Content-Length: 1099511627776"};
        reply.endless = true;
      },
      "the answer is over 1.0 MiB", 1 << 20);
}

TEST(Bombs, OfHeadersAreRefusedAtOnce) {
  expect_refused_at_once(
      [](Reply& reply) { reply.headers.assign(4000, "X-Filler: " + std::string(90, 'x')); },
      "the headers of the answer are over 256 KiB");
  RogueApi api(page_2_is([](Reply& reply) { reply.headers = {"X-Filler: " + std::string(2 << 20, 'x')}; }));
  EXPECT_EQ(read_all(number_spec_with_total(api)).error,
            at_page(api, 2) + "a header of the answer is longer than libcurl takes");
  EXPECT_EQ(api.requests_of(2), 1u);
}

TEST(Answers, ThatAreDamagedGzipAreTriedAgain) {
  RogueApi api(page_2_is(
      [](Reply& reply) {
        reply.body = gzipped(reply.body);
        reply.body.resize(reply.body.size() / 2);
        reply.headers = {"Content-Encoding: gzip"};
      },
      2));
  const Reading reading = read_all(number_spec_with_total(api));
  EXPECT_EQ(reading.error, "");
  EXPECT_EQ(reading.rows, expected_rows(95, 10));
}

TEST(Answers, KeepANulLikeAnyOtherCharacter) {
  RogueApi api([](const Ask&) { return Reply{.body = R"({"users":[{"id":1,"name":"a\u0000b"}]})"}; });
  RestSpec spec = quick_spec(api.url());
  spec.pages.kind = PagesSpec::Kind::none;
  EXPECT_EQ(read_all(spec).rows.at(0), std::string("1|a\0b", 5));
}

TEST(Answers, WithAKeyTwiceGiveTheLastValue) {
  RogueApi api(page_2_is([](Reply& reply) {
    swap_text(reply.body, "\"name\":\"name 11\"", "\"name\":\"b\",\"name\":\"name 11\"");
  }));
  EXPECT_EQ(read_all(number_spec_with_total(api)).rows, expected_rows(95, 10));
}

}  // namespace
}  // namespace counterpart::test
