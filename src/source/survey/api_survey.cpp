#include "source/survey/api_survey.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/size.hpp"
#include "base/utf8.hpp"
#include "source/json/json_tally.hpp"
#include "source/rest/answer_check.hpp"
#include "source/rest/fhir.hpp"
#include "source/rest/rest_request.hpp"
#include "source/survey/field_words.hpp"
#include "source/survey/page_endings.hpp"
#include "source/survey/page_size_survey.hpp"
#include "source/survey/pages_survey.hpp"
#include "source/survey/record_lists.hpp"

namespace counterpart {
namespace {

using simdjson::dom::element;
using simdjson::dom::object;

constexpr int kUnauthorized = 401;
constexpr int kForbidden = 403;

/// "users" of ".../api/v1/users.json".
std::string thing_of(const http::Url& url) {
  std::string path = url.without_query();
  while (path.ends_with('/')) path.pop_back();
  std::string name = path.substr(path.rfind('/') + 1);
  if (name.ends_with(".json")) name.resize(name.size() - 5);
  return url.origin().text().ends_with(name) ? "records" : name;
}

/// The names at the top of a page, for an error.
std::string names_of(const JsonPage& page) {
  object members;
  if (page.root().get(members) != simdjson::SUCCESS)
    return page.root().is_array() ? "a list of values" : "one value";
  std::vector<std::string> names;
  for (const auto [name, value] : members) {
    if (names.size() < 12) names.push_back(printable(name, 60));
  }
  return names.empty() ? "an empty object" : fmt::format("{}", fmt::join(names, ", "));
}

class ApiSurvey {
 public:
  ApiSurvey(const ApiQuestion& question, http::Access access, CancelToken& cancel)
      : question_(question), spec_(question.spec), look_(question.spec, std::move(access), cancel) {}

  SideSurvey take() {
    const SeenPage& page = first_page();
    survey_.thing = thing_of(page.request.url);
    find_records(page);
    PagesFound found = survey_pages(look_, spec_, survey_.thing);
    for (SurveyNote& note : found.notes) survey_.notes.push_back(std::move(note));
    const Trial trial = at_best_size(with_endings(look_, std::move(found.trial)));
    take_fields(trial);
    take_total(trial);
    survey_.source = trial.spec;
    survey_.place = first_request(trial.spec).url.without_query();
    rank_ids(survey_);
    return std::move(survey_);
  }

 private:
  /// The first answer. A page for people may have one for programs beside it, with the ending .json.
  const SeenPage& first_page() {
    const SeenPage* page = &first_answer();
    if (!page->readable && is_something_else(page->answer.response) && page->answer.response.status == 200)
      page = &as_json(*page);
    check(*page);
    follow_redirect(*page);
    return look_.ask(first_request(spec_));
  }

  const SeenPage& first_answer() {
    const http::Request request = first_request(spec_);
    try {
      return look_.ask(request);
    } catch (Error& error) {
      error.in(request.url.without_query());
      throw;
    }
  }

  const SeenPage& as_json(const SeenPage& page) {
    RestSpec other = spec_;
    other.url.insert(std::min(other.url.find_first_of("?#"), other.url.size()), ".json");
    const SeenPage& json = look_.ask(first_request(other));
    if (!json.readable) return page;
    spec_ = std::move(other);
    survey_.notes.push_back({"url", "with .json, for without it the answer is a page for people"});
    return json;
  }

  void check(const SeenPage& page) const {
    const int status = page.answer.response.status;
    const std::string address = page.request.url.without_query();
    try {
      if (status == kUnauthorized || status == kForbidden) {
        const bool some = spec_.auth.kind != AuthSpec::Kind::none;
        throw Error(ErrorKind::api,
                    fmt::format("the API refused the {} ({})", some ? "credentials" : "request", status))
            .hint(question_.credentials_hint);
      }
      check_answer(page.answer, spec_.auth.kind != AuthSpec::Kind::none);
      if (!page.readable)
        throw unreadable_page(
            page.answer, {"is not JSON as a whole", "give the URL of an endpoint that answers with JSON"});
    } catch (Error& error) {
      error.in(address);
      throw;
    }
  }

