#pragma once
/// Byte sizes as people write them: "256MiB", "2GB", "65536".

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace counterpart {

/// Parses a whole number with an optional unit (B, KB, MB, GB = powers of 1000; KiB, MiB, GiB = powers of
/// 1024; case is ignored). Gives the bytes, or nothing if the text is not a size or does not fit 63 bits.
std::optional<std::uint64_t> parse_size(std::string_view text);

/// "182 B", "12.3 KiB", "256 MiB": at most one decimal.
std::string format_size(std::uint64_t bytes);

/// "1,000,000": a count with thousands separators, whatever the locale.
std::string format_count(std::uint64_t count);
/// The same with what is counted, in the plural but for one: "1 pair", "2,000 pairs".
std::string format_count(std::uint64_t count, std::string_view what);

}  // namespace counterpart
