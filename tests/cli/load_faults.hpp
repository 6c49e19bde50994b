#pragma once
/// Runs that load a table and meet a fault, as suites over a database and a way to load it. A database has a
/// file of its own that says
///   INSTANTIATE_TEST_SUITE_P(Sqlite, KillPoints, load_cases(…), loading_name);
/// for each of them.

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "support/load_job.hpp"

namespace counterpart::test {

class KillPoints : public ::testing::TestWithParam<LoadCase> {};
class CutWrites : public ::testing::TestWithParam<LoadCase> {};
class SignalPoints : public ::testing::TestWithParam<LoadCase> {};
/// Of databases with a server of their own.
class ServerPoints : public ::testing::TestWithParam<LoadCase> {};
class StopPoints : public ::testing::TestWithParam<LoadCase> {};
class DiskFaults : public ::testing::TestWithParam<LoadCase> {};

inline auto load_cases(const decltype(LoadCase::make_world)& make_world) {
  return ::testing::Values(LoadCase{make_world, Loading::first}, LoadCase{make_world, Loading::replace},
                           LoadCase{make_world, Loading::keep_previous},
                           LoadCase{make_world, Loading::append}, LoadCase{make_world, Loading::upsert});
}

/// A swap of tables and a transaction, where a database knows both.
inline auto two_load_cases(const decltype(LoadCase::make_world)& make_world) {
  return ::testing::Values(LoadCase{make_world, Loading::replace}, LoadCase{make_world, Loading::upsert});
}

inline std::string loading_name(const ::testing::TestParamInfo<LoadCase>& info) {
  return name_of(info.param.loading);
}

/// Each call of the publishing, or each `step`-th, and so many before it, evenly spread.
inline std::vector<unsigned> points_of(const LoadJob& job, unsigned before_publishing, unsigned step = 1) {
  const unsigned first = job.first_of_publishing();
  std::vector<unsigned> points;
  for (unsigned i = 0; i < before_publishing; ++i) points.push_back(1 + i * (first - 1) / before_publishing);
  for (unsigned at = first; at <= job.calls().size(); at += step) points.push_back(at);
  points.erase(std::unique(points.begin(), points.end()), points.end());
  return points;
}

inline bool is_write(const CountedCall& call) {
  return call.call == "write" || call.call == "pwrite" || call.call == "send";
}

}  // namespace counterpart::test
