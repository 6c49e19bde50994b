#pragma once
/// Dates and instants as plain numbers: days and microseconds since 1970-01-01 UTC (proleptic Gregorian
/// calendar).

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace counterpart {

/// Days since 1970-01-01 of "YYYY-MM-DD", years 0001 to 9999. Nothing for a date that is not one: 0000-00-00,
/// 2017-02-30.
std::optional<std::int32_t> parse_date(std::string_view text);

/// Microseconds since 1970-01-01T00:00:00Z of an ISO 8601 instant: a date, then 'T' or a space, HH:MM,
/// optionally :SS and up to nine decimals (cut to microseconds), optionally Z or an offset. Without an offset
/// the text is taken as UTC.
std::optional<std::int64_t> parse_timestamp(std::string_view text);

/// "YYYY-MM-DD".
std::string format_date(std::int32_t days);
/// The same, behind what `out` holds.
void append_date(std::string& out, std::int32_t days);
/// "YYYY-MM-DDTHH:MM:SS[.ffffff]Z"; the fraction is left out when zero.
std::string format_timestamp(std::int64_t micros);

/// The day on which an instant falls, in UTC.
std::int32_t day_of(std::int64_t micros);

/// Today in UTC, from the system clock.
std::int32_t today_utc();

/// Whole days of "30 days", "1 day", "2 weeks"; nothing for anything else.
std::optional<std::int32_t> parse_days(std::string_view text);

}  // namespace counterpart
