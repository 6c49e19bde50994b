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
      unseen_(spec.fields.size()),
      texts_(spec.fields.size()) {}

void RecordBuilder::begin() {
  std::fill(present_.begin(), present_.end(), char{0});
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
  if (present_[field] == 0) {
    value = Value::null();
    if (wanted.required && reason_.empty())
      reason_ = fmt::format("field '{}': is missing", printable(wanted.name));
  } else if (!valid_texts_ && value.type() == Type::string && !is_valid_utf8(value.as_string())) {
    bad(field, "is not valid UTF-8");
  } else if (value.type() == Type::float64 && !std::isfinite(value.as_float64())) {
    bad(field, "is not a finite number");
  } else if (!wanted.temporal && (wanted.type == Type::null || value.type() == wanted.type) &&
             (field != spec_.id || !value.is_null())) {
    return;  // the most frequent case first
  } else if (const auto reason =
                 wanted.temporal ? coerce_temporal(value) : coerce(value, wanted.type, texts_[field])) {
    bad(field, *reason);
  } else if (field == spec_.id && value.is_null()) {
    bad(field, "the id is null");
  }
}

void RecordBuilder::note_seen() {
  for (std::size_t field = 0; field < present_.size(); ++field) {
    if (seen_[field] != 0 || present_[field] == 0) continue;
    seen_[field] = 1;
    --unseen_;
  }
}

bool RecordBuilder::end(const Origin& origin, RecordBatch& batch) {
  std::size_t most = 0;
  for (std::size_t field = 0; field < values_.size() && reason_.empty(); ++field) {
    check(field);
    most += most_bytes(values_[field]);
  }
  if (!reason_.empty()) {
    batch.add_reject({origin, reason_});
    return false;
  }
  Bytes& arena = batch.arena();
  char* at = arena.room(most);
  for (const Value& value : values_) at = write_value(at, value);
  arena.close(at);
  if (unseen_ > 0) note_seen();
  batch.end_record();
  batch.add_nulled(nulled_);
  return true;
}

}  // namespace counterpart
