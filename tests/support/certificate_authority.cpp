#include "support/certificate_authority.hpp"

#include <cstdlib>
#include <stdexcept>
#include <utility>

#include <fmt/format.h>

namespace counterpart::test {
namespace {

constexpr const char* kNewKey = "-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes";

}  // namespace

CertificateAuthority::CertificateAuthority(std::filesystem::path folder) : folder_(std::move(folder)) {
  run(fmt::format(
      "req -x509 {} -days 2 -subj '/CN=authority of a test' -keyout authority.key -out authority.pem",
      kNewKey));
}

void CertificateAuthority::issue(const std::string& name, const std::string& subject) const {
  run(fmt::format("req -new {} -subj /CN={} -addext subjectAltName={} -keyout {}.key -out {}.csr", kNewKey,
                  name, subject, name, name));
  run(
      fmt::format("x509 -req -in {}.csr -CA authority.pem -CAkey authority.key -CAcreateserial -days 2 "
                  "-copy_extensions copy -out {}.pem",
                  name, name));
}

void CertificateAuthority::run(const std::string& words) const {
  const std::string command = fmt::format("cd '{}' && openssl {} 2>>openssl.log", folder_.string(), words);
  if (std::system(command.c_str()) != 0) throw std::runtime_error("openssl failed: " + words);
}

}  // namespace counterpart::test
