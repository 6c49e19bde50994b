#include "http/body.hpp"

#include <algorithm>
#include <cstring>

namespace counterpart::http {

bool Body::reserve(std::size_t size) noexcept {
  if (bytes_ && size <= capacity_) return true;
  char* grown = static_cast<char*>(std::realloc(bytes_.get(), size + kPadding));
  if (grown == nullptr) return false;
  static_cast<void>(bytes_.release());
  bytes_.reset(grown);
  capacity_ = size;
  std::memset(grown + capacity_, 0, kPadding);
  return true;
}

bool Body::append(const char* bytes, std::size_t size) noexcept {
  if (size_ + size > capacity_ && !reserve(std::max(size_ + size, capacity_ * 2))) return false;
  if (size != 0) std::memcpy(bytes_.get() + size_, bytes, size);
  size_ += size;
  return true;
}

}  // namespace counterpart::http
