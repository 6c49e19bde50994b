#pragma once
/// Runs whose disk fills up, as a suite over a database and the folder that has too little room.

#include <gtest/gtest.h>

#include <cstdint>
#include <functional>
#include <memory>

#include "support/load_job.hpp"

namespace counterpart::test {

struct FullDiskCase {
  decltype(LoadCase::make_world) make_world;
  Loading loading = Loading::replace;
  /// What lies on the small disk, of a database that is still empty and the outputs' folder.
  std::function<std::filesystem::path(TableWorld&, const std::filesystem::path& outputs)> folder;
  std::uint64_t step = 0;  ///< so many bytes more from one run to the next
  /// Has the database put its tables on the disk that is now in this folder, where that takes more.
  std::function<void(TableWorld&, const std::filesystem::path& disk)> use = {};
  /// Takes them away again, so that the server does not miss the disk.
  std::function<void(TableWorld&)> leave = {};
};

class FullDisk : public ::testing::TestWithParam<FullDiskCase> {};

inline std::string full_disk_name(const ::testing::TestParamInfo<FullDiskCase>& info) {
  return name_of(info.param.loading);
}

}  // namespace counterpart::test
