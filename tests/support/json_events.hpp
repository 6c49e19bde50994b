#pragma once
/// The events that the program writes to standard error under --json.

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace counterpart::test {

/// One event: the scalars in it by JSON Pointer ("/sides/internal/read"), strings without their quotes.
using Event = std::map<std::string, std::string>;

/// One event a line. A line that is not a JSON object fails the test.
std::vector<Event> json_events(const std::string& text);

/// A number of an event; fails the test and gives 0 if it is not there.
std::int64_t number(const Event& event, const std::string& pointer);

}  // namespace counterpart::test
