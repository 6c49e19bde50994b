#include "http/archive_transport.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <thread>

#include "support/temporary_directory.hpp"

namespace counterpart::http {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

Request ask(unsigned page) {
  return {Url::parse("https://h/users?page=" + std::to_string(page), ErrorKind::job_file)};
}

/// A network that answers at once, and notes what it was asked.
class Network final : public Transport {
 public:
  explicit Network(std::vector<std::string>& asked) : asked_(asked) {}

  void submit(std::uint64_t tag, const Request& request,
              std::shared_ptr<const Credentials> credentials) override {
    asked_.push_back(request.url.text() + (credentials ? " with credentials" : ""));
    Response response;
    response.status = 200;
    response.body.append("live", 4);
    flying_.push_back({tag, std::move(response)});
  }
  void abandon(std::uint64_t below) override {
    std::erase_if(flying_, [&](const Done& one) { return one.tag < below; });
  }
  std::size_t in_flight() const noexcept override { return flying_.size(); }
  std::uint64_t memory_in_flight(std::uint64_t least) const noexcept override {
    return least * flying_.size();
  }
  void wait(Milliseconds, std::vector<Done>& done) override {
    for (Done& one : flying_) done.push_back(std::move(one));
    flying_.clear();
  }
  void wake() noexcept override {}

 private:
  std::vector<std::string>& asked_;
  std::vector<Done> flying_;
};

/// An archive of the pages 1 and 2, and a transport before it.
class ArchiveTransport : public testing::Test {
 protected:
  ArchiveTransport() {
    const PageArchive archive = PageArchive::begin(place_.path(), {});
    for (const unsigned page : {1U, 2U}) {
      Response response;
      response.status = 200;
      response.body.append("kept", 4);
      archive.keep({1, page}, ask(page), response, {}, {});
    }
  }
  void make(bool with_network, std::uint64_t body_bytes = 100) {
    auto archive = std::make_shared<const PageArchive>(
        PageArchive::open(place_.path(), ArchiveManifest::Kind::recording).value());
    transport_ = make_archive_transport(archive, with_network ? std::make_unique<Network>(asked_) : nullptr,
                                        body_bytes);
  }
  /// "1: kept", in the order in which the answers come.
  std::vector<std::string> answers() {
    std::vector<Transport::Done> done;
    while (transport_->in_flight() != 0) transport_->wait(Milliseconds(1000), done);
    std::vector<std::string> texts;
    for (const Transport::Done& one : done) {
      const Response& response = one.response;
      texts.push_back(
          std::to_string(one.tag) + ": " +
          (response.failure == Failure::none ? std::string(response.body.view()) : response.reason) +
          (response.archived ? "" : ", not archived"));
      if (response.failure != Failure::none) failures_.push_back(response.failure);
    }
    return texts;
  }
  void damage(unsigned page) const {
    for (const auto& entry : std::filesystem::directory_iterator(place_.path())) {
      if (entry.path().filename().string().starts_with("0001-0000000" + std::to_string(page)))
        std::ofstream(entry.path()) << "nonsense";
    }
  }

  test::TemporaryDirectory place_;
  std::vector<std::string> asked_;
  std::vector<Failure> failures_;
  std::unique_ptr<Transport> transport_;
};

TEST_F(ArchiveTransport, AnswersWhatIsKeptAndAsksForTheRest) {
  make(true);
  const auto credentials = std::make_shared<const Credentials>(Credentials::bearer(Secret("s3cret")));
  for (const unsigned page : {1U, 2U, 3U}) transport_->submit(page, ask(page), credentials);
  EXPECT_EQ(transport_->in_flight(), 3u);
  EXPECT_EQ(transport_->memory_in_flight(10), 30u);
  EXPECT_THAT(answers(), ElementsAre("1: kept", "2: kept", "3: live, not archived"));
  EXPECT_THAT(asked_, ElementsAre("https://h/users?page=3 with credentials"));
}

TEST_F(ArchiveTransport, AsksForWhatHasToBeFresh) {
  make(true);
  Request fresh = ask(1);
  fresh.fresh = true;
  EXPECT_TRUE(transport_->needs_network(fresh));
  EXPECT_FALSE(transport_->needs_network(ask(1)));
  EXPECT_TRUE(transport_->needs_network(ask(3)));
  transport_->submit(7, fresh, nullptr);
  EXPECT_THAT(answers(), ElementsAre("7: live, not archived"));
}

TEST_F(ArchiveTransport, FailsForWhatIsNotThereWithoutANetwork) {
  make(false);
  EXPECT_FALSE(transport_->needs_network(ask(3)));
  transport_->submit(1, ask(1), nullptr);
  transport_->submit(3, ask(3), nullptr);
  EXPECT_THAT(answers(), ElementsAre("1: kept", "3: is not in the recording " + place_.path().string()));
  EXPECT_THAT(failures_, ElementsAre(Failure::not_kept));
}

TEST_F(ArchiveTransport, GivesNoDamagedAnswer) {
  damage(2);
  make(false);
  transport_->submit(1, ask(1), nullptr);
  transport_->submit(2, ask(2), nullptr);
  EXPECT_THAT(answers(), ElementsAre("1: kept", "2: is damaged in the recording " + place_.path().string()));
  EXPECT_THAT(failures_, ElementsAre(Failure::not_kept));
}

TEST_F(ArchiveTransport, KeepsToTheLargestPage) {
  make(false, 3);
  transport_->submit(1, ask(1), nullptr);
  EXPECT_THAT(answers(), ElementsAre(HasSubstr("the answer is over 3")));
  EXPECT_THAT(failures_, ElementsAre(Failure::too_large));
}

TEST_F(ArchiveTransport, DropsWhatIsAbandoned) {
  make(true);
  for (const unsigned page : {1U, 2U, 3U, 4U}) transport_->submit(page, ask(page), nullptr);
  transport_->abandon(2);
  transport_->abandon(4);
  EXPECT_THAT(answers(), ElementsAre("4: live, not archived"));
}

TEST_F(ArchiveTransport, WakesFromItsWaitWithoutANetwork) {
  make(false);
  std::vector<Transport::Done> done;
  transport_->wait(Milliseconds(1), done);
  std::thread waker([this] { transport_->wake(); });
  const auto begin = std::chrono::steady_clock::now();
  transport_->wait(Milliseconds(20'000), done);
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(10));
  waker.join();
  EXPECT_TRUE(done.empty());
}

}  // namespace
}  // namespace counterpart::http
