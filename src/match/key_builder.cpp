#include "match/key_builder.hpp"

#include <algorithm>

#include "record/record.hpp"
#include "text/key.hpp"

namespace counterpart {

KeyBuilder::KeyBuilder(const std::vector<KeyPart>& parts, std::size_t id_field)
    : id_field_(id_field), values_(id_field + 1), part_ends_(parts.size()) {
  for (const KeyPart& part : parts) {
    normalizers_.emplace_back(part.steps);
    fields_.push_back(part.field);
    values_.resize(std::max(values_.size(), part.field + 1));
  }
}

bool KeyBuilder::append_part(std::size_t part, const Value& value) {
  if (value.is_null()) return false;
  std::string_view text;
  if (value.type() == Type::string) {
    text = value.as_string();
  } else {
    text_.clear();
    append_text(text_, value);
    text = text_;
  }
  if (!normalizers_[part].is_identity()) {
    normalizers_[part].apply(text, normalized_);
    text = normalized_;
  }
  if (text.empty()) return false;
  append_key_part(key_, text);
  part_ends_[part] = key_.size();
  return true;
}

bool KeyBuilder::append_parts() {
  for (std::size_t part = 0; part < fields_.size(); ++part) {
    if (!append_part(part, values_[fields_[part]])) return false;
  }
  return true;
}

bool KeyBuilder::build(std::string_view record) {
  record_ = record;
  std::string_view rest = record;
  for (Value& value : values_) value = take_value(rest);
  key_.clear();
  const bool keyed = append_parts();
  if (!keyed) key_.clear();
  group_bytes_ = key_.size();
  append_id(key_, values_[id_field_]);
  return keyed;
}

}  // namespace counterpart
