#include "http/token_keeper.hpp"

#include <algorithm>
#include <ctime>
#include <utility>

namespace counterpart::http {
namespace {

/// Of a token's life; what is left is for clocks that differ and requests on their way.
constexpr double kUsedLife = 0.85;

std::chrono::nanoseconds part_of(std::chrono::seconds life) {
  return std::chrono::nanoseconds(
      static_cast<std::int64_t>(static_cast<double>(life.count()) * kUsedLife * 1e9));
}

}  // namespace

TokenKeeper::TokenKeeper(Credentials fixed)
    : current_(std::make_shared<const Credentials>(std::move(fixed))) {}

TokenKeeper::TokenKeeper(std::unique_ptr<TokenSource> source, const RetryPolicy& retry)
    : source_(std::move(source)),
      origin_(source_->request().url.origin()),
      retry_(retry),
      due_(Time::min()) {}

std::vector<Secret> TokenKeeper::secrets() const {
  if (!source_) return current_->secrets();
  std::vector<Secret> all = source_->secrets();
  all.insert(all.end(), tokens_.begin(), tokens_.end());
  return all;
}

std::optional<Request> TokenKeeper::ask(Time now) {
  if (!due(now)) return std::nullopt;
  asking_ = true;
  if (attempts_++ == 0) first_try_ = now;
  return source_->request();
}

std::optional<TokenKeeper::Time> TokenKeeper::next_ask() const {
  return asking_ ? std::nullopt : due_;
}

void TokenKeeper::answered(const Response& response, Time now, double chance) {
  asking_ = false;
  try {
    if (response.failure != Failure::none) {
      Error error(ErrorKind::api, response.reason);
      throw worth_another_try(response) ? std::move(error).may_retry() : std::move(error).hint("");
    }
    take(source_->read(response), now);
  } catch (const Error& error) {
    fail(error, response, now, chance);
  }
}

void TokenKeeper::take(Token token, Time now) {
  current_ = std::make_shared<const Credentials>(Credentials::bearer(token.value));
  tokens_.push_back(token.value);
  ++generation_;
  attempts_ = 0;
  due_.reset();
  expires_.reset();
  if (!token.lifetime) return;
  // A life of nothing would have it asked for again and again.
  const std::chrono::seconds life =
      std::clamp(*token.lifetime, std::chrono::seconds(1), std::chrono::seconds(366 * 86400));
  due_ = now + part_of(life);
  expires_ = now + life;
}

void TokenKeeper::fail(const Error& error, const Response& response, Time now, double chance) {
  const auto since = std::chrono::duration_cast<Milliseconds>(now - first_try_);
  NextTry next;
  if (error.retryable()) {
    next = next_try(retry_, attempts_, since,
                    parse_retry_after(response.header("retry-after"), std::time(nullptr)), chance);
    if (next.pause) {
      due_ = now + *next.pause;
      return;
    }
  }
  // The token at hand serves until its end; the next refusal or expiry asks anew.
  if (current_ && expires_ && now < *expires_) {
    attempts_ = 0;
    due_ = *expires_;
    return;
  }
  std::string cause = error.what();
  if (!next.refusal.empty()) cause += ", " + next.refusal;
  const std::string hint =
      error.hint().empty() ? "check the side's auth, and that this machine can reach it" : error.hint();
  throw std::move(Error(ErrorKind::api, source_->place() + ": " + cause).hint(hint));
}

bool TokenKeeper::refused(std::uint64_t generation) {
  if (!source_) return false;
  if (generation != generation_) return true;
  // Nothing is sent with it any more, not even while a newer one is on its way.
  current_.reset();
  expires_.reset();
  // A pause between attempts is kept.
  if (!asking_ && attempts_ == 0) due_ = Time::min();
  return true;
}

}  // namespace counterpart::http