  /// Where a redirect leads on the same origin, a run can begin at once.
  void follow_redirect(const SeenPage& page) {
    const std::string& there = page.answer.response.effective_url;
    if (there.empty() || there == page.request.url.text()) return;
    const http::Url url = http::Url::parse(there, ErrorKind::api);
    if (url.origin() != page.request.url.origin() || url.without_query() == page.request.url.without_query())
      return;
    spec_.url = there;
    survey_.notes.push_back({"url", "where the API redirects to"});
  }

  void find_records(const SeenPage& page) {
    const std::string rows = list_of_rows(page.page);
    if (!rows.empty() && take_rows_as_objects(rows)) return;
    const std::vector<RecordList> lists = record_lists(page.page, survey_.thing);
    const std::string address = page.request.url.without_query();
    if (lists.empty()) {
      throw Error(ErrorKind::api, fmt::format("{}: no list of records in the answer, which has {}", address,
                                              names_of(page.page)))
          .hint("give the URL of an endpoint that lists records");
    }
    if (lists.front().records == 0) {
      throw Error(ErrorKind::api, fmt::format("{}: the list of records, '{}', is empty", address,
                                              printable(lists.front().path, 100)))
          .hint("without a record there is nothing to learn from; the URL may need further parameters");
    }
    spec_.records = lists.front().path;
    if (spec_.records == kFhirRecords) spec_.error_when = {kFhirError};
  }

  /// Datasette gives each row as a list of values, unless it is asked for objects.
  bool take_rows_as_objects(const std::string& rows) {
    RestSpec other = spec_;
    other.query["_shape"] = "objects";
    other.records = rows;
    if (record_digests(look_.ask(first_request(other)), rows).empty()) return false;
    const std::vector<RecordList> lists = record_lists(look_.ask(first_request(other)).page, survey_.thing);
    if (lists.empty() || lists.front().path != rows) return false;
    spec_ = std::move(other);
    survey_.notes.push_back({"query", "rows come as lists of values without it"});
    return true;
  }

  Trial at_best_size(Trial trial) {
    if (trial.spec.pages.kind == PagesSpec::Kind::none) return trial;
    std::optional<PageSize> size;
    if (trial.spec.pages.size) {
      size = PageSize{trial.spec.pages.size_param, *trial.spec.pages.size};
    } else {
      size = find_page_size(look_, trial.spec, *trial.first);
    }
    if (!size) return trial;
    std::string note;
    Trial best = with_largest_page(look_, trial, *size, note);
    if (!note.empty()) survey_.notes.push_back({"size", note});
    return best;
  }

  void take_fields(const Trial& trial) {
    FieldTally tally;
    const JsonPath records = JsonPath::parse(trial.spec.records, ErrorKind::internal);
    for (const SeenPage* page : {trial.first, trial.second}) {
      if (page == nullptr) continue;
      std::vector<element> list;
      page->page.list_at(records, list);
      for (const element record : list) {
        object members;
        if (record.get(members) == simdjson::SUCCESS) tally_record(members, tally);
      }
    }
    survey_.fields = tally.fields();
    survey_.records = tally.records();
    survey_.notes.push_back(
        {"records", fmt::format("{} on the first page", format_count(trial.first_records.size()))});
  }

  void take_total(const Trial& trial) {
    survey_.total = total_of(*trial.first, trial.spec.pages);
    if (survey_.total)
      survey_.notes.push_back(
          {"total_items", fmt::format("{} when it was looked at", format_count(*survey_.total))});
  }

  const ApiQuestion& question_;
  RestSpec spec_;
  ApiLook look_;
  SideSurvey survey_;
};

}  // namespace

SideSurvey survey_api(const ApiQuestion& question, CancelToken& cancel) {
  return survey_api(question, access_to(question.spec, nullptr), cancel);
}

SideSurvey survey_api(const ApiQuestion& question, http::Access access, CancelToken& cancel) {
  return ApiSurvey(question, std::move(access), cancel).take();
}

}  // namespace counterpart
