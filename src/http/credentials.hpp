#pragma once
/// What proves to an API who asks. Added to each attempt of a request and shown nowhere.

#include <string>
#include <string_view>
#include <vector>

#include "base/secret.hpp"
#include "http/request.hpp"

namespace counterpart::http {

class Credentials {
 public:
  /// None at all.
  Credentials() = default;
  /// RFC 6750.
  static Credentials bearer(const Secret& token);
  /// RFC 7617.
  static Credentials basic(const std::string& user, const Secret& password);
  static Credentials header(const std::string& name, const Secret& value);
  static Credentials parameter(const std::string& name, const Secret& value);

  void add_to(Request& request) const;
  /// What must not be shown or kept, in the forms in which it is given and sent.
  const std::vector<Secret>& secrets() const noexcept { return secrets_; }

 private:
  enum class Place { nowhere, header, query } place_ = Place::nowhere;
  std::string name_;
  Secret value_;
  std::vector<Secret> secrets_;
};

/// RFC 4648, with padding.
std::string base64(std::string_view bytes);

}  // namespace counterpart::http
