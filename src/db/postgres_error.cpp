#include "db/postgres_error.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/utf8.hpp"

namespace counterpart {
namespace {

/// Classes whose messages can quote a value: data, user-defined exceptions of functions, foreign servers.
constexpr std::array<std::string_view, 6> kQuotingClasses{"22", "23", "38", "39", "HV", "P0"};

/// Errors of these classes whose messages hold names only.
constexpr std::array<std::string_view, 8> kNamesOnly{"22001", "22012", "23001", "23502",
                                                     "23503", "23505", "23514", "23P01"};

struct Advice {
  std::string_view sql_state;  ///< a whole one, or a class
  const char* hint;
};

/// The first that fits counts.
constexpr std::array<Advice, 24> kAdvice{{
    {"28", "check the user in the URL, the password that the job file names, and the server's pg_hba.conf"},
    {"3D000", "check the name of the database in the URL"},
    {"42501", "grant the user the rights that it needs: CONNECT, USAGE of the schema, SELECT of the table"},
    {"42P01", "check the name of the table; one outside of the search path needs its schema in front"},
    {"42703", "check the names of the columns in the query"},
    {"42601", "check the SQL in the job file"},
    {"42", "check the SQL in the job file"},
    {"25006", "a source only reads: use a query that changes nothing"},
    {"22012", "find the row for which the query divides by zero"},
    {"22P05", "a text has a character that UTF-8 cannot say; convert it in the query, or leave its row out"},
    {"22021", "a text is not valid in the server's encoding; convert it in the query, or leave its row out"},
    {"22", "look for the row in the server, or let the query convert the value"},
    {"53100", "free some space on the server's disk, then run again"},
    {"53300", "the server has no connection left; run again when others have ended"},
    {"57P03", "the server is starting or stopping; run again when it is ready"},
    {"57P01", "the connection was ended by the server's administrator; run again"},
    {"57014", "the server ended the query; raise its limits or ask who cancelled it, then run again"},
    {"40001", "another session changed what was read, or a standby had to replay; run again"},
    {"40P01", "another session holds what is needed; run again when it is done"},
    {"55P03", "another session holds a lock on the table; run again when it is done"},
    {"08", "the connection was lost on the way; run again, and look into the server's log if it stays so"},
    {"0A000", "the server cannot do that; write the query in another way"},
    {"P0", "look at the function of the server that raised it"},
    {"XX", "look into the server's log"},
}};

/// What differs for a load.
constexpr std::array<Advice, 17> kLoadAdvice{{
    {"42501", "grant the user the rights that it needs: CREATE and USAGE of the schema, TEMPORARY of the "
              "database, SELECT, INSERT, UPDATE and DELETE of the table and of counterpart_runs"},
    {"25006", "the server, or this user's sessions, can only read: load into the primary server"},
    {"22P05", "a text has a character that the server's encoding does not have; load into a UTF8 database"},
    {"22001", "a text is longer than its column of the table: widen the column"},
    {"22003", "a number does not fit its column of the table: widen the column"},
    {"22P02", "a text is none that its column of the table takes, such as a label of an enum"},
    {"22", "compare the values with the columns of the table"},
    {"23505", "a unique index of the table refuses a row: look for the same value twice"},
    {"23502", "a column of the table needs a value that a row does not have"},
    {"23503", "a foreign key of the table, or one that points to it, refuses a row"},
    {"23", "a rule of the table refuses a row"},
    {"2BP01", "other objects, such as views, depend on the table that would go; give keep_previous another name"},
    {"54000", "a value is too long for an index of the table"},
    {"40001", "another session changed what is loaded; run again"},
    {"57014", "the server ended the statement; raise its limits or ask who cancelled it, then run again"},
    {"0A000", "the server cannot do that with this table; load into a plain table"},
    {"42", "look at the table, its columns and its triggers in the server"},
}};

constexpr std::string_view kConnectPrefix = "failed: ";

bool has_class(std::string_view sql_state, std::string_view wanted) {
  return sql_state.starts_with(wanted);
}

bool is_sql_state(std::string_view text) {
  return text.size() == 5 && std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z');
         });
}

