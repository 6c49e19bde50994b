#include "support/faults.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <stdexcept>

namespace counterpart::test {

std::map<std::string, std::string> environment_of(const Fault& fault) {
  std::map<std::string, std::string> environment{{"LD_PRELOAD", COUNTERPART_FAULT_SHIM}};
  if (!fault.calls.empty()) environment["COUNTERPART_FAULT_CALLS"] = fault.calls;
  if (!fault.on.empty()) environment["COUNTERPART_FAULT_ON"] = fault.on;
  if (fault.half) environment["COUNTERPART_FAULT_HALF"] = "1";
  if (fault.no_sync) environment["COUNTERPART_FAULT_NO_SYNC"] = "1";
  if (!fault.log.empty()) environment["COUNTERPART_FAULT_LOG"] = fault.log.string();
  if (fault.at > 0) {
    environment["COUNTERPART_FAULT_AT"] = std::to_string(fault.at) + (fault.onwards ? "+" : "");
    environment["COUNTERPART_FAULT_DO"] = fault.deed;
  }
  return environment;
}

std::vector<CountedCall> read_calls(const std::filesystem::path& log) {
  std::vector<CountedCall> calls;
  std::ifstream lines(log);
  std::size_t number = 0;
  for (CountedCall call; lines >> number >> call.call;) {
    lines.ignore(1);
    std::getline(lines, call.place);
    // Two threads may log in another order than they counted.
    calls.resize(std::max(calls.size(), number));
    calls[number - 1] = call;
  }
  if (calls.empty()) throw std::runtime_error("no calls were logged: " + log.string());
  return calls;
}

std::string description(const Fault& fault, const std::vector<CountedCall>& calls) {
  std::string text = fmt::format("{} at call {}", fault.deed, fault.at);
  if (fault.half) text += ", half done";
  if (fault.calls.empty() && fault.on.empty() && fault.at <= calls.size()) {
    const CountedCall& call = calls[fault.at - 1];
    text += fmt::format(" of {}: {} {}", calls.size(), call.call, call.place);
  }
  return text;
}

std::string summary_of(const std::vector<CountedCall>& calls) {
  std::map<std::string, int> counts;
  for (const CountedCall& call : calls) ++counts[call.call];
  std::string summary;
  for (const auto& [call, count] : counts)
    summary += (summary.empty() ? "" : ", ") + call + " " + std::to_string(count);
  return summary;
}

}  // namespace counterpart::test
