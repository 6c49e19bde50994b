#include "source/survey/survey.hpp"

#include <algorithm>

namespace counterpart {

const FieldSurvey* SideSurvey::find(const std::string& field) const {
  const auto at = std::find_if(fields.begin(), fields.end(),
                               [&field](const FieldSurvey& candidate) { return candidate.name == field; });
  return at == fields.end() ? nullptr : &*at;
}

bool has_totals(const PagesSpec& pages) {
  return !pages.total_items.empty() || !pages.total_pages.empty() || !pages.total_items_header.empty() ||
         !pages.total_pages_header.empty();
}

}  // namespace counterpart
