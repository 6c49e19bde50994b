#pragma once
/// Faults at the n-th call of the system that a run of the program makes: the environment that has
/// fault_shim/fault_shim.cpp inject them, and the calls that a run made.

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace counterpart::test {

/// What happens at which call; fault_shim.cpp says what the words mean.
struct Fault {
  std::string calls = {};          ///< "write,fsync"; empty: all kinds
  std::string on = {};             ///< only calls on a place that contains this; empty: any
  unsigned at = 0;                 ///< the n-th of them, from 1; 0: none, the calls are only logged
  std::string deed = {};           ///< "KILL", "TERM", "HANG", "ENOSPC", …
  bool onwards = false;            ///< and each one after it
  bool half = false;               ///< half of the bytes are written first
  bool no_sync = false;            ///< nothing has to reach the disk
  std::filesystem::path log = {};  ///< where to write down the calls; empty: nowhere
};

/// For Start::environment.
std::map<std::string, std::string> environment_of(const Fault& fault);

/// A call that was counted; its number is its place in the log, from 1.
struct CountedCall {
  std::string call;   ///< "write"
  std::string place;  ///< the path, or what the descriptor leads to
};

std::vector<CountedCall> read_calls(const std::filesystem::path& log);

/// "STOP at call 17 of 171: send socket:[4711]", of a fault and the calls that a run without one makes.
std::string description(const Fault& fault, const std::vector<CountedCall>& calls);

/// "write 12, send 30": how often each kind of call was made.
std::string summary_of(const std::vector<CountedCall>& calls);

}  // namespace counterpart::test
