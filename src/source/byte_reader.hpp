#pragma once
/// The bytes of a file in order, unpacked on the way if it is compressed. Hides zlib and libzstd.

#include <cstddef>
#include <filesystem>
#include <memory>

#include "base/cancel.hpp"

namespace counterpart {

class ByteReader {
 public:
  ByteReader() = default;
  ByteReader(const ByteReader&) = delete;
  ByteReader& operator=(const ByteReader&) = delete;
  virtual ~ByteReader() = default;

  /// Reads up to `capacity` (at least one) bytes into `into`. Gives how many; 0 only at the proved end of the
  /// data. Throws Error(source) for data that is damaged or cut off.
  virtual std::size_t read(char* into, std::size_t capacity) = 0;
};

/// Opens a file; a name that ends in ".gz" (RFC 1952) or ".zst" (RFC 8878) is unpacked. Several members or
/// frames in a row are read as one. A pipe may be named too; `cancel`, if given, ends the wait for its
/// writer. Error(source) if it cannot be opened.
std::unique_ptr<ByteReader> open_bytes(const std::filesystem::path& path, CancelToken* cancel = nullptr);

}  // namespace counterpart
