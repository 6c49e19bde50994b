#include "source/json/field_path.hpp"

#include <charconv>
#include <system_error>
#include <utility>

namespace counterpart {
namespace {

/// Takes "[2][0]" off the end of `text`.
std::vector<std::size_t> take_brackets(std::string_view& text) {
  std::vector<std::size_t> positions;
  while (text.ends_with(']')) {
    const std::size_t open = text.rfind('[');
    if (open == std::string_view::npos) break;
    const auto index = list_index(text.substr(open + 1, text.size() - open - 2));
    if (!index) break;
    positions.insert(positions.begin(), *index);
    text = text.substr(0, open);
  }
  return positions;
}

bool take_member(std::string_view name, simdjson::dom::element& value) {
  simdjson::dom::object object;
  return value.get(object) == simdjson::SUCCESS && object.at_key(name).get(value) == simdjson::SUCCESS;
}

bool take_item(std::size_t index, simdjson::dom::element& value) {
  simdjson::dom::array list;
  return value.get(list) == simdjson::SUCCESS && list.at(index).get(value) == simdjson::SUCCESS;
}

}  // namespace

std::optional<std::size_t> list_index(std::string_view text) {
  if (text.empty() || (text.size() > 1 && text.front() == '0')) return std::nullopt;
  std::size_t index = 0;
  const char* const last = text.data() + text.size();
  const auto [end, code] = std::from_chars(text.data(), last, index);
  if (code != std::errc() || end != last) return std::nullopt;
  return index;
}

std::optional<FieldPath> FieldPath::below(std::string_view name, std::string_view field) {
  if (field.size() <= name.size() || !field.starts_with(name)) return std::nullopt;
  std::string_view rest = field.substr(name.size());
  FieldPath path;
  if (rest.front() == '[') {
    std::string_view brackets = rest.substr(0, rest.find('.'));
    rest.remove_prefix(brackets.size());
    path.positions_ = take_brackets(brackets);
    if (!brackets.empty()) return std::nullopt;
  } else if (rest.front() != '.') {
    return std::nullopt;
  }
  while (!rest.empty()) {
    rest.remove_prefix(1);
    const std::string_view step = rest.substr(0, rest.find('.'));
    path.steps_.push_back(make_step(step));
    rest.remove_prefix(step.size());
  }
  return path;
}

FieldPath::Step FieldPath::make_step(std::string_view text) {
  Step step{std::string(text), list_index(text), {}, {}};
  step.positions = take_brackets(text);
  if (!step.positions.empty()) step.list = text;
  return step;
}

std::optional<simdjson::dom::element> FieldPath::walk(simdjson::dom::element value) const {
  if (!take(positions_, value)) return std::nullopt;
  for (const Step& step : steps_) {
    if (!take(step, value)) return std::nullopt;
  }
  return value;
}

bool FieldPath::take(const Step& step, simdjson::dom::element& value) {
  if (step.index && value.is_array()) return take_item(*step.index, value);
  if (take_member(step.name, value)) return true;
  return !step.positions.empty() && take_member(step.list, value) && take(step.positions, value);
}

bool FieldPath::take(const std::vector<std::size_t>& positions, simdjson::dom::element& value) {
  for (const std::size_t position : positions) {
    if (!take_item(position, value)) return false;
  }
  return true;
}

}  // namespace counterpart
