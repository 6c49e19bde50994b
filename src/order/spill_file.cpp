#include "order/spill_file.hpp"

#include <lz4.h>

#include <cstring>

#include <limits>

#include "base/digest.hpp"

namespace counterpart {
namespace {

/// In front of each block.
struct Header {
  std::uint64_t checksum;  ///< of all that follows
  std::uint64_t bytes;     ///< of the block
  std::uint64_t packed;    ///< of them on disk; if no less than `bytes`, they are there as they are
};
constexpr std::size_t kUnchecked = sizeof(Header::checksum);

Error damaged_spill() {
  return Error(ErrorKind::output, "temporary file: a spilled block reads back other than it was written")
      .hint("the disk under TMPDIR is not to be trusted; nothing was published");
}

std::uint64_t checksum_of(std::string_view written) {
  return digest64(written.substr(kUnchecked));
}

}  // namespace

std::uint64_t SpillFile::append(std::string_view block, bool compress) {
  Header header{0, block.size(), block.size()};
  packed_.clear();
  char* const front = packed_.room(sizeof header + block.size());
  char* const body = front + sizeof header;
  int packed = 0;
  if (compress && !block.empty() && block.size() <= LZ4_MAX_INPUT_SIZE) {
    const auto size = static_cast<int>(block.size());
    packed = ::LZ4_compress_default(block.data(), body, size, size - 1);  // 0 if it does not get smaller
  }
  if (packed > 0) {
    header.packed = static_cast<std::uint64_t>(packed);
  } else {
    put(body, block);
  }
  std::memcpy(front, &header, sizeof header);
  packed_.close(body + header.packed);
  header.checksum = checksum_of(packed_);
  std::memcpy(front, &header, sizeof header);
  return file_.append(packed_);
}

std::uint64_t SpillFile::read(std::uint64_t place, Bytes& block) {
  Header header{};
  file_.read(place, reinterpret_cast<char*>(&header), sizeof header);
  const std::uint64_t end = place + sizeof header + header.packed;
  if (header.packed > header.bytes || end > file_.size()) throw damaged_spill();
  packed_.clear();
  char* const front = packed_.room(sizeof header + header.packed);
  std::memcpy(front, &header, sizeof header);
  char* const body = front + sizeof header;
  file_.read(place + sizeof header, body, header.packed);
  packed_.close(body + header.packed);
  if (checksum_of(packed_) != header.checksum) throw damaged_spill();

  block.clear();
  char* const to = block.room(header.bytes);
  if (header.packed == header.bytes) {
    put(to, {body, header.bytes});
  } else if (::LZ4_decompress_safe(body, to, static_cast<int>(header.packed),
                                   static_cast<int>(header.bytes)) != static_cast<int>(header.bytes)) {
    throw damaged_spill();
  }
  block.close(to + header.bytes);
  return end;
}

}  // namespace counterpart
