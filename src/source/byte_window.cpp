#include "source/byte_window.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <string_view>
#include <utility>

#include "base/size.hpp"
#include "counterpart/error.hpp"

namespace counterpart {

std::size_t longest_record(std::uint64_t memory_bytes) {
  constexpr std::uint64_t kLeast = 1 << 20;
  return std::max(kLeast, memory_bytes);
}

ByteWindow::ByteWindow(std::unique_ptr<ByteReader> reader, std::string place, std::size_t block_bytes,
                       std::size_t longest)
    : reader_(std::move(reader)),
      place_(std::move(place)),
      block_bytes_(block_bytes),
      longest_(longest),
      buffer_(block_bytes + kPadding) {}

bool ByteWindow::grow(std::uint64_t line) {
  const std::size_t unread = end_ - begin_;
  if (unread > longest_) {
    throw Error(ErrorKind::source, fmt::format("{}: the record that begins on line {} is longer than {}",
                                               place_, line, format_size(longest_)))
        .hint("raise memory if it can be so long; in a CSV file, look for a quote that is not closed there");
  }
  if (begin_ > 0) std::memmove(buffer_.data(), begin(), unread);
  begin_ = 0;
  end_ = unread;
  // A parser starts over on a longer record, so the steps grow with it, up to the limit.
  const std::size_t step = std::max(block_bytes_, std::min(unread, longest_ + 1 - unread));
  if (buffer_.size() < unread + step + kPadding) buffer_.resize(unread + step + kPadding);
  const std::size_t got = reader_->read(end(), step);
  end_ += got;
  bytes_ += got;
  return got > 0;
}

void ByteWindow::skip_mark() {
  constexpr std::string_view kMark = "\xEF\xBB\xBF";
  while (end_ - begin_ < kMark.size() && grow(1)) {
  }
  const std::string_view start(begin(), end_ - begin_);
  if (start.starts_with("\xFF\xFE") || start.starts_with("\xFE\xFF")) {
    throw Error(ErrorKind::source, place_ + ": is UTF-16, not UTF-8")
        .hint("convert it first, for example with iconv");
  }
  if (start.starts_with(kMark)) begin_ += kMark.size();
}

}  // namespace counterpart
