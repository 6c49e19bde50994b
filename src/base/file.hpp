#pragma once
/// Files of the local disk: an owned descriptor, output that appears whole or not at all, and temporary space
/// that no kill can leave behind.

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <initializer_list>
#include <string>
#include <string_view>

#include "counterpart/error.hpp"

namespace counterpart {

/// Owns a file descriptor; -1 is none.
class Descriptor {
 public:
  Descriptor() = default;
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor();
  Descriptor(Descriptor&& other) noexcept;
  Descriptor& operator=(Descriptor&& other) noexcept;

  int get() const noexcept { return fd_; }
  explicit operator bool() const noexcept { return fd_ >= 0; }
  void close() noexcept;

 private:
  int fd_ = -1;
};

/// Writes all bytes or throws Error(kind) naming `place` and the system's reason.
void write_all(int fd, std::string_view bytes, ErrorKind kind, const std::string& place);

/// "message: strerror(errno)" as an Error; `place` is a path or what a reader would call the thing.
/// Its hint is `hint`, or what to do where all file handles are taken.
Error system_error(ErrorKind kind, const std::string& place, int error_number, const char* hint = "");

/// A file that replaces its path atomically at `commit()`: until then the old file stays, and if this object
/// goes first nothing of the new one remains. Mode 0600. All errors are ErrorKind::output.
class AtomicFile {
 public:
  /// Opens unnamed space in the folder of `path`, which must exist and be writable. What is at `path` has to
  /// be a plain file, a link to one (the link stays), or nothing. Removes what a process that was killed left
  /// there on its way to this path.
  explicit AtomicFile(std::filesystem::path path);
  ~AtomicFile();
  AtomicFile(const AtomicFile&) = delete;
  AtomicFile& operator=(const AtomicFile&) = delete;

  void write(std::string_view bytes);
  /// Flushes to the disk. After it, `commit()` can only fail on the rename.
  void sync();
  /// Puts the new file in the place of the old one. Calls `sync()` if that was not done.
  void commit();

  const std::filesystem::path& path() const noexcept { return path_; }

 private:
  void flush();

  std::filesystem::path path_;
  std::filesystem::path temporary_;  ///< empty while the file has no name
  Descriptor fd_;
  std::string buffer_;
  bool synced_ = false;
  bool committed_ = false;
};

/// Unnamed temporary space in `folder`, read and written at offsets; gone when closed, whatever ends the
/// process.
class TemporaryFile {
 public:
  explicit TemporaryFile(const std::filesystem::path& folder);

  /// Appends and gives the offset at which the bytes begin.
  std::uint64_t append(std::string_view bytes);
  /// Reads exactly `size` bytes at `offset` into `into`.
  void read(std::uint64_t offset, char* into, std::size_t size) const;
  std::uint64_t size() const noexcept { return size_; }

 private:
  std::string place_;
  Descriptor fd_;
  std::uint64_t size_ = 0;
};

/// Makes a file of these bytes, 0600, in place of what has its name: whole or not at all, whatever ends the
/// process. Does not wait for the disk: after a power cut it can be damaged or gone. Errors are
/// ErrorKind::output.
void write_whole_file(const std::filesystem::path& path, std::initializer_list<std::string_view> parts);

/// Makes the folder, 0700, if it is missing. Error(output) if it cannot be made, or is not this user's alone.
void make_private_folder(const std::filesystem::path& folder);

/// $TMPDIR, else /tmp.
std::filesystem::path temporary_folder();

/// The whole file as a string; Error(kind) if it cannot be read.
std::string read_file(const std::filesystem::path& path, ErrorKind kind);

}  // namespace counterpart
