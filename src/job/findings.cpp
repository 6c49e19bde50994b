#include "job/findings.hpp"

#include <fmt/format.h>

#include "base/utf8.hpp"
#include "record/record.hpp"

namespace counterpart {

using What = OutputSpec::What;

Findings::Findings(const Plan& plan, Outputs* outputs, RunProgress& progress)
    : plan_(plan), outputs_(outputs), progress_(progress), deriver_(plan.columns, plan.as_of) {}

void Findings::add_id(const SidePlan& side, std::string_view record) {
  text_.clear();
  append_text(text_, field_of(record, side.read.id));
  digest_.add(text_);
}

void Findings::pair(std::string_view left, std::string_view right, std::string_view link) {
  add_id(plan_.left, left);
  add_id(plan_.right, right);
  derive(left, right, link);
  if (outputs_ != nullptr) outputs_->add(What::matches, row_.record(0));
  progress_.matches.fetch_add(1, std::memory_order_relaxed);
}

void Findings::possible(std::string_view left, std::string_view right, std::string_view link) {
  if (outputs_ == nullptr || !outputs_->wants(What::possible)) return;
  derive(left, right, link);
  outputs_->add(What::possible, row_.record(0));
}

bool Findings::wants_review() const {
  return outputs_ != nullptr && outputs_->wants(What::review);
}

void Findings::review(std::string_view row) {
  outputs_->add(What::review, row);
}

void Findings::derive(std::string_view left, std::string_view right, std::string_view link) {
  row_.clear();
  try {
    deriver_.derive(left, right, link, row_);
  } catch (Error& error) {
    const auto id = [](const SidePlan& side, std::string_view record) {
      return printable(to_text(field_of(record, side.read.id)), 100);
    };
    error.in(fmt::format("{} id {}, {} id {}", plan_.left.name, id(plan_.left, left), plan_.right.name,
                         id(plan_.right, right)));
    throw;
  }
}

void Findings::unmatched(Side side, std::string_view record) {
  if (outputs_ != nullptr)
    outputs_->add(side == Side::left ? What::unmatched_left : What::unmatched_right, record);
}

void Findings::ambiguous(Side side, std::string_view record) {
  if (outputs_ == nullptr || !outputs_->wants(What::ambiguous)) return;
  const SidePlan& plan = plan_.side(side);
  Bytes& row = row_.arena();
  row_.clear();
  append_value(row, Value::string(plan.name));
  append_value(row, field_of(record, plan.read.id));
  for (const std::size_t field : plan.shown) append_value(row, field_of(record, field));
  row_.end_record();
  outputs_->add(What::ambiguous, row_.record(0));
}

}  // namespace counterpart
