#include "job/survey_side.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>

#include "base/nearest.hpp"
#include "base/utf8.hpp"
#include "db/url.hpp"
#include "http/url.hpp"
#include "job/secrets.hpp"
#include "job/side_address.hpp"
#include "source/survey/api_survey.hpp"
#include "source/survey/field_words.hpp"
#include "source/survey/file_survey.hpp"
#include "source/survey/table_survey.hpp"

namespace counterpart {
namespace {

using Kind = SideAddress::Kind;

constexpr std::size_t kMostTables = 30;
constexpr std::size_t kMostNoted = 8;
/// Parameters of a URL that hold what should not stand in a job file.
constexpr std::array<std::string_view, 14> kSecrets{
    "apikey", "key", "token",        "accesstoken", "authtoken", "secret",   "password",
    "passwd", "pwd", "clientsecret", "sig",         "signature", "apitoken", "auth"};

/// "NAME" of "X-API-Key=NAME", and what stands before it.
std::pair<std::string, std::string> name_and_variable(const SideQuestion& question, const std::string& text,
                                                      const char* flag) {
  const std::size_t equals = text.find('=');
  if (equals == std::string::npos || equals == 0 || equals + 1 == text.size())
    throw refused_side(question.flag, fmt::format("{}{} takes NAME=VARIABLE", question.flag, flag))
        .hint(
            fmt::format("for example {}{} X-API-Key=PARTNER_KEY; the value itself is read from the variable",
                        question.flag, flag));
  return {text.substr(0, equals), text.substr(equals + 1)};
}

/// "a, b, c", at most so many.
std::string listed(const std::vector<std::string>& names, std::size_t most) {
  const auto end = names.begin() + static_cast<std::ptrdiff_t>(std::min(names.size(), most));
  return printable(fmt::format("{}", fmt::join(names.begin(), end, ", "))) +
         (names.size() > most ? ", …" : "");
}

AuthSpec auth_of(const SideQuestion& question) {
  AuthSpec auth;
  const int given = (question.token_env.empty() ? 0 : 1) + (question.header_env.empty() ? 0 : 1) +
                    (question.query_env.empty() ? 0 : 1) + (question.user.empty() ? 0 : 1);
  if (given > 1) throw refused_side(question.flag, "takes one kind of credentials");
  if (question.user.empty() != question.password_env.empty())
    throw refused_side(question.flag,
                       fmt::format("{0}-user and {0}-password-env go together", question.flag));
  if (!question.token_env.empty()) {
    auth.kind = AuthSpec::Kind::bearer;
    auth.token = secret_from_environment(question.token_env);
  } else if (!question.user.empty()) {
    auth.kind = AuthSpec::Kind::basic;
    auth.user = question.user;
    auth.token = secret_from_environment(question.password_env);
  } else if (given == 1) {
    auth.in_query = question.header_env.empty();
    const auto [name, variable] =
        name_and_variable(question, auth.in_query ? question.query_env : question.header_env,
                          auth.in_query ? "-query-env" : "-header-env");
    auth.kind = AuthSpec::Kind::api_key;
    auth.name = name;
    auth.token = secret_from_environment(variable);
  }
  return auth;
}

/// A secret in the URL would stand in the job file.
void refuse_secrets(const SideQuestion& question, const http::Url& url) {
  for (const auto& [name, value] : url.parameters()) {
    const std::string word = plain_word(name);
    if (value.empty() || std::find(kSecrets.begin(), kSecrets.end(), word) == kSecrets.end()) continue;
    throw refused_side(question.flag, fmt::format("the URL has a parameter '{}', which looks like a secret",
                                                  printable(name, 60)))
        .hint(
            fmt::format("take it out of the URL, and name a variable that holds it: {}-query-env {}=VARIABLE",
                        question.flag, printable(name, 60)));
  }
}

void refuse_others(const SideQuestion& question, bool api, bool database) {
  if (!api && (!question.token_env.empty() || !question.header_env.empty() || !question.query_env.empty() ||
               !question.user.empty()))
    throw refused_side(
        question.flag,
        fmt::format("{0}-token-env, {0}-header-env, {0}-query-env and {0}-user are for APIs", question.flag));
  if (!database && !question.table.empty())
    throw refused_side(question.flag, question.flag + "-table is for databases");
  if (!api && !database && !question.password_env.empty())
    throw refused_side(question.flag, question.flag + "-password-env is for databases and APIs");
}

SideSurvey look_at_api(const SideQuestion& question, const std::string& url, CancelToken& cancel) {
  if (url.find('@') < url.find('/', url.find("://") + 3)) {
    throw refused_side(question.flag, "the URL holds a user or a password")
        .hint(
            fmt::format("take them out of the URL: {0}-user NAME {0}-password-env VARIABLE", question.flag));
  }
  const http::Url parsed = http::Url::parse(url, ErrorKind::usage);
  refuse_secrets(question, parsed);
  try {
    http::check_clear_text(parsed, question.allow_http);
  } catch (const Error& error) {
    throw refused_side(question.flag, error.what())
        .hint("use https://, or --allow-http if the network is trusted");
  }
  ApiQuestion api;
  api.spec.url = url;
  api.spec.allow_http = question.allow_http;
  api.spec.auth = auth_of(question);
  api.credentials_hint = fmt::format(
      "name the variable that holds them: {0}-token-env NAME (bearer), {0}-header-env X-API-Key=NAME, "
      "{0}-query-env api_key=NAME, or {0}-user with {0}-password-env",
      question.flag);
  return survey_api(api, cancel);
}

/// Throws for a URL that cannot be used, in the words of the command line.
void check_server_url(const SideQuestion& question, const SideAddress& address) {
  const std::string& url = address.text;
  const std::size_t begin = url.find("://") + 3;
  const std::size_t at = url.rfind('@');
  if (at != std::string::npos && url.substr(begin, at - begin).find(':') != std::string::npos) {
    throw refused_side(question.flag, "a password in the URL is refused")
        .hint(
            fmt::format("take it out of the URL, and name a variable that holds it: {}-password-env VARIABLE",
                        question.flag));
  }
  try {
    address.kind == Kind::mysql ? parse_mysql_url(url) : parse_postgres_url(url);
  } catch (const Error& error) {
    throw refused_side(question.flag, error.what()).hint(error.hint());
  }
}

/// The database without its password.
DatabaseSpec spec_of(const SideAddress& address) {
  DatabaseSpec spec;
  spec.kind = address.kind == Kind::mysql      ? DatabaseSpec::Kind::mysql
              : address.kind == Kind::postgres ? DatabaseSpec::Kind::postgres
                                               : DatabaseSpec::Kind::sqlite;
  spec.url = address.kind == Kind::sqlite ? "sqlite:" + address.text : address.text;
  return spec;
}

/// The index of the table to read; `equal` of them at the front are equally likely.
std::size_t chosen_table(const SideQuestion& question, const std::vector<std::string>& names,
                         std::size_t equal, const Choose& choose) {
  if (question.table.empty())
    return equal > 1 ? choose(question.flag + ": which table",
                              {names.begin(), names.begin() + static_cast<std::ptrdiff_t>(equal)})
                     : 0;
  const auto at = std::find(names.begin(), names.end(), question.table);
  if (at != names.end()) return static_cast<std::size_t>(at - names.begin());
  throw refused_side(question.flag, fmt::format("there is no table '{}'{}", printable(question.table, 60),
                                                printable(did_you_mean(question.table, names))))
      .hint("it has " + listed(names, kMostTables));
}

std::vector<CatalogueTable> tables_of(const SideQuestion& question, const DatabaseSpec& spec,
                                      CancelToken& cancel) {
  try {
    return read_catalogue(spec, cancel);
  } catch (const Error& error) {
    const std::string_view text = error.what();
    const bool refused = text.find("(error 1045)") != std::string_view::npos ||
                         text.find("asks for a password") != std::string_view::npos;
    if (!refused || !question.password_env.empty()) throw;
    const std::string_view cause = text.substr(0, text.find(", and the job file names none"));
    throw Error(error.kind(), std::string(cause))
        .hint(fmt::format("name the variable that holds the password: {}-password-env NAME", question.flag));
  }
}

SideSurvey look_at_database(const SideQuestion& question, const SideAddress& address, std::string_view thing,
                            const Choose& choose, CancelToken& cancel) {
  if (address.kind != Kind::sqlite) check_server_url(question, address);
  DatabaseSpec spec = spec_of(address);
  if (!question.password_env.empty()) spec.password = secret_from_environment(question.password_env);
  std::vector<CatalogueTable> tables = tables_of(question, spec, cancel);
  if (tables.empty())
    throw Error(ErrorKind::source, question.flag + ": the database has no table that this user may read");
  const std::size_t equal = rank_tables(tables, thing);
  std::vector<std::string> names;
  for (const CatalogueTable& table : tables) names.push_back(table.name);
  const std::size_t chosen = chosen_table(question, names, equal, choose);
  SideSurvey survey = survey_table(spec, tables[chosen], cancel);
  names.erase(names.begin() + static_cast<std::ptrdiff_t>(chosen));
  if (!names.empty()) survey.notes.push_back({"table", "there is also " + listed(names, kMostNoted)});
  return survey;
}

}  // namespace

bool is_database(const SideQuestion& question) {
  return side_address(question.flag, question.address).database();
}

SideSurvey survey_side(const SideQuestion& question, std::string_view thing, const Choose& choose,
                       CancelToken& cancel) {
  const SideAddress address = side_address(question.flag, question.address);
  refuse_others(question, address.kind == Kind::api, address.database());
  switch (address.kind) {
    case Kind::api: return look_at_api(question, address.text, cancel);
    case Kind::mysql:
    case Kind::postgres:
    case Kind::sqlite: return look_at_database(question, address, thing, choose, cancel);
    case Kind::csv: return survey_file(address.text, FileSpec::Kind::csv);
    case Kind::jsonl: return survey_file(address.text, FileSpec::Kind::jsonl);
    case Kind::file: return survey_file(address.text, std::nullopt);
  }
  throw Error(ErrorKind::internal, "a kind of side without a look");
}

}  // namespace counterpart
