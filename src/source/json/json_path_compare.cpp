#include "source/json/json_path_compare.hpp"

#include <algorithm>
#include <limits>
#include <string>
#include <utility>
#include <vector>

namespace counterpart::json_path {
namespace {

static_assert(std::numeric_limits<long double>::digits >= 64, "has to hold any 64-bit integer");

Comparable comparable(simdjson::dom::element element) {
  using Kind = simdjson::dom::element_type;
  switch (element.type()) {
    case Kind::NULL_VALUE: return nullptr;
    case Kind::BOOL: return element.get_bool().value_unsafe();
    case Kind::INT64: return static_cast<long double>(element.get_int64().value_unsafe());
    case Kind::UINT64: return static_cast<long double>(element.get_uint64().value_unsafe());
    case Kind::DOUBLE: return static_cast<long double>(element.get_double().value_unsafe());
    case Kind::STRING: return element.get_string().value_unsafe();
    case Kind::ARRAY:
    case Kind::OBJECT: break;
  }
  return element;
}

bool equal(const Comparable& left, const Comparable& right);

bool equal(const simdjson::dom::array& left, const simdjson::dom::array& right) {
  auto a = left.begin();
  auto b = right.begin();
  for (; a != left.end() && b != right.end(); ++a, ++b) {
    if (!equal(comparable(*a), comparable(*b))) return false;
  }
  return !(a != left.end()) && !(b != right.end());
}

/// By name: looking each member up would take a hostile page's time squared.
std::vector<std::pair<std::string_view, simdjson::dom::element>> sorted_members(
    const simdjson::dom::object& object) {
  std::vector<std::pair<std::string_view, simdjson::dom::element>> members;
  for (const auto [name, value] : object) members.emplace_back(name, value);
  std::stable_sort(members.begin(), members.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  return members;
}

bool equal(const simdjson::dom::object& left, const simdjson::dom::object& right) {
  if (left.size() != right.size()) return false;
  const auto a = sorted_members(left);
  const auto b = sorted_members(right);
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const auto& x, const auto& y) {
    return x.first == y.first && equal(comparable(x.second), comparable(y.second));
  });
}

bool equal(simdjson::dom::element left, simdjson::dom::element right) {
  if (left.is_array() != right.is_array()) return false;
  if (left.is_array()) return equal(left.get_array().value_unsafe(), right.get_array().value_unsafe());
  return equal(left.get_object().value_unsafe(), right.get_object().value_unsafe());
}

/// The depth of the recursion is that of the document, which simdjson limits.
bool equal(const Comparable& left, const Comparable& right) {
  if (left.index() != right.index()) return false;
  if (const auto* flag = std::get_if<bool>(&left)) return *flag == std::get<bool>(right);
  if (const auto* number = std::get_if<long double>(&left)) return *number == std::get<long double>(right);
  if (const auto* text = std::get_if<std::string_view>(&left))
    return *text == std::get<std::string_view>(right);
  if (const auto* nested = std::get_if<simdjson::dom::element>(&left))
    return equal(*nested, std::get<simdjson::dom::element>(right));
  return true;
}

bool less(const Comparable& left, const Comparable& right) {
  if (left.index() != right.index()) return false;
  if (const auto* number = std::get_if<long double>(&left)) return *number < std::get<long double>(right);
  // The order of UTF-8's bytes is that of the code points.
  if (const auto* text = std::get_if<std::string_view>(&left))
    return *text < std::get<std::string_view>(right);
  return false;
}

}  // namespace

Comparable comparable(const Literal& literal) {
  return std::visit([](const auto& value) { return Comparable(value); }, literal);
}

Comparable comparable(const std::optional<simdjson::dom::element>& found) {
  return found ? comparable(*found) : Comparable();
}

bool compare(const Comparable& left, Comparator comparator, const Comparable& right) {
  switch (comparator) {
    case Comparator::equal: return equal(left, right);
    case Comparator::not_equal: return !equal(left, right);
    case Comparator::less: return less(left, right);
    case Comparator::less_or_equal: return less(left, right) || equal(left, right);
    case Comparator::greater: return less(right, left);
    case Comparator::greater_or_equal: return less(right, left) || equal(left, right);
  }
  return false;
}

}  // namespace counterpart::json_path
