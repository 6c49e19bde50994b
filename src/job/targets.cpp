#include "job/targets.hpp"

#include <fmt/format.h>

#include <map>
#include <string>

namespace counterpart {
namespace {

constexpr std::string_view kSqlite = "sqlite:";

std::string led_to(const std::filesystem::path& path) {
  std::error_code problem;
  const auto canonical = std::filesystem::weakly_canonical(std::filesystem::absolute(path), problem);
  return "file " + (problem ? path : canonical).string();
}

/// What a table is called here: its database and its name. The user of a server's url makes no difference.
std::string table_place(const std::string& url, const std::string& table) {
  if (url.starts_with(kSqlite)) return led_to(url.substr(kSqlite.size())) + ", table " + table;
  const std::size_t scheme = url.find("://") + 3;
  const std::size_t at = url.find('@', scheme);
  return "table " + table + " of " + (at == std::string::npos ? url.substr(scheme) : url.substr(at + 1));
}

/// The places that the job reads, with how a message calls them.
std::map<std::string, std::string> places_read(const Job& job) {
  std::map<std::string, std::string> places{{led_to(job.path), "the job file"}};
  for (const JobSide* side : {&job.left, &job.right}) {
    if (const auto* file = std::get_if<FileSpec>(&side->source))
      places.emplace(led_to(file->path), "what " + side->name + " is read from");
    const auto* database = std::get_if<DatabaseSpec>(&side->source);
    if (database == nullptr) continue;
    if (!database->table.empty())
      places.emplace(table_place(database->url, database->table), "what " + side->name + " is read from");
    if (database->url.starts_with(kSqlite)) {
      places.emplace(led_to(database->url.substr(kSqlite.size())),
                     "the database that " + side->name + " is read from");
    }
  }
  return places;
}

/// Where the tables are that a statement of this connection can name.
std::string reach_of(const std::string& url) {
  if (url.starts_with(kSqlite)) return led_to(url.substr(kSqlite.size()));
  const bool mysql = url.starts_with("mysql:");
  ServerAddress address = mysql ? parse_mysql_url(url) : parse_postgres_url(url);
  if (mysql) address.database.clear();
  return (mysql ? "mysql " : "postgres ") + address.text();
}

void take(std::map<std::string, std::string>& taken, const Job& job, const std::string& place) {
  const auto [other, is_free] = taken.emplace(place, "another output");
  if (is_free) return;
  throw Error(ErrorKind::job_file,
              fmt::format("{}: an [[output]] would replace {} ({})", job.path.string(), other->second, place))
      .hint("give each output a place of its own");
}

}  // namespace

std::string placed_url(const std::filesystem::path& folder, const std::string& url) {
  if (!url.starts_with(kSqlite)) return url;
  return std::string(kSqlite) + (folder / url.substr(kSqlite.size())).string();
}

bool is_beside(const SourceSpec& source, const std::string& url) {
  const auto* database = std::get_if<DatabaseSpec>(&source);
  return database != nullptr && reach_of(database->url) == reach_of(url);
}

void check_targets(const Job& job, const std::filesystem::path& folder) {
  std::map<std::string, std::string> taken = places_read(job);
  for (const OutputSpec& output : job.outputs) {
    const bool table = output.kind == OutputSpec::Kind::table;
    const std::string place =
        table ? table_place(placed_url(folder, output.url), output.table) : led_to(folder / output.path);
    take(taken, job, place);
    if (!output.keep_previous.empty())
      take(taken, job, table_place(placed_url(folder, output.url), output.keep_previous));
  }
}

}  // namespace counterpart
