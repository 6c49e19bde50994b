#include "app/init_flags.hpp"

#include <CLI/CLI.hpp>

#include <string>
#include <utility>
#include <vector>

namespace counterpart::app {
namespace {

/// The flags of one side; `name` is "left" or "right".
void add_side(CLI::App& command, const std::string& name, SideQuestion& side) {
  const auto variable = [&](const char* flag, std::string& into, const std::string& text) {
    command.add_option("--" + name + flag, into, text)->type_name("NAME");
  };
  side.flag = "--" + name;
  command
      .add_option("--" + name, side.address,
                  "File, sqlite:FILE, mysql:// or postgres://USER@HOST/DATABASE, or URL of an API")
      ->required()
      ->type_name("WHERE");
  command.add_option("--" + name + "-table", side.table, "Table of the database")->type_name("NAME");
  variable("-password-env", side.password_env, "Environment variable that holds the password");
  command.add_option("--" + name + "-user", side.user, "User of the API, with the password")
      ->type_name("USER");
  variable("-token-env", side.token_env, "Environment variable that holds the API's bearer token");
  command
      .add_option("--" + name + "-header-env", side.header_env, "Header with an API key, and its variable")
      ->type_name("HEADER=NAME");
  command
      .add_option("--" + name + "-query-env", side.query_env,
                  "Query parameter with an API key, and its variable")
      ->type_name("PARAM=NAME");
}

/// "lastname=surname", a field of each side.
std::pair<std::string, std::string> matched_fields(const std::string& text) {
  const std::size_t equals = text.find('=');
  if (equals == std::string::npos || equals == 0 || equals + 1 == text.size())
    throw CLI::ValidationError("--match", "takes LEFT=RIGHT, a field of each side");
  return {text.substr(0, equals), text.substr(equals + 1)};
}

}  // namespace

void add_init_flags(CLI::App& command, InitFlags& init) {
  command.footer(
      "Examples:\n  counterpart init --left crm.db --right partner.csv\n  counterpart init --left "
      "mysql://reader@db.example.com/crm --left-password-env CRM_PASSWORD \\\n    --right "
      "https://api.example.com/v1/users --right-token-env PARTNER_TOKEN -o partner.toml");
  add_side(command, "left", init.left);
  add_side(command, "right", init.right);
  command.add_option("--left-id", init.wishes.left_id, "Field that identifies a record on the left")
      ->type_name("FIELD");
  command.add_option("--right-id", init.wishes.right_id, "The same on the right")->type_name("FIELD");
  command
      .add_option_function<std::vector<std::string>>(
          "--match",
          [&init](const std::vector<std::string>& pairs) {
            for (const std::string& pair : pairs) init.wishes.match.push_back(matched_fields(pair));
          },
          "Fields that have to be equal; once for each part of the key")
      ->allow_extra_args(false)
      ->type_name("LEFT=RIGHT");
  command.add_option("-o,--output", init.output, "The job file to write; - prints it")
      ->capture_default_str()
      ->type_name("FILE");
  command.add_flag("--force", init.force, "Replace the job file if it is there");
  command.add_flag("--allow-http", init.allow_http, "Read an API of another machine over plain http");
  command.add_flag("-y,--yes", init.yes,
                   "Take the likeliest where several are equally likely, and do not ask");
}

}  // namespace counterpart::app
