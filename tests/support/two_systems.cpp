#include "support/two_systems.hpp"

#include <fmt/format.h>

#include <utility>

namespace counterpart::test {
namespace {

constexpr unsigned kFirstOfApi = 11;
constexpr unsigned kPageSize = kPeopleOfASide / kPagesOfApi;

std::string last_name(unsigned id) {
  return fmt::format("Family{:02}", id * 7 % 13);
}
std::string first_name(unsigned id) {
  return fmt::format("Given{:02}", id);
}

constexpr const char* kJob = R"toml(as_of = 2017-02-02

[left]
name   = "internal"
source = "csv"
path   = "people.csv"
id     = "id"
[left.types]
id = "int64"

[right]
name    = "external"
source  = "rest"
url     = "{}"
records = "/users"
id      = "id"
[right.pages]
kind        = "page"
total_pages = "/total_pages"

[match]
[[match.on]]
left  = "lastname"
right = "lastname"
[[match.on]]
left  = "firstname"
right = "firstname"

[[column]]
name = "internal_id"
from = "left.id"
[[column]]
name = "first_name"
from = "left.firstname"
type = "varchar(50)"
[[column]]
name = "last_name"
from = "left.lastname"
type = "varchar(50)"
[[column]]
name = "is_active_internal_platform"
active_within = "30 days"
of = "left.last_active_date"
[[column]]
name = "is_active_external_platform"
active_within = "30 days"
of = "right.last_active_date"

[[output]]
kind = "report"
path = "out/report.txt"
sample = 100
[[output]]
kind = "csv"
path = "out/matches.csv"
[[output]]
kind = "jsonl"
path = "out/only-internal.jsonl"
what = "unmatched-left"
[[output]]
kind = "jsonl"
path = "out/rejects.jsonl"
what = "rejects"
[[output]]
kind  = "table"
url   = "sqlite:out/warehouse.db"
table = "pairs"
mode  = "replace"
)toml";

}  // namespace

std::string people_csv() {
  std::string text = "id,lastname,firstname,last_active_date\n";
  for (unsigned id = 1; id <= kPeopleOfASide; ++id)
    text += fmt::format("{},{},{},2017-01-{:02}\n", id, last_name(id), first_name(id), id % 28 + 1);
  return text;
}

std::string page_of_people(unsigned page) {
  std::string text = fmt::format("{{\"total_pages\":{},\"users\":[", kPagesOfApi);
  for (unsigned i = 0; page >= 1 && page <= kPagesOfApi && i < kPageSize; ++i) {
    const unsigned id = kFirstOfApi + (page - 1) * kPageSize + i;
    text += fmt::format(
        "{}{{\"id\":{},\"firstname\":\"{}\",\"lastname\":\"{}\",\"last_active_date\":\"2017-01-{:02}\"}}",
        i == 0 ? "" : ",", id, first_name(id), last_name(id), 28 - id % 28);
  }
  return text + "]}";
}

Reply sound_answer(const Ask& ask) {
  return {.body = page_of_people(ask.page)};
}

std::string two_systems_job(const std::string& api_url) {
  return fmt::format(kJob, api_url);
}

TwoSystems::TwoSystems(RogueApi::Handler handler)
    : api_(std::move(handler)), job_(two_systems_job(api_.url())) {
  place_.write("people.csv", people_csv());
  run_earlier();
  place_.write("job.toml", job_);
}

void TwoSystems::run_earlier() {
  const RogueApi sound(sound_answer);
  place_.write("job.toml", two_systems_job(sound.url()));
  place_.run_well({"run", "job.toml", "--as-of", "2017-01-15"});
}

void TwoSystems::change(const std::string& from, const std::string& to) {
  job_ = replaced(job_, from, to);
  place_.write("job.toml", job_);
}

}  // namespace counterpart::test
