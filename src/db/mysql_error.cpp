#include "db/mysql_error.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/utf8.hpp"
#include "db/mysql.hpp"

namespace counterpart {
namespace {

struct Symbol {
  unsigned number;
  std::string_view name;
};

/// Errors whose texts quote values, outside the SQLSTATE classes that do.
constexpr std::array<Symbol, 17> kQuotingValues{{
    {1062, "ER_DUP_ENTRY"},
    {1292, "ER_TRUNCATED_WRONG_VALUE"},
    {1366, "ER_TRUNCATED_WRONG_VALUE_FOR_FIELD"},
    {1367, "ER_ILLEGAL_VALUE_FOR_TYPE"},
    {1411, "ER_WRONG_VALUE_FOR_TYPE"},
    {1416, "ER_CANT_CREATE_GEOMETRY_OBJECT"},
    {1525, "ER_WRONG_VALUE"},
    {1526, "ER_NO_PARTITION_FOR_GIVEN_VALUE"},
    {1586, "ER_DUP_ENTRY_WITH_KEY_NAME"},
    {1644, "ER_SIGNAL_EXCEPTION"},
    {1690, "ER_DATA_OUT_OF_RANGE"},
    {1748, "ER_ROW_DOES_NOT_MATCH_GIVEN_PARTITION_SET"},
    {1761, "ER_FOREIGN_DUPLICATE_KEY_WITH_CHILD_INFO"},
    {1762, "ER_FOREIGN_DUPLICATE_KEY_WITHOUT_CHILD_INFO"},
    {1859, "ER_DUP_UNKNOWN_IN_INDEX"},
    {1918, "ER_BAD_DATA"},
    {1300, "ER_INVALID_CHARACTER_STRING"},
}};

/// Errors of the data classes 22, 23 and 45 whose texts hold names only.
constexpr std::array<unsigned, 7> kNamesOnly{1048, 1264, 1265, 1364, 1406, 1451, 1452};

bool is_about_data(std::string_view sql_state) {
  return sql_state.starts_with("22") || sql_state.starts_with("23") || sql_state.starts_with("45");
}

}  // namespace

std::string mysql_error_text(unsigned number, std::string_view sql_state, std::string_view text) {
  const auto* const symbol = std::find_if(kQuotingValues.begin(), kQuotingValues.end(),
                                          [number](const Symbol& known) { return known.number == number; });
  if (symbol != kQuotingValues.end()) {
    return fmt::format("error {} ({}); its text is withheld because it can hold data", number, symbol->name);
  }
  const bool names_only = std::find(kNamesOnly.begin(), kNamesOnly.end(), number) != kNamesOnly.end();
  if (is_about_data(sql_state) && !names_only) {
    return fmt::format("error {} (SQLSTATE {}); its text is withheld because it can hold data", number,
                       printable(sql_state));
  }
  return fmt::format("{} (error {})", printable(text), number);
}

std::string mysql_error_hint(unsigned number) {
  switch (number) {
    case 1044:
    case 1142:
    case 1143: return "grant the account the rights that it needs on this database";
    case 1045:
    case 1698: return "check the user in the URL and the password that the job file names";
    case 1049: return "check the name of the database in the URL";
    case 1114:
    case 1021: return "free some space on the server's disk, then run again";
    case 1205:
    case 1213: return "another session holds rows or tables; run again when it is done";
    case 1290:
    case 1792:
    case 1836: return "the server or the session is read-only; use a server that can be written to";
    case 2002:
    case 2003:
    case 2005: return "check host, port or socket in the URL, and that the server runs";
    case 2006:
    case 2013:
    case 1927:
    case 1053:
      return "the connection was lost on the way; run again, and look into the server's log if it stays so";
    case 1317:
    case 1969: return "the server ended the query; raise its limits or ask who killed it, then run again";
    case 2026:
      return "a remote server needs TLS with a certificate for its name from a trusted authority "
             "(SSL_CERT_FILE can name one)";
    case 2059: return "the account needs a login method that does not send the password in clear text";
    case 1064: return "check the SQL in the job file";
    default: return "the server's documentation explains the error number";
  }
}

std::string mysql_quoted(std::string_view name) {
  std::string quoted = "`";
  for (const char c : name) quoted.append(c == '`' ? 2 : 1, c);
  return quoted + '`';
}

}  // namespace counterpart
