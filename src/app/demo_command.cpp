#include <fmt/format.h>
#include <unistd.h>

#include <filesystem>

#include "app/api_records.hpp"
#include "app/commands.hpp"
#include "app/demo_data.hpp"
#include "app/mock_api.hpp"
#include "app/serving.hpp"
#include "app/signals.hpp"
#include "app/summary_view.hpp"
#include "base/file.hpp"
#include "base/size.hpp"
#include "job/run.hpp"

namespace counterpart::app {
namespace {

constexpr std::uint64_t kSeed = 20170202;
constexpr std::uint64_t kPageSize = 500;

/// The job file of the demonstration: meant to be copied and pointed at other systems.
constexpr const char* kJob = R"toml(# Who is in both systems, and what do we know about them on each side?
# Run it:   counterpart run {job}
# Serve the API first, if it is not running:   counterpart mock-api {jsonl} --port {port} --page-size {page_size}

as_of  = 2017-02-02          # default: today
memory = "256MiB"            # hard budget of the run

[left]                       # our own database
name   = "internal"
source = "sqlite"            # for MySQL: source = "mysql", url = "mysql://reader@db.example.com/crm",
url    = "sqlite:internal.db"  #           password = {{ env = "DB_PASSWORD" }}
query  = "SELECT id, lastname, firstname, last_active_date, platform_registered_on, specialty, classification FROM user"
id     = "id"

[right]                      # the partner's API
name    = "external"
source  = "rest"
url     = "{url}"
records = "/users"           # where the records are in a page
id      = "id"
window  = "auto"             # pages in flight

[right.pages]
kind        = "page"
param       = "page"
total_pages = "/total_pages" # how we know that we have read all of it
total_items = "/total_items"

# [right.auth]
# kind  = "bearer"
# token = {{ env = "API_TOKEN" }}

[match]
pairing = "one-to-one"       # unique: only names that are there once on each side

[[match.on]]
left      = "lastname"
right     = "lastname"
normalize = "name"           # none: equal bytes; strict: case and spaces; name: accents and punctuation as well

[[match.on]]
left      = "firstname"
right     = "firstname"
normalize = "name"

[[column]]
name = "first_name"
from = "left.firstname"
type = "varchar(50)"

[[column]]
name = "last_name"
from = "left.lastname"
type = "varchar(50)"

[[column]]
name = "specialty"
from = "left.specialty"
type = "varchar(50)"

[[column]]
name = "practice_location"
from = "right.practice_location"
type = "varchar(50)"

[[column]]
name = "platform_registered_on"
from = "left.platform_registered_on"
type = "varchar(25)"

[[column]]
name = "internal_classification"
from = "left.classification"
type = "varchar(50)"

[[column]]
name = "external_classification"
from = "right.user_type_classification"
type = "varchar(50)"

[[column]]
name          = "is_active_internal_platform"
active_within = "30 days"
of            = "left.last_active_date"

[[column]]
name          = "is_active_external_platform"
active_within = "30 days"
of            = "right.last_active_date"

[[output]]
kind   = "report"
path   = "output.txt"
sample = 10
rename = {{ first_name = "firstname", last_name = "lastname" }}

[[output]]
kind = "csv"
path = "matches.csv"

[[output]]
kind = "jsonl"
path = "only-internal.jsonl"
what = "unmatched-left"

[[output]]
kind = "csv"
path = "ambiguous.csv"       # same name, but more people than could be paired
what = "ambiguous"

[[output]]
kind  = "table"              # loaded all or nothing
url   = "sqlite:warehouse.db"
table = "user_active_status"
mode  = "replace"
)toml";

std::string port_of(const std::string& url) {
  const std::string authority = url.substr(url.find("://") + 3);
  const std::size_t colon = authority.find(':');
  return authority.substr(colon + 1, authority.find('/') - colon - 1);
}

std::string job_text(const std::filesystem::path& path, const std::filesystem::path& jsonl,
                     const std::string& url) {
  return fmt::format(kJob, fmt::arg("job", path.string()), fmt::arg("jsonl", jsonl.string()),
                     fmt::arg("port", port_of(url)), fmt::arg("page_size", kPageSize), fmt::arg("url", url));
}

/// Throws if there is a job file that is not just as an earlier demonstration left it.
void keep_edited_job(const std::filesystem::path& path, const std::filesystem::path& jsonl) {
  if (!std::filesystem::exists(path)) return;
  const std::string text = read_file(path, ErrorKind::output);
  const std::string key = "url     = \"";
  const std::size_t begin = text.find(key + "http");
  const std::string url =
      begin == std::string::npos
          ? ""
          : text.substr(begin + key.size(), text.find('"', begin + key.size()) - begin - key.size());
  if (!url.empty() && text == job_text(path, jsonl, url)) return;
  throw Error(ErrorKind::output,
              path.string() + ": this job file was edited, and the demonstration would replace it")
      .hint("run it with: counterpart run " + path.string() + "; or give the demonstration another --dir");
}

void write_job(const std::filesystem::path& path, const std::string& text) {
  AtomicFile file(path);
  file.write(text);
  file.commit();
}

std::string where_things_are(const std::filesystem::path& dir) {
  return fmt::format(
      "\nreport   {0}/output.txt\nmatches  {0}/matches.csv\ntable    user_active_status in "
      "{0}/warehouse.db\njob      {0}/job.toml  (copy it, "
      "and point it at your own database and API)\nagain    counterpart demo --keep-serving leaves the API "
      "running, so that the job can be "
      "run again\n",
      shown(dir.string()));
}

}  // namespace

int demo_command(const DemoFlags& flags) {
  CancelToken cancel;
  const SignalWatch signals(cancel, flags.voice);
  std::error_code problem;
  std::filesystem::create_directories(flags.dir, problem);
  if (problem) throw Error(ErrorKind::output, fmt::format("{}: {}", flags.dir.string(), problem.message()));
  const auto jsonl = flags.dir / "external.jsonl";
  const auto job_path = flags.dir / "job.toml";
  if (!flags.voice.quiet && !flags.voice.json) {
    print(fmt::format("making {0} people in {1}/internal.db and {0} behind an API\n",
                      format_count(flags.rows), shown(flags.dir.string())));
  }
  keep_edited_job(job_path, jsonl);
  DemoData::write(flags.dir / "internal.db", jsonl, flags.rows, kSeed);
  MockApiOptions serving;
  serving.page_size = kPageSize;
  MockApi api(load_api_records(jsonl, {}), serving);
  const std::string url = api.start();
  write_job(job_path, job_text(job_path, jsonl, url));
  RunFlags run;
  run.job = job_path;
  run.voice = flags.voice;
  if (!flags.voice.quiet && !flags.voice.json)
    print(fmt::format("running counterpart run {}\n\n", shown(job_path.string())));
  run_job_and_print(run, cancel);
  if (!flags.voice.quiet && !flags.voice.json) print(where_things_are(flags.dir));
  if (flags.keep_serving) {
    if (!flags.voice.quiet && !flags.voice.json)
      print(fmt::format("the API keeps serving at {} until interrupted\n", url));
    serve_until_cancelled(cancel, 0);
  }
  return 0;
}

}  // namespace counterpart::app
