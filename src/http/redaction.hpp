#pragma once
/// Credentials taken out of what is kept: an API may give them back, in links above all, and may escape them.

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/secret.hpp"

namespace counterpart::http {

/// What stands in the place of a credential.
inline constexpr std::string_view kRedacted = "REDACTED";

/// Knows each credential in the clear, percent-encoded (RFC 3986, or as a form), with the escapes of JSON,
/// and in any mix of these.
class Redaction {
 public:
  Redaction() = default;
  explicit Redaction(const std::vector<Secret>& secrets) { add(secrets); }

  /// Those that are known already, and empty ones, change nothing.
  void add(const std::vector<Secret>& secrets);
  /// The same for a list that only ever grows.
  void learn(const std::vector<Secret>& all) {
    if (all.size() != learned_) add(all);
    learned_ = all.size();
  }
  /// True if `text` holds one of them.
  bool finds(std::string_view text) const;
  /// `text` with each of them replaced by kRedacted.
  std::string redacted(std::string_view text) const;

 private:
  std::size_t spelled_at(std::string_view text, std::size_t at) const;

  std::vector<Secret> secrets_;  ///< the longest first, for one may hold another
  std::size_t learned_ = 0;
  std::array<bool, 256> may_begin_{};  ///< the bytes with which one of them can begin
};

}  // namespace counterpart::http
