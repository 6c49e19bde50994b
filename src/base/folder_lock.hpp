#pragma once
/// One run at a time per folder.

#include <filesystem>

#include "base/file.hpp"

namespace counterpart {

/// An exclusive lock on a private folder, by a file `lock` in it. It goes with this object, or with the
/// process.
class FolderLock {
 public:
  /// Makes the folder if it is missing. Error(locked) if another run holds it, Error(output) as
  /// `make_private_folder`.
  explicit FolderLock(std::filesystem::path folder);

  const std::filesystem::path& folder() const noexcept { return folder_; }
  /// The name of the file in the folder.
  static constexpr const char* kName = "lock";

 private:
  bool take();

  std::filesystem::path folder_;
  Descriptor fd_;
};

}  // namespace counterpart
