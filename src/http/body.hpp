#pragma once
/// The decoded bytes of an answer, with readable space behind them as JSON parsers want it, reused from
/// answer to answer.

#include <cstddef>
#include <cstdlib>
#include <memory>
#include <string_view>

namespace counterpart::http {

class Body {
 public:
  /// So many bytes can be read behind the last one.
  static constexpr std::size_t kPadding = 64;

  std::string_view view() const noexcept { return {bytes_.get(), size_}; }
  const char* data() const noexcept { return bytes_.get(); }
  std::size_t size() const noexcept { return size_; }
  /// What it holds of memory.
  std::size_t capacity() const noexcept { return capacity_; }

  /// Forgets the bytes and keeps the memory.
  void clear() noexcept { size_ = 0; }
  /// Makes room for `size` bytes in all, so that they come without moving what is there. False if there is no
  /// memory.
  bool reserve(std::size_t size) noexcept;
  /// Never throws, for it is called from C. False if there is no memory.
  bool append(const char* bytes, std::size_t size) noexcept;

 private:
  struct Free {
    void operator()(char* bytes) const noexcept { std::free(bytes); }
  };
  std::unique_ptr<char, Free> bytes_;
  std::size_t size_ = 0;
  std::size_t capacity_ = 0;
};

}  // namespace counterpart::http
