#include "source/json/json_tally.hpp"

#include <string>

#include "base/digest.hpp"

namespace counterpart {
namespace {

constexpr unsigned kDeepest = 5;

void tally_value(const std::string& name, simdjson::dom::element value, unsigned depth, FieldTally& tally);

void tally_members(const std::string& front, simdjson::dom::object object, unsigned depth,
                   FieldTally& tally) {
  for (const auto [name, value] : object) tally_value(front + std::string(name), value, depth, tally);
}

void tally_value(const std::string& name, simdjson::dom::element value, unsigned depth, FieldTally& tally) {
  using Kind = simdjson::dom::element_type;
  switch (value.type()) {
    case Kind::NULL_VALUE: return tally.value(name, Value::null());
    case Kind::BOOL: return tally.value(name, Value::boolean(value.get_bool().value_unsafe()));
    case Kind::INT64: return tally.value(name, Value::int64(value.get_int64().value_unsafe()));
    case Kind::DOUBLE: return tally.value(name, Value::float64(value.get_double().value_unsafe()));
    case Kind::STRING: return tally.value(name, Value::string(value.get_string().value_unsafe()));
    case Kind::UINT64: {
      const std::string text = std::to_string(value.get_uint64().value_unsafe());
      return tally.value(name, Value::string(text));
    }
    case Kind::OBJECT:
      if (depth == kDeepest) return tally.structure(name);
      return tally_members(name + ".", value.get_object().value_unsafe(), depth + 1, tally);
    case Kind::ARRAY: {
      const simdjson::dom::array list = value.get_array().value_unsafe();
      if (depth == kDeepest || list.size() == 0) return tally.structure(name);
      return tally_value(name + "[0]", list.at(0).value_unsafe(), depth + 1, tally);
    }
  }
}

}  // namespace

void tally_record(simdjson::dom::object record, FieldTally& tally) {
  if (tally.begin(digest64(simdjson::minify(record)))) tally_members("", record, 1, tally);
}

}  // namespace counterpart
