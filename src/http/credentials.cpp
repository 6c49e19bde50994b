#include "http/credentials.hpp"

#include <cstdint>

namespace counterpart::http {

Credentials Credentials::bearer(const Secret& token) {
  Credentials made = header("Authorization", Secret("Bearer " + token.reveal()));
  made.secrets_ = {token};
  return made;
}

Credentials Credentials::basic(const std::string& user, const Secret& password) {
  const Secret both(base64(user + ":" + password.reveal()));
  Credentials made = header("Authorization", Secret("Basic " + both.reveal()));
  made.secrets_ = {password, both};
  return made;
}

Credentials Credentials::header(const std::string& name, const Secret& value) {
  check_header(name, value.reveal());
  Credentials made;
  made.place_ = Place::header;
  made.name_ = name;
  made.value_ = value;
  made.secrets_ = {value};
  return made;
}

Credentials Credentials::parameter(const std::string& name, const Secret& value) {
  Credentials made;
  made.place_ = Place::query;
  made.name_ = name;
  made.value_ = value;
  made.secrets_ = {value};
  return made;
}

void Credentials::add_to(Request& request) const {
  switch (place_) {
    case Place::nowhere: break;
    case Place::header: request.headers.emplace_back(name_, value_.reveal()); break;
    case Place::query: request.url.set_parameter(name_, value_.reveal()); break;
  }
}

std::string base64(std::string_view bytes) {
  static constexpr char kDigits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  for (; !bytes.empty(); bytes.remove_prefix(bytes.size() < 3 ? bytes.size() : 3)) {
    const auto byte = [&](std::size_t i) -> std::uint32_t {
      return i < bytes.size() ? static_cast<unsigned char>(bytes[i]) : 0;
    };
    const std::uint32_t group = byte(0) << 16U | byte(1) << 8U | byte(2);
    text += kDigits[group >> 18U & 63U];
    text += kDigits[group >> 12U & 63U];
    text += bytes.size() > 1 ? kDigits[group >> 6U & 63U] : '=';
    text += bytes.size() > 2 ? kDigits[group & 63U] : '=';
  }
  return text;
}

}  // namespace counterpart::http
