#pragma once
/// A file system that is really full when it is: a tmpfs whose size tests set. Hides the namespace that makes
/// it vanish with the test program, however that ends.

#include <cstdint>
#include <filesystem>

namespace counterpart::test {

/// Mounted for this thread and the processes it starts from now on; nobody else sees it.
class SmallDisk {
 public:
  /// True if this process may mount, which takes root.
  static bool can_be_made();

  /// Over a folder that is there. Who owns the folder owns the root of the disk. Throws std::runtime_error.
  explicit SmallDisk(std::filesystem::path folder);
  ~SmallDisk();
  SmallDisk(const SmallDisk&) = delete;
  SmallDisk& operator=(const SmallDisk&) = delete;

  /// Leaves so much room beside what is there, in whole pages of 4 KiB.
  void leave(std::uint64_t bytes);
  /// As much room as anybody can want here.
  void make_room();

 private:
  bool resize(std::uint64_t bytes);

  std::filesystem::path folder_;
};

}  // namespace counterpart::test
