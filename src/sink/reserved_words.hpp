#pragma once
/// Words that a dialect does not take as a bare name.

#include <string_view>

#include "sink/sink.hpp"

namespace counterpart {

/// `word` in lower case. For MySQL the words of MySQL 8 and MariaDB 10.11 together.
bool is_reserved(Dialect dialect, std::string_view word) noexcept;

}  // namespace counterpart
