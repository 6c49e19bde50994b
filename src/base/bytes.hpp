#pragma once
/// Bytes that are written one small piece after the other: room is asked for once, then filled by pointer.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <new>
#include <string_view>
#include <utility>

namespace counterpart {

/// Copies `text` to `at` and gives the place behind it. Short texts take a few loads that may overlap, and no
/// call.
inline char* put(char* at, std::string_view text) noexcept {
  const char* from = text.data();
  const std::size_t size = text.size();
  const auto both_ends = [&](auto piece) {
    auto last = piece;
    std::memcpy(&piece, from, sizeof piece);
    std::memcpy(&last, from + size - sizeof last, sizeof last);
    std::memcpy(at, &piece, sizeof piece);
    std::memcpy(at + size - sizeof last, &last, sizeof last);
  };
  struct Sixteen {
    std::uint64_t words[2];
  };
  if (size > 2 * sizeof(Sixteen)) {
    std::memcpy(at, from, size);
  } else if (size >= sizeof(Sixteen)) {
    both_ends(Sixteen{});
  } else if (size >= sizeof(std::uint64_t)) {
    both_ends(std::uint64_t{});
  } else if (size >= sizeof(std::uint32_t)) {
    both_ends(std::uint32_t{});
  } else if (size > 0) {
    at[0] = from[0];
    at[size / 2] = from[size / 2];
    at[size - 1] = from[size - 1];
  }
  return at + size;
}

/// True if `holds` is true of one of the words that cover `text`: eight of its bytes each, some of them more
/// than once.
template <typename Holds>
bool any_word(std::string_view text, Holds holds) noexcept {
  const auto word_at = [&text](std::size_t at, auto word) {
    std::memcpy(&word, text.data() + at, sizeof word);
    return std::uint64_t{word};
  };
  constexpr std::size_t kWord = sizeof(std::uint64_t);
  constexpr std::size_t kHalf = sizeof(std::uint32_t);
  const std::size_t size = text.size();
  if (size >= kWord) {
    for (std::size_t at = 0; at + kWord < size; at += kWord) {
      if (holds(word_at(at, std::uint64_t{}))) return true;
    }
    return holds(word_at(size - kWord, std::uint64_t{}));
  }
  if (size >= kHalf) {
    return holds(word_at(0, std::uint32_t{}) << 32U | word_at(size - kHalf, std::uint32_t{}));
  }
  if (size == 0) return false;
  const auto byte = [&text](std::size_t at) { return std::uint64_t{static_cast<unsigned char>(text[at])}; };
  return holds(byte(0) * 0x0101010101010000U | byte(size / 2) << 8U | byte(size - 1));
}

/// An owned, growing run of bytes. Unlike a string it leaves new room as it is, and gives it away by pointer.
class Bytes {
 public:
  /// So many bytes behind the last one may be read, whatever they hold.
  static constexpr std::size_t kPadding = 8;

  Bytes() = default;
  Bytes(Bytes&& other) noexcept
      : bytes_(std::move(other.bytes_)),
        size_(std::exchange(other.size_, 0)),
        capacity_(std::exchange(other.capacity_, 0)) {}
  Bytes& operator=(Bytes&& other) noexcept {
    bytes_ = std::move(other.bytes_);
    size_ = std::exchange(other.size_, 0);
    capacity_ = std::exchange(other.capacity_, 0);
    return *this;
  }

  const char* data() const noexcept { return bytes_.get(); }
  char* data() noexcept { return bytes_.get(); }
  std::size_t size() const noexcept { return size_; }
  bool empty() const noexcept { return size_ == 0; }
  std::size_t capacity() const noexcept { return capacity_; }
  std::string_view view() const noexcept { return {bytes_.get(), size_}; }
  operator std::string_view() const noexcept { return view(); }  // NOLINT(google-explicit-constructor)

  /// The end, with room for `count` bytes behind it. `close` takes what was written there.
  char* room(std::size_t count) {
    if (count > capacity_ - size_) grow(size_ + count);
    return bytes_.get() + size_;
  }
  /// `end` is behind the last byte written, within the room that was asked for.
  void close(const char* end) noexcept { size_ = static_cast<std::size_t>(end - bytes_.get()); }

  void append(std::string_view text) { close(put(room(text.size()), text)); }
  void assign(std::string_view text) {
    size_ = 0;
    append(text);
  }
  /// Keeps the memory.
  void clear() noexcept { size_ = 0; }
  /// Forgets what is behind the first so many.
  void truncate(std::size_t size) noexcept { size_ = size; }
  void reserve(std::size_t capacity) {
    if (capacity > capacity_) resize_to(capacity);
  }

 private:
  struct Free {
    void operator()(char* bytes) const noexcept { std::free(bytes); }
  };

  void grow(std::size_t least) { resize_to(least > 2 * capacity_ ? least : 2 * capacity_); }
  void resize_to(std::size_t capacity) {
    // The system moves large blocks by their pages, without a copy.
    auto* moved = static_cast<char*>(std::realloc(bytes_.get(), capacity + kPadding));
    if (moved == nullptr) throw std::bad_alloc();
    static_cast<void>(bytes_.release());
    bytes_.reset(moved);
    capacity_ = capacity;
  }

  std::unique_ptr<char, Free> bytes_;
  std::size_t size_ = 0;
  std::size_t capacity_ = 0;
};

}  // namespace counterpart
