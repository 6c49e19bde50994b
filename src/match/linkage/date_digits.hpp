#pragma once
/// The eight digits of a date, however it is written.

#include <cstdint>
#include <string>
#include <string_view>

#include "record/value.hpp"

namespace counterpart::linkage {

/// What stands first in a date with slashes and the year last, such as 01/02/1980.
enum class SlashOrder : std::uint8_t {
  unknown,  ///< nobody said so: such dates are not read
  day_first,
  month_first,
};

/// "19560409" of a date or timestamp, or of what one is written as; empty if it is none. These are read:
///   1956-04-09, 19560409 (a number too), and ISO 8601 timestamps, as their day in UTC;
///   1956-4-9, 1956/04/09, 1956.4.9: the year first, then the month;
///   9.4.1956, 09.04.1956: dots with the year last have the day first;
///   9 Apr 1956, 9-April-1956, Apr 9, 1956, 1956-Apr-09: English names of months, or their first three
///   letters;
///   09/04/1956 or 04/09/1956, as `slashes` says.
/// Years have four digits. A day that the calendar has not ("1956-04-90") has its digits too: it is most
/// often one digit away from the right one. Where the year is last, the month has to be one.
std::string date_digits(const Value& value, SlashOrder slashes = SlashOrder::unknown);

}  // namespace counterpart::linkage
