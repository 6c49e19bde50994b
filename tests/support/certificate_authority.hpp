#pragma once
/// Certificates for tests of TLS, made by the openssl program.

#include <filesystem>
#include <string>

namespace counterpart::test {

/// An authority that nobody knows, and what it signs. All of it are PEM files in its folder, valid for two
/// days.
class CertificateAuthority {
 public:
  /// Throws std::runtime_error if openssl fails.
  explicit CertificateAuthority(std::filesystem::path folder);

  /// What a client has to trust.
  std::filesystem::path certificate() const { return folder_ / "authority.pem"; }
  /// Makes NAME.pem and NAME.key, for a subject such as "IP:127.0.0.1" or "DNS:api.example.com".
  void issue(const std::string& name, const std::string& subject) const;
  std::filesystem::path certificate(const std::string& name) const { return folder_ / (name + ".pem"); }
  std::filesystem::path key(const std::string& name) const { return folder_ / (name + ".key"); }

 private:
  void run(const std::string& words) const;

  std::filesystem::path folder_;
};

}  // namespace counterpart::test
