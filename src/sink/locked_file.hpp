#pragma once
/// One run at a time per file.

#include <sys/types.h>

#include <filesystem>
#include <utility>

#include "base/file.hpp"

namespace counterpart {

/// An exclusive lock on a file, made if it is missing. It has to live longer than any other handle of this
/// process on the file: closing a descriptor would release the locks that SQLite holds.
class LockedFile {
 public:
  /// Error(locked) if another run holds it, Error(load_rolled_back) if this process does, Error(output) if
  /// the file cannot be opened.
  explicit LockedFile(const std::filesystem::path& path);
  /// Removes a file that this object made, unless it was told to keep it.
  ~LockedFile();
  LockedFile(const LockedFile&) = delete;
  LockedFile& operator=(const LockedFile&) = delete;

  void keep() noexcept { made_ = false; }

  /// True if a run holds the file now. Leaves it as it is; false if there is none.
  static bool is_held(const std::filesystem::path& path);

 private:
  std::filesystem::path path_;
  bool made_ = false;
  bool listed_ = false;
  Descriptor fd_;
  std::pair<dev_t, ino_t> identity_;
};

}  // namespace counterpart