/// Where "FATAL:  28P01: …" has its SQLSTATE; npos if it has none.
std::size_t find_sql_state(std::string_view message) {
  constexpr std::string_view kMark = ":  ";
  for (std::size_t at = message.find(kMark); at != std::string_view::npos; at = message.find(kMark, at + 1)) {
    const std::size_t begin = at + kMark.size();
    if (message.substr(begin + 5, 2) == ": " && is_sql_state(message.substr(begin, 5))) return begin;
  }
  return std::string_view::npos;
}

bool has(std::string_view text, std::string_view word) {
  return text.find(word) != std::string_view::npos;
}

bool is_about_tls(std::string_view text) {
  return has(text, "SSL") || has(text, "certificate");
}

/// What the library says of a login that would tell the password to whoever asks.
bool is_about_login(std::string_view text) {
  return text == kClearTextAsked || has(text, "channel binding") || has(text, "require_auth") ||
         has(text, "authentication method requirement");
}

/// One line: what follows the first one is advice of the library.
std::string_view first_line(std::string_view text) {
  return text.substr(0, text.find('\n'));
}

}  // namespace

PostgresFailure connect_failure(std::string_view message) {
  if (const std::size_t state = find_sql_state(message); state != std::string_view::npos) {
    return {std::string(message.substr(state, 5)), std::string(first_line(message.substr(state + 7)))};
  }
  std::string_view text = first_line(message);
  if (const std::size_t at = text.find(kConnectPrefix); at != std::string_view::npos)
    text.remove_prefix(at + kConnectPrefix.size());
  return {"", std::string(text)};
}

std::string postgres_error_text(const PostgresFailure& failure) {
  const std::string& state = failure.sql_state;
  if (state.empty()) return printable(first_line(failure.text));
  const auto same_class = [&state](std::string_view one) { return has_class(state, one); };
  const bool quotes = std::any_of(kQuotingClasses.begin(), kQuotingClasses.end(), same_class);
  const bool names_only = std::find(kNamesOnly.begin(), kNamesOnly.end(), state) != kNamesOnly.end();
  const bool of_a_value = failure.of_a_row && has_class(state, "42");
  if ((quotes && !names_only) || of_a_value) {
    return fmt::format("error {}; its text is withheld because it can hold data", printable(state));
  }
  return fmt::format("{} (error {})", printable(first_line(failure.text)), printable(state));
}

std::string postgres_error_hint(const PostgresFailure& failure, ErrorKind kind) {
  if (failure.sql_state.empty()) {
    if (is_about_login(failure.text))
      return "let the account log in by scram-sha-256, or have the server prove its name: tls = \"verify-full\"";
    if (is_about_tls(failure.text)) {
      return "a remote server needs TLS with a certificate for its name from a trusted authority "
             "(SSL_CERT_FILE can name one)";
    }
    return "check host, port or socket in the URL, that the server runs, and its log";
  }
  const auto fits = [&failure](const Advice& advice) {
    return has_class(failure.sql_state, advice.sql_state);
  };
  if (kind == ErrorKind::load_rolled_back || kind == ErrorKind::load_unknown) {
    const auto* const advice = std::find_if(kLoadAdvice.begin(), kLoadAdvice.end(), fits);
    if (advice != kLoadAdvice.end()) return advice->hint;
  }
  const auto* const advice = std::find_if(kAdvice.begin(), kAdvice.end(), fits);
  if (advice != kAdvice.end()) return advice->hint;
  return "PostgreSQL's documentation explains the error code in its appendix A";
}

bool postgres_may_retry(const PostgresFailure& failure) {
  const std::string& state = failure.sql_state;
  if (state.empty()) return !is_about_tls(failure.text) && !is_about_login(failure.text);
  return postgres_lost(failure) || state == "57P03" || state == "53300" || state == "40001" ||
         state == "40P01" || state == "55P03";
}

bool postgres_lost(const PostgresFailure& failure) {
  const std::string& state = failure.sql_state;
  return state.empty() || has_class(state, "08") || state == "57P01" || state == "57P02";
}

}  // namespace counterpart
