#include "record/builder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "base/utf8.hpp"
#include "record/coerce.hpp"
#include "record/record.hpp"

namespace counterpart {

RecordBuilder::RecordBuilder(const ReadSpec& spec, bool valid_texts)
    : spec_(spec),
      valid_texts_(valid_texts),
      values_(spec.fields.size()),
      present_(spec.fields.size()),
      seen_(spec.fields.size()),
      texts_(spec.fields.size()) {}

void RecordBuilder::begin() {
  std::fill(present_.begin(), present_.end(), char{0});
  std::fill(values_.begin(), values_.end(), Value::null());
  reason_.clear();
  nulled_ = 0;
}

std::vector<std::size_t> RecordBuilder::never_seen() const {
  std::vector<std::size_t> fields;
  for (std::size_t field = 0; field < seen_.size(); ++field) {
    if (seen_[field] == 0) fields.push_back(field);
  }
  return fields;
}

void RecordBuilder::refuse(std::size_t field, std::string reason) {
  present_[field] = true;
  bad(field, reason);
}

void RecordBuilder::bad(std::size_t field, std::string_view reason) {
  values_[field] = Value::null();
  const bool nulled = spec_.bad_value_is_null && field != spec_.id;
  if (nulled) ++nulled_;
  if (!nulled && reason_.empty())
    reason_ = fmt::format("field '{}': {}", printable(spec_.fields[field].name), reason);
}

void RecordBuilder::check(std::size_t field) {
  const Field& wanted = spec_.fields[field];
  Value& value = values_[field];
  if (!present_[field]) {
    if (wanted.required && reason_.empty())
      reason_ = fmt::format("field '{}': is missing", printable(wanted.name));
  } else if (!valid_texts_ && value.type() == Type::string && !is_valid_utf8(value.as_string())) {
    bad(field, "is not valid UTF-8");
  } else if (value.type() == Type::float64 && !std::isfinite(value.as_float64())) {
    bad(field, "is not a finite number");
  } else if (!wanted.temporal && field != spec_.id &&
             (wanted.type == Type::null || value.type() == wanted.type)) {
    return;  // the most frequent case first
  } else if (const auto reason =
                 wanted.temporal ? coerce_temporal(value) : coerce(value, wanted.type, texts_[field])) {
    bad(field, *reason);
  } else if (field == spec_.id && value.is_null()) {
    bad(field, "the id is null");
  }
}

/// Packed first, so that the arena grows once for all of its values.
void RecordBuilder::append_record(std::string& arena) {
  std::size_t most = 0;
  for (const Value& value : values_) most += most_bytes(value);
  if (packed_.size() < most) packed_.resize(most);
  char* at = packed_.data();
  for (const Value& value : values_) at = put_value(at, value);
  arena.append(packed_.data(), static_cast<std::size_t>(at - packed_.data()));
}

bool RecordBuilder::end(const Origin& origin, RecordBatch& batch) {
  for (std::size_t field = 0; field < values_.size() && reason_.empty(); ++field) check(field);
  if (!reason_.empty()) {
    batch.add_reject({origin, reason_});
    return false;
  }
  append_record(batch.arena());
  batch.end_record();
  batch.add_nulled(nulled_);
  for (std::size_t field = 0; field < present_.size(); ++field) seen_[field] |= present_[field];
  return true;
}

}  // namespace counterpart
