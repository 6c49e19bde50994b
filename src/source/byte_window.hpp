#pragma once
/// A stretch of a file in memory that a parser reads and that grows at its end: what was consumed makes room.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "source/byte_reader.hpp"

namespace counterpart {

/// The longest record that a file source with so much memory takes: at least 1 MiB.
std::size_t longest_record(std::uint64_t memory_bytes);

class ByteWindow {
 public:
  /// So many bytes behind `end()` can be read; they mean nothing.
  static constexpr std::size_t kPadding = 64;

  /// Reads `block_bytes` at a time. A record longer than `longest` bytes is an error; `place` is what errors
  /// call the file.
  ByteWindow(std::unique_ptr<ByteReader> reader, std::string place, std::size_t block_bytes,
             std::size_t longest);

  /// The bytes read and not consumed. They may be changed in place.
  char* begin() noexcept { return buffer_.data() + begin_; }
  char* end() noexcept { return buffer_.data() + end_; }

  /// The parser is done with all before `upto`.
  void consume(const char* upto) noexcept { begin_ = static_cast<std::size_t>(upto - buffer_.data()); }

  /// Reads more behind `end()`, which moves the bytes. False at the end of the data. Error(source) if the
  /// record of `line`, at `begin()`, is too long.
  bool grow(std::uint64_t line);

  /// Skips a UTF-8 byte order mark; Error(source) for one of UTF-16. To be called before anything is
  /// consumed.
  void skip_mark();

  /// Decoded bytes read so far.
  std::uint64_t bytes() const noexcept { return bytes_; }
  const std::string& place() const noexcept { return place_; }

 private:
  std::unique_ptr<ByteReader> reader_;
  std::string place_;
  std::size_t block_bytes_;
  std::size_t longest_;
  std::vector<char> buffer_;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
  std::uint64_t bytes_ = 0;
};

}  // namespace counterpart
