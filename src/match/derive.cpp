#include "match/derive.hpp"

#include <fmt/format.h>

#include "base/calendar.hpp"
#include "record/record.hpp"

namespace counterpart {
namespace {

Value value_of(const Literal& literal) {
  switch (literal.type) {
    case Type::null: return Value::null();
    case Type::boolean: return Value::boolean(literal.number != 0);
    case Type::int64: return Value::int64(literal.number);
    case Type::float64: return Value::float64(literal.real);
    case Type::string: return Value::string(literal.text);
    case Type::date: return Value::date(static_cast<std::int32_t>(literal.number));
    case Type::timestamp: return Value::timestamp(literal.number);
  }
  return Value::null();
}

}  // namespace

Value Deriver::active(const ActiveWithin& rule) {
  const Value value = value_of(rule.of);
  if (value.is_null()) return Value::null();
  const std::int32_t day = value.type() == Type::timestamp ? day_of(value.as_timestamp()) : value.as_date();
  if (day > as_of_) ++(rule.of.side == Side::left ? left_future_ : right_future_);
  return Value::boolean(as_of_ - day <= rule.days);
}

Value Deriver::evaluate(const DerivedColumn& column) {
  if (const auto* from = std::get_if<FromField>(&column.rule)) return value_of(from->of);
  if (const auto* rule = std::get_if<ActiveWithin>(&column.rule)) return active(*rule);
  if (const auto* literal = std::get_if<Literal>(&column.rule)) return counterpart::value_of(*literal);
  for (const FieldRef& ref : std::get<Coalesce>(column.rule).of) {
    if (const Value value = value_of(ref); !value.is_null()) return value;
  }
  return Value::null();
}

void Deriver::derive(std::string_view left, std::string_view right, std::string_view link,
                     RecordBatch& rows) {
  unpack(left, left_);
  unpack(right, right_);
  unpack(link, link_);
  for (const DerivedColumn& column : columns_) {
    Value value = evaluate(column);
    if (const auto reason = fit(value, column.column.type, storage_)) {
      throw Error(ErrorKind::policy, fmt::format("column {}: {}", column.column.name, *reason))
          .hint("give the column a wider type in the job file; nothing was published");
    }
    append_value(rows.arena(), value);
  }
  rows.end_record();
}

}  // namespace counterpart
