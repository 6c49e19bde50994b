#pragma once
/// What the fuzz targets share: they take their input apart by lines, so that a corpus can be read and
/// written by hand, and abort where a property does not hold.

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/utf8.hpp"
#include "counterpart/error.hpp"

namespace counterpart::fuzz {

/// Ends the process, which makes the input at hand a finding, if `holds` is false.
inline void require(bool holds, const char* property) {
  if (holds) return;
  std::fprintf(stderr, "property violated: %s\n", property);
  std::abort();
}

/// An error of a target has to be of this kind, and fit to print.
inline void require_error(const Error& error, ErrorKind kind) {
  const std::string message = error.what();
  require(error.kind() == kind, "an error is of its kind");
  require(printable(message, message.size()) == message, "an error can be printed");
}

class Input {
 public:
  Input(const std::uint8_t* data, std::size_t size) : rest_(reinterpret_cast<const char*>(data), size) {}

  bool empty() const noexcept { return rest_.empty(); }
  /// The next line without its line feed; empty at the end.
  std::string line() {
    const std::string_view taken = rest_.substr(0, rest_.find('\n'));
    rest_.remove_prefix(taken.size() == rest_.size() ? taken.size() : taken.size() + 1);
    return std::string(taken);
  }
  std::vector<std::string> lines() {
    std::vector<std::string> all;
    while (!empty()) all.push_back(line());
    return all;
  }
  /// All that is left.
  std::string rest() { return std::string(std::exchange(rest_, {})); }

 private:
  std::string_view rest_;
};

}  // namespace counterpart::fuzz
