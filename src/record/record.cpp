#include "record/record.hpp"

namespace counterpart {

void unpack(std::string_view record, std::vector<Value>& values, std::size_t most) {
  values.clear();
  while (!record.empty() && values.size() < most) values.push_back(take_value(record));
}

Value field_of(std::string_view record, std::size_t field) {
  for (; field > 0; --field) take_value(record);
  return take_value(record);
}

}  // namespace counterpart
