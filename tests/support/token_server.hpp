#pragma once
/// A token endpoint on loopback that misbehaves as told.

#include <fmt/format.h>

#include <mutex>
#include <string>

#include "support/paged_api.hpp"

namespace counterpart::test {

/// Gives out the tokens "t1", "t2", …, or what a test has it answer.
class TokenServer {
 public:
  explicit TokenServer(Bend bend = {}) : bend_(std::move(bend)) {}

  std::string url() const { return api_.origin() + "/token"; }
  unsigned requests() const { return api_.requests(); }
  const RogueApi& api() const { return api_; }
  /// What it was asked last.
  Ask last() const {
    const std::lock_guard lock(mutex_);
    return last_;
  }

 private:
  Reply answer(const Ask& ask) {
    const std::lock_guard lock(mutex_);
    last_ = ask;
    Reply reply{.body = fmt::format(R"({{"access_token":"t{}","token_type":"bearer"}})", ++given_)};
    if (bend_) bend_(ask, reply);
    return reply;
  }

  mutable std::mutex mutex_;
  Bend bend_;
  Ask last_;
  unsigned given_ = 0;
  RogueApi api_{[this](const Ask& ask) { return answer(ask); }};
};

}  // namespace counterpart::test
