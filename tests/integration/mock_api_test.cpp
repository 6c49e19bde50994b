#include "app/mock_api.hpp"

#include <curl/curl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <string>
#include <thread>

#include "app/api_records.hpp"
#include "counterpart/error.hpp"
#include "support/file_reading.hpp"
#include "support/temporary_directory.hpp"

namespace counterpart {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

struct Answer {
  long status = 0;
  std::string body;
  std::string encoding;
  long connections = 0;  ///< new ones made for it
};

std::size_t take_bytes(char* bytes, std::size_t, std::size_t size, void* into) {
  static_cast<std::string*>(into)->append(bytes, size);
  return size;
}

/// One client with a connection of its own.
class Client {
 public:
  Client() : curl_(curl_easy_init(), curl_easy_cleanup) {}

  Answer get(const std::string& url, const std::string& header = "") {
    Answer answer;
    std::string headers;
    std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)> list(nullptr, curl_slist_free_all);
    if (!header.empty()) list.reset(curl_slist_append(nullptr, header.c_str()));
    CURL* curl = curl_.get();
    curl_easy_setopt(curl, CURLOPT_URL, url.c_str());
    curl_easy_setopt(curl, CURLOPT_NOPROXY, "*");
    curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, 20'000L);
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, list.get());
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take_bytes);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, &answer.body);
    curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, take_bytes);
    curl_easy_setopt(curl, CURLOPT_HEADERDATA, &headers);
    EXPECT_EQ(curl_easy_perform(curl), CURLE_OK);
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &answer.status);
    curl_easy_getinfo(curl, CURLINFO_NUM_CONNECTS, &answer.connections);
    if (headers.find("Content-Encoding: gzip") != std::string::npos) answer.encoding = "gzip";
    return answer;
  }

 private:
  std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> curl_;
};

std::vector<std::string> numbered(int count) {
  std::vector<std::string> records;
  for (int i = 1; i <= count; ++i) records.push_back("{\"id\":" + std::to_string(i) + "}");
  return records;
}

TEST(MockApi, ServesPagesOverOneConnection) {
  MockApi api(numbered(5), {.page_size = 2});
  const std::string url = api.start();
  EXPECT_THAT(url, HasSubstr("/api/v1/users"));
  Client client;
  EXPECT_EQ(client.get(url).body,
            R"({"current_page": 1, "total_pages": 3, "total_items": 5, "users": [{"id":1},{"id":2}]})");
  const Answer last = client.get(url + "?page=3");
  EXPECT_EQ(last.body, R"({"current_page": 3, "total_pages": 3, "total_items": 5, "users": [{"id":5}]})");
  EXPECT_EQ(last.status, 200);
  EXPECT_EQ(last.connections, 0);
  const Answer beyond = client.get(url + "?page=4");
  EXPECT_EQ(beyond.status, 200);
  EXPECT_EQ(beyond.body, R"({"current_page": 4, "total_pages": 3, "total_items": 5, "users": []})");
  EXPECT_EQ(api.requests(), 3u);
}

TEST(MockApi, KeepsAConnectionForManyRequests) {
  MockApi api(numbered(1000), {.page_size = 1});
  const std::string url = api.start();
  Client client;
  long connections = 0;
  for (int page = 1; page <= 1000; ++page)
    connections += client.get(url + "?page=" + std::to_string(page)).connections;
  EXPECT_EQ(connections, 1);
}

TEST(MockApi, RefusesPagesThatAreNoNumbers) {
  MockApi api(numbered(5), {.path = "/v2/people", .page_param = "p", .size_param = "n"});
  const std::string url = api.start();
  Client client;
  for (const char* bad : {"0", "-1", "x", "1x", "", "99999999999999999999999"}) {
    const Answer answer = client.get(url + "?p=" + bad);
    EXPECT_EQ(answer.status, 400) << bad;
    EXPECT_EQ(answer.body, R"({"error":"p has to be a number from 1"})");
    EXPECT_EQ(client.get(url + "?n=" + bad).status, 400) << bad;
  }
  EXPECT_EQ(client.get(url + "?p=18446744073709551615").status, 200);
  EXPECT_EQ(client.get(url.substr(0, url.size() - 7) + "elsewhere").status, 404);
}

TEST(MockApi, LetsTheClientChooseTheSizeUpToACap) {
  MockApi api(numbered(5),
              {.records_key = "da\"ta", .page_size = 1, .size_param = "size", .max_page_size = 3});
  const std::string url = api.start();
  Client client;
  EXPECT_EQ(client.get(url + "?page=2&size=2").body,
            R"({"current_page": 2, "total_pages": 3, "total_items": 5, "da\"ta": [{"id":3},{"id":4}]})");
  EXPECT_EQ(
      client.get(url + "?page=1&size=100").body,
      R"({"current_page": 1, "total_pages": 2, "total_items": 5, "da\"ta": [{"id":1},{"id":2},{"id":3}]})");
}

TEST(MockApi, ServesNoRecords) {
  MockApi api({}, {});
  EXPECT_EQ(Client().get(api.start()).body,
            R"({"current_page": 1, "total_pages": 0, "total_items": 0, "users": []})");
}

