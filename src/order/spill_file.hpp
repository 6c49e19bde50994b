#pragma once
/// Blocks of bytes in temporary space: compressed, and each with a checksum. Hides LZ4.

#include <cstdint>
#include <filesystem>
#include <string_view>

#include "base/bytes.hpp"
#include "base/file.hpp"

namespace counterpart {

/// Used from one thread at a time.
class SpillFile {
 public:
  explicit SpillFile(const std::filesystem::path& folder) : file_(folder) {}

  /// Gives the place of the block.
  std::uint64_t append(std::string_view block) { return append(block, true); }
  /// The same for bytes that compression would not make fewer: digests, above all.
  std::uint64_t append_as_it_is(std::string_view block) { return append(block, false); }
  /// Replaces `block` by the one at `place`, and gives the place behind it: that of the next one, or
  /// `size()`. Error(output) if it is not what was written.
  std::uint64_t read(std::uint64_t place, Bytes& block);

  /// Bytes written.
  std::uint64_t size() const noexcept { return file_.size(); }

 private:
  std::uint64_t append(std::string_view block, bool compress);

  TemporaryFile file_;
  Bytes packed_;  ///< a block as it is on disk
};

}  // namespace counterpart
