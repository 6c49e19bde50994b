#include "match/key_builder.hpp"

#include <algorithm>

#include "record/record.hpp"
#include "text/key.hpp"

namespace counterpart {

KeyedRecord KeyedRecord::from(const Entry& entry) {
  std::string_view payload = entry.payload;
  const std::size_t group = take_varint(payload);
  return {entry.key.substr(0, group), entry.key.substr(group), payload};
}

KeyBuilder::KeyBuilder(const std::vector<KeyPart>& parts, std::size_t id_field)
    : id_field_(id_field), fields_needed_(id_field + 1), part_ends_(parts.size()) {
  for (const KeyPart& part : parts) {
    normalizers_.emplace_back(part.steps);
    fields_.push_back(part.field);
    fields_needed_ = std::max(fields_needed_, part.field + 1);
  }
}

bool KeyBuilder::append_part(std::size_t part, Value value) {
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

bool KeyBuilder::build(std::string_view record) {
  unpack(record, values_, fields_needed_);
  id_.clear();
  append_id(id_, values_[id_field_]);
  key_.clear();
  for (std::size_t part = 0; part < fields_.size(); ++part) {
    if (!append_part(part, values_[fields_[part]])) return false;
  }
  payload_.clear();
  append_varint(payload_, key_.size());
  payload_ += record;
  key_ += id_;
  return true;
}

}  // namespace counterpart
