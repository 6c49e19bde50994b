#include "support/json_events.hpp"

#include <gtest/gtest.h>
#include <simdjson.h>

#include <cstdlib>
#include <sstream>

namespace counterpart::test {
namespace {

void flatten(const std::string& pointer, simdjson::dom::element element, Event& event) {
  if (simdjson::dom::object object; element.get(object) == simdjson::SUCCESS) {
    for (const auto [key, value] : object) flatten(pointer + "/" + std::string(key), value, event);
  } else if (simdjson::dom::array array; element.get(array) == simdjson::SUCCESS) {
    std::size_t index = 0;
    event[pointer] = "[" + std::to_string(array.size()) + "]";
    for (const auto value : array) flatten(pointer + "/" + std::to_string(index++), value, event);
  } else if (std::string_view text; element.get(text) == simdjson::SUCCESS) {
    event[pointer] = text;
  } else {
    event[pointer] = simdjson::minify(element);
  }
}

}  // namespace

std::vector<Event> json_events(const std::string& text) {
  std::vector<Event> events;
  std::istringstream stream(text);
  simdjson::dom::parser parser;
  for (std::string line; std::getline(stream, line);) {
    simdjson::dom::element element;
    const bool parsed = parser.parse(line).get(element) == simdjson::SUCCESS;
    EXPECT_TRUE(parsed && element.is_object()) << line;
    if (parsed) flatten("", element, events.emplace_back());
  }
  return events;
}

std::int64_t number(const Event& event, const std::string& pointer) {
  const auto found = event.find(pointer);
  EXPECT_NE(found, event.end()) << pointer << " is missing";
  return found == event.end() ? 0 : std::strtoll(found->second.c_str(), nullptr, 10);
}

}  // namespace counterpart::test
