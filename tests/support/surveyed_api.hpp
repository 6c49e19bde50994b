#pragma once
/// APIs without a network that a survey looks at, and what it proposes for them in one line.

#include <fmt/format.h>

#include <algorithm>
#include <string>

#include "source/survey/api_survey.hpp"
#include "support/fake_transport.hpp"

namespace counterpart::test {

inline constexpr long kPeople = 2345;

inline std::string person(long id) {
  return fmt::format(
      R"({{"id":{},"lastname":"Name{:05}","firstname":"Zoë{}","last_active_date":"2017-01-{:02}","score":{}.5}})",
      id, id, id % 7, id % 28 + 1, id);
}

/// People from..to-1, counted from 0, as a JSON list.
inline std::string people(long from, long to) {
  std::string list = "[";
  for (long i = std::max(from, 0L); i < std::min(to, kPeople); ++i)
    list += (list.size() > 1 ? "," : "") + person(i + 1);
  return list + "]";
}

inline SideSurvey survey(FakeApi api, const std::string& url = "https://api.example.com/v1/users",
                         AuthSpec auth = {}) {
  ApiQuestion question;
  question.spec.url = url;
  question.spec.auth = std::move(auth);
  question.credentials_hint = "name a token";
  http::Access access;
  access.transport = std::make_unique<FakeTransport>(std::move(api));
  access.home = http::Url::parse(url, ErrorKind::internal).origin();
  CancelToken cancel;
  return survey_api(question, std::move(access), cancel);
}

/// "records | kind param first | size_param=size | endings | query", all that is set.
inline std::string proposal(const SideSurvey& survey) {
  const RestSpec& spec = std::get<RestSpec>(survey.source);
  const PagesSpec& pages = spec.pages;
  constexpr const char* kKinds[] = {"page", "offset", "cursor", "next-link", "link-header", "keyset", "none"};
  std::string text = spec.records + " | " + kKinds[static_cast<int>(pages.kind)];
  const auto add = [&text](const char* name, const std::string& value) {
    if (!value.empty()) text += fmt::format(" {}={}", name, value);
  };
  if (pages.kind == PagesSpec::Kind::page || pages.kind == PagesSpec::Kind::offset)
    text += fmt::format(" {} from {}", pages.param, pages.first);
  add("token", pages.token);
  add("header", pages.token_header);
  add("link", pages.link);
  if (pages.kind == PagesSpec::Kind::cursor || pages.kind == PagesSpec::Kind::keyset)
    add("param", pages.param);
  add("field", pages.field);
  if (pages.size) add(pages.size_param.c_str(), std::to_string(*pages.size));
  add("pages", pages.total_pages);
  add("items", pages.total_items);
  add("items-header", pages.total_items_header);
  add("pages-header", pages.total_pages_header);
  add("more", pages.has_more);
  for (const auto& [name, value] : spec.query) add(("?" + name).c_str(), value);
  return text;
}

inline std::string note(const SideSurvey& survey, const std::string& key) {
  for (const SurveyNote& note : survey.notes) {
    if (note.key == key) return note.text;
  }
  return {};
}

inline long pages_of(long size) {
  return (kPeople + size - 1) / size;
}

/// The size of a page, capped.
inline long size_of(const FakeAsk& ask, const std::string& param, long usual, long most) {
  return std::clamp(ask.number(param, usual), 1L, most);
}

}  // namespace counterpart::test
