#include "base/secret.hpp"

#include <cstring>

namespace counterpart {

void wipe(std::string& text) noexcept {
  text.resize(text.capacity());
  ::explicit_bzero(text.data(), text.size());
  text.clear();
}

}  // namespace counterpart
