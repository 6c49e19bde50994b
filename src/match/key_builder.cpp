#include "match/key_builder.hpp"

#include <algorithm>

#include "record/record.hpp"
#include "text/key.hpp"

namespace counterpart {

KeyBuilder::KeyBuilder(const std::vector<KeyPart>& parts, std::size_t id_field)
    : id_field_(id_field), values_(id_field + 1) {
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
  append_key_part(keys_, text);
  return true;
}

bool KeyBuilder::append_parts() {
  for (std::size_t part = 0; part < fields_.size(); ++part) {
    if (!append_part(part, values_[fields_[part]])) return false;
  }
  return true;
}

void KeyBuilder::clear() {
  keys_.clear();
  made_.clear();
}

void KeyBuilder::add(std::string_view record) {
  std::string_view rest = record;
  for (Value& value : values_) value = take_value(rest);
  const std::size_t begin = keys_.size();
  if (!append_parts()) keys_.truncate(begin);
  const std::size_t group_bytes = keys_.size() - begin;
  append_id(keys_, values_[id_field_]);
  made_.push_back({begin, group_bytes, keys_.size() - begin, record});
}

}  // namespace counterpart
