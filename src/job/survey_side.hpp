#pragma once
/// From what a person calls a side, an address and names of environment variables, to a look at it.

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/cancel.hpp"
#include "source/survey/survey.hpp"

namespace counterpart {

/// What the command line says about one side. Secrets are named, never given.
struct SideQuestion {
  std::string flag;     ///< for messages: "--left"
  std::string address;  ///< a file, "sqlite:FILE", "mysql://…", "http(s)://…", "csv:FILE", "jsonl:FILE"
  std::string table;    ///< of a database; empty: the likeliest
  std::string user;     ///< of an API with a password
  std::string password_env;  ///< of a database, or with `user`
  std::string token_env;     ///< bearer
  std::string header_env;    ///< "X-API-Key=NAME"
  std::string query_env;     ///< "api_key=NAME"
  bool allow_http = false;
};

/// Asks which of several equally good things is meant, the first being the default; gives its index.
using Choose = std::function<std::size_t(const std::string& what, const std::vector<std::string>& choices)>;

/// True if the address is that of a database, whose table is easier to tell once the other side is known.
bool is_database(const SideQuestion& question);

/// Looks at the side. `thing` is what the records of the other side are, as far as known. Throws Error(usage)
/// for an address or a combination that cannot be used, Error(job_file) for a variable that is not set, else
/// what reading it throws.
SideSurvey survey_side(const SideQuestion& question, std::string_view thing, const Choose& choose,
                       CancelToken& cancel);

}  // namespace counterpart
