#pragma once
/// The records of one side of a group, walked again and again; beyond a bound they are kept on disk.

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "order/spill_file.hpp"

namespace counterpart {

class GroupBuffer {
 public:
  GroupBuffer(std::uint64_t memory_bytes, std::filesystem::path folder);

  void clear();
  void add(std::string_view record);
  std::uint64_t size() const { return count_; }
  /// Visits all records in the order they were added.
  void for_each(const std::function<void(std::string_view record)>& visit) const;

 private:
  void spill();

  std::uint64_t memory_bytes_;
  std::filesystem::path folder_;
  std::string block_;
  std::unique_ptr<SpillFile> file_;
  std::uint64_t count_ = 0;
};

}  // namespace counterpart
