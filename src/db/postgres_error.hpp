#pragma once
/// What a PostgreSQL server's error may say in ours. Its DETAIL, HINT and CONTEXT are never looked at: they
/// quote rows.

#include <string>
#include <string_view>

#include "counterpart/error.hpp"

namespace counterpart {

/// What went wrong: the server's SQLSTATE and its primary message, or, with an empty `sql_state`, what the
/// client library says of the connection.
struct PostgresFailure {
  std::string sql_state;
  std::string text;
  bool of_a_row = false;  ///< it came while rows did: what the SQL itself says was looked at before
};

/// The text of a failure that the library does not know of: a login that was ended before it could answer.
constexpr std::string_view kClearTextAsked = "the server asks for the password in clear text";

/// Takes the library's message about a failed connect apart. With the verbosity PQERRORS_VERBOSE it holds the
/// SQLSTATE of a server that refused; of several attempts the first that reached a server counts.
PostgresFailure connect_failure(std::string_view message);

/// The failure as one line that is safe to print. Texts of errors that can quote a value ("invalid input
/// syntax for type integer: …") are withheld, and of a row those about SQL too, which a value made ("syntax
/// error in tsquery: …"): their SQLSTATE stands for them.
std::string postgres_error_text(const PostgresFailure& failure);

/// What the operator can do about it, who reads from the server or, by the `kind` of the error, loads into
/// it.
std::string postgres_error_hint(const PostgresFailure& failure, ErrorKind kind);

/// Unreachable for now, gone on the way, or in the way of another session: trying again can succeed.
bool postgres_may_retry(const PostgresFailure& failure);

/// True if nobody knows what the server did with the last statement.
bool postgres_lost(const PostgresFailure& failure);

}  // namespace counterpart
