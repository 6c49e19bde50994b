#include "base/page_allocator.hpp"

#include <sys/mman.h>

#include <new>

namespace counterpart {
namespace {

constexpr std::size_t kHuge = std::size_t{4} << 20;

}  // namespace

void* take_pages(std::size_t bytes) {
  void* const pages = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (pages == MAP_FAILED) throw std::bad_alloc();
  // Arrays of this size are looked into at random: large pages save most of the walks through page tables.
  if (bytes >= kHuge) madvise(pages, bytes, MADV_HUGEPAGE);
  return pages;
}

void give_pages_back(void* pages, std::size_t bytes) noexcept {
  munmap(pages, bytes);
}

}  // namespace counterpart
