#pragma once
/// Memory for large arrays that is the system's again as soon as they are freed, where the heap would keep
/// it.

#include <cstddef>
#include <new>
#include <utility>
#include <vector>

namespace counterpart {

/// Pages of the system, all zero; throws std::bad_alloc.
void* take_pages(std::size_t bytes);
void give_pages_back(void* pages, std::size_t bytes) noexcept;

/// Bytes in pages of their own.
class PageBlock {
 public:
  explicit PageBlock(std::size_t bytes) : bytes_(bytes), data_(static_cast<char*>(take_pages(bytes))) {}
  PageBlock(PageBlock&& other) noexcept : bytes_(other.bytes_), data_(std::exchange(other.data_, nullptr)) {}
  PageBlock& operator=(PageBlock&&) = delete;
  ~PageBlock() {
    if (data_ != nullptr) give_pages_back(data_, bytes_);
  }
  char* data() const { return data_; }

 private:
  std::size_t bytes_;
  char* data_;
};

/// For standard containers. Small arrays come from the heap as ever.
template <typename T>
struct PageAllocator {
  using value_type = T;

  PageAllocator() = default;
  template <typename Other>
  // NOLINTNEXTLINE(google-explicit-constructor): the standard wants it so
  PageAllocator(const PageAllocator<Other>&) noexcept {}

  T* allocate(std::size_t count) {
    return static_cast<T*>(is_large(count) ? take_pages(count * sizeof(T))
                                           : ::operator new(count * sizeof(T)));
  }
  void deallocate(T* place, std::size_t count) noexcept {
    if (is_large(count)) {
      give_pages_back(place, count * sizeof(T));
    } else {
      ::operator delete(place);
    }
  }
  friend bool operator==(const PageAllocator&, const PageAllocator&) { return true; }

 private:
  static constexpr std::size_t kLarge = std::size_t{1} << 17;
  static bool is_large(std::size_t count) { return count >= kLarge / sizeof(T); }
};

template <typename T>
using PagedVector = std::vector<T, PageAllocator<T>>;

}  // namespace counterpart
