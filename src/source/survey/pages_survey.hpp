#pragma once
/// Finds out how an API splits its records into pages.

#include <string>
#include <vector>

#include "source/survey/page_trial.hpp"
#include "source/survey/survey.hpp"

namespace counterpart {

/// How the pages are turned, proved as far as the API let itself be tried.
struct PagesFound {
  Trial trial;          ///< never refused
  bool proved = false;  ///< two different pages were read
  std::vector<SurveyNote> notes = {};
};

/// `spec` has the URL, further parameters and where the records are; what it says about pages is not looked
/// at. Ways that the API itself shows go before those that are tried, in this order: Link header, next link,
/// token, page number, offset; a chain of numbered pages whose end is announced is taken by its numbers, for
/// these can be asked for several at a time. Where all records come in one page, smaller ones are asked for.
/// If nothing leads on, one answer holds everything (PagesSpec::Kind::none). Takes the first page to be
/// readable and to have records.
PagesFound survey_pages(ApiLook& look, const RestSpec& spec, std::string_view thing);

}  // namespace counterpart
