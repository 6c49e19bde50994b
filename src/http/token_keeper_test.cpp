#include "http/token_keeper.hpp"

#include <gtest/gtest.h>

namespace counterpart::http {
namespace {

using namespace std::chrono_literals;
using Time = TokenKeeper::Time;

/// "1", "2", … with `lifetime`, where the answer is 200.
class Counted final : public TokenSource {
 public:
  explicit Counted(std::optional<std::chrono::seconds> lifetime) : lifetime_(lifetime) {}
  Request request() const override {
    return {Url::parse("https://login.example.com/token", ErrorKind::job_file)};
  }
  Token read(const Response& response) override {
    if (response.status >= 500) throw Error(ErrorKind::api, "answered 500").hint("later").may_retry();
    if (response.status != 200) throw Error(ErrorKind::api, "answered 400").hint("never");
    return {Secret(std::to_string(++count_)), lifetime_};
  }
  std::string place() const override { return "the endpoint"; }
  std::vector<Secret> secrets() const override { return {Secret("client")}; }

 private:
  std::optional<std::chrono::seconds> lifetime_;
  unsigned count_ = 0;
};

class Keeper : public testing::Test {
 protected:
  void with_lifetime(std::optional<std::chrono::seconds> lifetime, unsigned attempts = 3) {
    RetryPolicy retry;
    retry.attempts = attempts;
    retry.first_pause = Milliseconds(100);
    keeper_ = std::make_unique<TokenKeeper>(std::make_unique<Counted>(lifetime), retry);
  }
  void answer(int status, Time now, std::string retry_after = "") {
    ASSERT_TRUE(keeper_->ask(now));
    Response response;
    response.status = status;
    if (!retry_after.empty()) response.headers = {{"retry-after", std::move(retry_after)}};
    keeper_->answered(response, now, 0.5);
  }
  std::string error_of(int status, Time now) {
    try {
      answer(status, now);
    } catch (const Error& error) {
      return std::string(error.what()) + " | " + error.hint();
    }
    return "none";
  }
  /// What would be sent, "" if nothing can be.
  std::string sent() const {
    if (!keeper_->current()) return "";
    Request request{Url::parse("https://h/", ErrorKind::job_file)};
    keeper_->current()->add_to(request);
    return request.headers.at(0).second;
  }

  const Time start_{1000h};
  std::unique_ptr<TokenKeeper> keeper_;
};

TEST_F(Keeper, KnowsAllThatEverProvedWhoAsks) {
  with_lifetime(100s);
  answer(200, start_);
  answer(200, start_ + 90s);
  std::vector<std::string> secrets;
  for (const Secret& secret : keeper_->secrets()) secrets.push_back(secret.reveal());
  EXPECT_EQ(secrets, (std::vector<std::string>{"client", "1", "2"}));
}

TEST_F(Keeper, OfFixedCredentialsHasNothingToDo) {
  TokenKeeper fixed(Credentials::bearer(Secret("a")));
  EXPECT_TRUE(fixed.current());
  EXPECT_FALSE(fixed.due(start_));
  EXPECT_EQ(fixed.next_ask(), std::nullopt);
  EXPECT_FALSE(fixed.refused(fixed.generation()));
  EXPECT_TRUE(fixed.current());
}

TEST_F(Keeper, AsksOnceAndThenAt85PercentOfTheLife) {
  with_lifetime(100s);
  EXPECT_EQ(sent(), "");
  EXPECT_TRUE(keeper_->due(start_));
  EXPECT_TRUE(keeper_->ask(start_));
  EXPECT_FALSE(keeper_->ask(start_)) << "one is on its way";
  EXPECT_EQ(keeper_->next_ask(), std::nullopt);
  Response good;
  good.status = 200;
  keeper_->answered(good, start_ + 1s, 0);
  EXPECT_EQ(sent(), "Bearer 1");
  EXPECT_EQ(keeper_->generation(), 1u);
  EXPECT_EQ(keeper_->next_ask(), start_ + 86s);
  EXPECT_FALSE(keeper_->due(start_ + 85s));
  answer(200, start_ + 86s);
  EXPECT_EQ(sent(), "Bearer 2");
}

TEST_F(Keeper, OfATokenWithoutALifeAsksOnlyWhereItIsRefused) {
  with_lifetime(std::nullopt);
  answer(200, start_);
  EXPECT_EQ(keeper_->next_ask(), std::nullopt);
  EXPECT_TRUE(keeper_->refused(1));
  EXPECT_EQ(sent(), "");
  EXPECT_TRUE(keeper_->due(start_));
  answer(200, start_);
  EXPECT_EQ(sent(), "Bearer 2");
  EXPECT_TRUE(keeper_->refused(1)) << "the one that was refused is gone already";
  EXPECT_EQ(sent(), "Bearer 2");
}

TEST_F(Keeper, TakesALifeOfNothingForASecond) {
  with_lifetime(0s);
  answer(200, start_);
  EXPECT_EQ(keeper_->next_ask(), start_ + 850ms);
}

TEST_F(Keeper, SendsNoRefusedTokenWhileANewerOneIsOnItsWay) {
  with_lifetime(100s);
  answer(200, start_);
  ASSERT_TRUE(keeper_->ask(start_ + 90s));
  EXPECT_EQ(sent(), "Bearer 1");
  EXPECT_TRUE(keeper_->refused(1));
  EXPECT_EQ(sent(), "");
  EXPECT_FALSE(keeper_->due(start_ + 90s));
}

TEST_F(Keeper, PausesBetweenAttemptsAndIsNotHurriedByRefusals) {
  with_lifetime(100s);
  answer(200, start_);
  EXPECT_TRUE(keeper_->refused(1));
  answer(500, start_);
  EXPECT_EQ(keeper_->next_ask(), start_ + 50ms);
  EXPECT_TRUE(keeper_->refused(1)) << "another request that went with the same token";
  EXPECT_EQ(keeper_->next_ask(), start_ + 50ms);
  answer(503, start_ + 50ms, "7");
  EXPECT_EQ(keeper_->next_ask(), start_ + 7100ms);
  answer(200, start_ + 8s);
  EXPECT_EQ(sent(), "Bearer 2");
}

TEST_F(Keeper, GivesUpAfterTheLastAttemptOrAtOnce) {
  with_lifetime(100s, 2);
  answer(500, start_);
  EXPECT_EQ(error_of(500, start_ + 1s), "the endpoint: answered 500, after 2 attempts | later");
  with_lifetime(100s);
  EXPECT_EQ(error_of(400, start_), "the endpoint: answered 400 | never");
}

TEST_F(Keeper, MakesDoWithATokenThatIsStillGood) {
  with_lifetime(100s, 1);
  answer(200, start_);
  EXPECT_EQ(error_of(400, start_ + 85s), "none");
  EXPECT_EQ(sent(), "Bearer 1");
  EXPECT_EQ(keeper_->next_ask(), start_ + 100s);
  EXPECT_EQ(error_of(400, start_ + 100s), "the endpoint: answered 400 | never");
}

TEST_F(Keeper, NamesAnEndpointThatCannotBeReached) {
  with_lifetime(100s, 1);
  ASSERT_TRUE(keeper_->ask(start_));
  Response response;
  response.failure = Failure::unreachable;
  response.reason = "no route";
  try {
    keeper_->answered(response, start_, 0);
    ADD_FAILURE();
  } catch (const Error& error) {
    EXPECT_STREQ(error.what(), "the endpoint: no route, after 1 attempt");
    EXPECT_FALSE(error.hint().empty());
  }
}

}  // namespace
}  // namespace counterpart::http
