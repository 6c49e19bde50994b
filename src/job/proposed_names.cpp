#include "job/proposed_names.hpp"

#include <algorithm>
#include <array>
#include <filesystem>

#include "db/url.hpp"
#include "http/url.hpp"
#include "source/survey/field_words.hpp"

namespace counterpart {
namespace {

constexpr std::array<std::string_view, 4> kWrappers{"attributes", "properties", "resource", "node"};
/// Ends of hosts that stand before a country: "example.co.uk".
constexpr std::array<std::string_view, 6> kSecondLevel{"co", "com", "org", "net", "ac", "gov"};

template <typename List>
bool is_one_of(const List& list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

/// Letters, digits and single underscores; what is something else parts two words.
std::string identifier(std::string_view text) {
  std::string made;
  for (const char c : text) {
    const bool good = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (good) made += c;
    if (!good && !made.empty() && made.back() != '_') made += '_';
  }
  while (made.ends_with('_')) made.pop_back();
  return made;
}

std::string lower(std::string text) {
  for (char& c : text) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  return text;
}

/// "example" of "api.example.co.uk"; nothing for an address of numbers, or this machine.
std::string name_of_host(std::string host) {
  if (host.empty() || host.front() == '[' || host.find_first_not_of("0123456789.") == std::string::npos)
    return {};
  std::string name;
  std::size_t level = 0;
  while (!host.empty()) {
    const std::size_t dot = host.rfind('.');
    const std::string part = dot == std::string::npos ? host : host.substr(dot + 1);
    host = dot == std::string::npos ? "" : host.substr(0, dot);
    const bool ending = level == 0 || (level == 1 && is_one_of(kSecondLevel, part));
    if (!ending || host.empty()) {
      name = part;
      break;
    }
    ++level;
  }
  return name == "localhost" ? "" : name;
}

std::string place_name(const SideSurvey& survey) {
  if (const auto* rest = std::get_if<RestSpec>(&survey.source))
    return name_of_host(http::Url::parse(rest->url, ErrorKind::internal).origin().host);
  if (const auto* database = std::get_if<DatabaseSpec>(&survey.source)) {
    switch (database->kind) {
      case DatabaseSpec::Kind::mysql: return parse_mysql_url(database->url).database;
      case DatabaseSpec::Kind::postgres: return parse_postgres_url(database->url).database;
      case DatabaseSpec::Kind::sqlite: return parse_sqlite_url(database->url).stem().string();
    }
  }
  return survey.thing;
}

}  // namespace

std::string column_name(const std::string& field) {
  std::string_view rest = field;
  for (std::size_t dot = rest.find('.'); dot != std::string_view::npos; dot = rest.find('.')) {
    if (!is_one_of(kWrappers, plain_word(rest.substr(0, dot)))) break;
    rest.remove_prefix(dot + 1);
  }
  std::string text;
  for (std::size_t at = 0; at < rest.size(); ++at) {
    // The first of a list needs no number.
    if (rest.substr(at).starts_with("[0]")) {
      at += 2;
    } else {
      text += rest[at];
    }
  }
  const std::string made = identifier(text);
  return made.empty() ? "field" : made;
}

void name_sides(JobProposal& job) {
  for (ProposedSide* side : {&job.left, &job.right}) {
    side->name = lower(identifier(place_name(side->survey)));
    if (side->name.empty()) side->name = lower(identifier(side->survey.thing));
  }
  if (job.left.name == job.right.name) {
    job.left.name += "_" + lower(identifier(job.left.survey.thing));
    job.right.name += "_" + lower(identifier(job.right.survey.thing));
  }
  const bool reserved = job.left.name == "right" || job.right.name == "left";
  if (job.left.name == job.right.name || job.left.name.empty() || job.right.name.empty() || reserved) {
    job.left.name = "left";
    job.right.name = "right";
  }
}

}  // namespace counterpart
