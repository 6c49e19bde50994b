// One byte for the form of a value, the rest its bytes, as a server sent them.
#include "db/postgres_value.hpp"

#include <algorithm>

#include "base/calendar.hpp"
#include "fuzz/input.hpp"

namespace counterpart {
namespace {

using fuzz::require;

constexpr unsigned kForms = static_cast<unsigned>(PostgresForm::timestamp) + 1;

bool is_decimal(std::string_view text) {
  if (text == "NaN" || text == "Infinity" || text == "-Infinity") return true;
  if (text.starts_with('-')) text.remove_prefix(1);
  const std::string_view whole = text.substr(0, text.find('.'));
  const std::string_view decimals = text.substr(std::min(whole.size() + 1, text.size()));
  const auto digits = [](std::string_view part) {
    return std::all_of(part.begin(), part.end(), [](char c) { return c >= '0' && c <= '9'; });
  };
  return !whole.empty() && (whole == "0" || whole[0] != '0') && digits(whole) && digits(decimals) &&
         (whole.size() == text.size() || !decimals.empty());
}

void check(PostgresForm form, Value value) {
  const std::string text = to_text(value);
  switch (form) {
    case PostgresForm::numeric: return require(is_decimal(text), "a numeric is a decimal");
    case PostgresForm::uuid: return require(text.size() == 36, "a uuid has 36 characters");
    case PostgresForm::time:
      return require(text.size() >= 8 && text.size() <= 15, "a time has its decimals at most");
    case PostgresForm::date: return require(parse_date(text) == value.as_date(), "a date is read again");
    case PostgresForm::timestamp:
      return require(parse_timestamp(text) == value.as_timestamp(), "an instant is read again");
    case PostgresForm::padded_text: return require(!text.ends_with(' '), "a padded text has no pads");
    default: return;
  }
}

}  // namespace
}  // namespace counterpart

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace counterpart;
  if (size == 0) return 0;
  const auto form = static_cast<PostgresForm>(data[0] % kForms);
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  std::string storage;
  const PostgresValue read = read_postgres_value(form, bytes, storage);
  fuzz::require(read.problem == nullptr || read.value.is_null(), "a problem has no value");
  if (read.problem == nullptr) check(form, read.value);
  return 0;
}
