#include "source/survey/field_tally.hpp"

#include <algorithm>
#include <charconv>

#include "base/calendar.hpp"
#include "base/digest.hpp"
#include "base/utf8.hpp"

namespace counterpart {
namespace {

constexpr std::array<const char*, 3> kNames{"none", "strict", "name"};
constexpr std::size_t kMostFields = 400;
/// An order is worth a word if the field rose so often; fewer can be chance.
constexpr std::uint64_t kFewestRises = 4;

/// A whole number as it would be written anew: "007" and "+7" are no numbers but texts.
bool is_whole_number(std::string_view text) {
  const std::string_view digits = text.substr(text.starts_with('-') ? 1 : 0);
  if (digits.empty() || (digits.front() == '0' && text.size() > 1)) return false;
  std::int64_t number = 0;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), number);
  return code == std::errc{} && end == text.data() + text.size();
}

}  // namespace

FieldTally::FieldTally() {
  for (const char* name : kNames) normalizers_.emplace_back(*normalization_steps(name));
}

FieldTally::Field* FieldTally::at(std::string_view name) {
  if (const auto known = by_name_.find(name); known != by_name_.end()) return known->second;
  if (fields_.size() == kMostFields) return nullptr;
  Field* field = fields_.emplace_back(std::make_unique<Field>()).get();
  field->survey.name = name;
  by_name_.emplace(name, field);
  return field;
}

void FieldTally::structure(std::string_view name) {
  Field* field = at(name);
  if (field == nullptr) return;
  ++field->survey.values;
  field->survey.structured = true;
}

void FieldTally::value(std::string_view name, Value value) {
  Field* field = at(name);
  if (field == nullptr || value.is_null()) return;
  FieldSurvey& survey = field->survey;
  if (survey.values++ == 0) survey.given = value.type();
  const bool number = value.type() == Type::int64 || value.type() == Type::float64;
  const bool numbers = survey.given == Type::int64 || survey.given == Type::float64;
  if (value.type() != survey.given) {
    // 7 and 7.5 are both numbers of one field.
    if (number && numbers) survey.given = Type::float64;
    field->mixed = field->mixed || !number || !numbers;
  }
  const std::string text = to_text(value);
  if (!field->seen.add(digest64(text))) field->repeated = true;
  note_order(*field, text);
  if (value.type() == Type::string) note_text(*field, text);
}

void FieldTally::note_text(Field& field, std::string_view text) {
  field.survey.longest = std::max<std::uint64_t>(field.survey.longest, count_code_points(text));
  if (parse_date(text)) {
    ++field.dates;
  } else if (parse_timestamp(text)) {
    ++field.instants;
  } else if (is_whole_number(text)) {
    ++field.whole_numbers;
  }
}

void FieldTally::note_order(Field& field, std::string_view text) {
  if (!is_valid_utf8(text)) return;
  std::string normalized;
  for (std::size_t i = 0; i < kNormalizations; ++i) {
    Order& order = field.orders[i];
    if (order.broken) continue;
    normalizers_[i].apply(text, normalized);
    if (normalized.empty()) continue;
    if (normalized > order.last) ++order.rises;
    order.broken = normalized < order.last;
    order.last = normalized;
  }
}

void FieldTally::settle(FieldSurvey& survey, const Field& field) {
  if (field.mixed || survey.structured) survey.given = Type::null;
  survey.meant = survey.given;
  if (survey.given != Type::string) return;
  const std::uint64_t temporal = field.dates + field.instants;
  // A few bad dates among many good ones are still dates.
  if (temporal * 10 >= survey.values * 8 && temporal != 0) {
    survey.meant = field.instants == 0 ? Type::date : Type::timestamp;
    survey.misfits = survey.values - temporal;
  } else if (field.whole_numbers == survey.values) {
    survey.meant = Type::int64;
  }
}

std::vector<FieldSurvey> FieldTally::fields() const {
  std::vector<FieldSurvey> made;
  for (const auto& field : fields_) {
    FieldSurvey& survey = made.emplace_back(field->survey);
    survey.always = survey.values == records_;
    survey.unique = !field->repeated && survey.values != 0 && !survey.structured;
    settle(survey, *field);
    for (std::size_t i = 0; i < kNormalizations; ++i) {
      const Order& order = field->orders[i];
      if (!order.broken && order.rises > kFewestRises) survey.ordered.emplace_back(kNames[i]);
    }
  }
  return made;
}

}  // namespace counterpart
