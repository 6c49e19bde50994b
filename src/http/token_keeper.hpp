#pragma once
/// A credential that expires, kept fresh: asked for once for all requests that wait for it, again before its
/// time is over, and again when the API refuses it early.

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "http/credentials.hpp"
#include "http/retry.hpp"

namespace counterpart::http {

struct Token {
  Secret value;
  std::optional<std::chrono::seconds> lifetime;  ///< from now; nothing if the server does not say
};

/// How a token is had: one request, one answer.
class TokenSource {
 public:
  TokenSource() = default;
  TokenSource(const TokenSource&) = delete;
  TokenSource& operator=(const TokenSource&) = delete;
  virtual ~TokenSource() = default;

  /// The request for a token. Holds secrets; goes to its own origin alone.
  virtual Request request() const = 0;
  /// The token of a whole answer, whatever its status. Throws Error(api) where there is none in it;
  /// may_retry() where asking again can help.
  virtual Token read(const Response& response) = 0;
  /// What messages call it: "token endpoint https://login.example.com/token".
  virtual std::string place() const = 0;
  /// What it proves itself with.
  virtual std::vector<Secret> secrets() const = 0;
};

/// Driven from one thread. With fixed credentials it has nothing to do.
class TokenKeeper {
 public:
  using Time = std::chrono::steady_clock::time_point;

  explicit TokenKeeper(Credentials fixed);
  TokenKeeper(std::unique_ptr<TokenSource> source, const RetryPolicy& retry);

  /// What to send now, or null while no token is known.
  const std::shared_ptr<const Credentials>& current() const noexcept { return current_; }
  /// Grows with each new token.
  std::uint64_t generation() const noexcept { return generation_; }
  /// Where the token is asked for; an empty one for fixed credentials.
  const Origin& origin() const noexcept { return origin_; }

  /// All that was ever sent to prove who asks, for pages and for tokens; grows with each new token.
  std::vector<Secret> secrets() const;

  /// True if `ask` has a request at `now`.
  bool due(Time now) const noexcept { return !asking_ && due_ && now >= *due_; }
  /// The request to make at `now`: there is no token, or 85 % of its life is over. Nothing while one is on
  /// its way.
  std::optional<Request> ask(Time now);
  /// When `ask` may have a request, if time alone brings it about.
  std::optional<Time> next_ask() const;
  /// Takes the answer to it. Throws Error(api) when the last attempt has failed and there is no valid token.
  void answered(const Response& response, Time now, double chance);
  /// The API refused the token of this generation (401). True if there is, or will be, a newer one.
  bool refused(std::uint64_t generation);

 private:
  void take(Token token, Time now);
  void fail(const Error& error, const Response& response, Time now, double chance);

  std::unique_ptr<TokenSource> source_;
  Origin origin_;
  RetryPolicy retry_;
  std::shared_ptr<const Credentials> current_;
  std::vector<Secret> tokens_;  ///< all that there were
  std::uint64_t generation_ = 0;
  bool asking_ = false;
  unsigned attempts_ = 0;  ///< for the token at hand
  Time first_try_;
  std::optional<Time> due_;      ///< of the next request; nothing if none is wanted
  std::optional<Time> expires_;  ///< of the current token
};

}  // namespace counterpart::http