TEST(MockApi, WantsItsToken) {
  MockApi api(numbered(1), {.token = "s3cret"});
  const std::string url = api.start();
  Client client;
  EXPECT_EQ(client.get(url).status, 401);
  EXPECT_EQ(client.get(url, "Authorization: Bearer wrong").status, 401);
  EXPECT_EQ(client.get(url, "Authorization: Bearer s3cret").status, 200);
}

TEST(MockApi, CompressesOnlyWhenBothSidesWantIt) {
  MockApi packing(numbered(1000), {.page_size = 1000, .size_param = "n", .gzip = true});
  const std::string url = packing.start();
  Client client;
  const Answer plain = client.get(url);
  EXPECT_EQ(plain.encoding, "");
  for (const std::string query : {"", "?n=999"}) {
    const Answer packed = client.get(url + query, "Accept-Encoding: gzip, br");
    EXPECT_EQ(packed.encoding, "gzip");
    EXPECT_LT(packed.body.size(), plain.body.size() / 2);
    EXPECT_EQ(packed.body.substr(0, 2), "\x1F\x8B");
  }
  MockApi never(numbered(1000), {.page_size = 1000});
  EXPECT_EQ(Client().get(never.start(), "Accept-Encoding: gzip, br").body, plain.body);
}

TEST(MockApi, DelaysRequestsSideBySide) {
  MockApi api(numbered(1), {.latency_ms = 300});
  const std::string url = api.start();
  const auto begin = std::chrono::steady_clock::now();
  std::vector<std::thread> threads;
  for (int i = 0; i < 32; ++i) threads.emplace_back([&] { EXPECT_EQ(Client().get(url).status, 200); });
  for (auto& thread : threads) thread.join();
  const auto took = std::chrono::steady_clock::now() - begin;
  EXPECT_GE(took, std::chrono::milliseconds(300));
  EXPECT_LT(took, std::chrono::milliseconds(32 * 300 / 2));
}

TEST(MockApi, StopsAndFreesItsPort) {
  std::string url;
  {
    MockApi api(numbered(1), {});
    url = api.start();
    Client().get(url);
    api.stop();
    api.stop();
  }
  const int port = std::stoi(url.substr(url.rfind(':') + 1));
  MockApi again(numbered(1), {.port = port});
  EXPECT_EQ(again.start(), url);
  MockApi third(numbered(1), {.port = port});
  EXPECT_THROW(third.start(), Error);
}

class ApiRecords : public ::testing::Test {
 protected:
  std::vector<std::string> load(const std::string& name, const std::string& bytes,
                                const std::vector<std::string>& sort_by = {}) {
    return load_api_records(test::write_file(folder_.path() / name, bytes), sort_by);
  }
  test::TemporaryDirectory folder_;
};

TEST_F(ApiRecords, KeepJsonLinesAsTheyStand) {
  EXPECT_THAT(load("a.jsonl", "{\"a\": 1.0}\r\n\n  {\"b\":[1]} \n{}"),
              ElementsAre("{\"a\": 1.0}", "{\"b\":[1]}", "{}"));
}

TEST_F(ApiRecords, NameABadLine) {
  EXPECT_THAT([&] { load("a.jsonl", "{}\n\n{\"a\":\n"); },
              ::testing::ThrowsMessage<Error>(HasSubstr("line 3: is not valid JSON")));
  EXPECT_THAT([&] { load("a.csv", "a,b\n1,2\n3\n"); },
              ::testing::ThrowsMessage<Error>(HasSubstr("line 3: has 1 fields")));
  EXPECT_THROW(load("a.xml", "<a/>"), Error);
}

TEST_F(ApiRecords, TakeCsvColumnsOfIntegersForNumbers) {
  EXPECT_THAT(load("a.csv", "id,zip,name,none\n1,007,\"a \"\"b\"\"\",\n-2,7,,\n,8,\"\",\n"),
              ElementsAre(R"({"id":1,"zip":"007","name":"a \"b\"","none":null})",
                          R"({"id":-2,"zip":"7","name":null,"none":null})",
                          R"({"id":null,"zip":"8","name":"","none":null})"));
  EXPECT_THAT(load("a.tsv", "a\tb\n1\tx,y\n"), ElementsAre(R"({"a":1,"b":"x,y"})"));
}

TEST_F(ApiRecords, AreSortedByTheBytesOfFields) {
  const std::vector<std::string> by{"n", "f"};
  EXPECT_THAT(load("a.jsonl",
                   "{\"n\":\"é\"}\n{\"n\":\"b\",\"f\":\"2\"}\n{\"n\":\"Z\"}\n{\"n\":\"b\",\"f\":\"1\"}\n{"
                   "\"x\":1}\n{\"x\":2}\n",
                   by),
              ElementsAre("{\"x\":1}", "{\"x\":2}", "{\"n\":\"Z\"}", "{\"n\":\"b\",\"f\":\"1\"}",
                          "{\"n\":\"b\",\"f\":\"2\"}", "{\"n\":\"é\"}"));
  EXPECT_THAT(load("a.csv", "n,f\nb,10\nb,9\na,1\n", by),
              ElementsAre(R"({"n":"a","f":1})", R"({"n":"b","f":10})", R"({"n":"b","f":9})"));
  EXPECT_THROW(load("a.csv", "a\n1\n", by), Error);
}

}  // namespace
}  // namespace counterpart
