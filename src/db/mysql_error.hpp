#pragma once
/// What a server's error may say in ours.

#include <string>
#include <string_view>

namespace counterpart {

/// An error of the server as one line that is safe to print. Texts of errors that can quote a value
/// ("Duplicate entry '…'") are withheld: their number and symbol stand for them.
std::string mysql_error_text(unsigned number, std::string_view sql_state, std::string_view text);

/// What the operator can do about it.
std::string mysql_error_hint(unsigned number);

}  // namespace counterpart
