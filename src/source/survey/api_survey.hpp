#pragma once
/// Looks at an API that nobody has described, and proposes how to read it. A few dozen requests, one after
/// the other; what is proposed was tried with the paginators that a run uses.

#include <string>

#include "base/cancel.hpp"
#include "http/page_window.hpp"
#include "source/survey/survey.hpp"

namespace counterpart {

struct ApiQuestion {
  RestSpec spec;  ///< url, credentials, headers and further parameters; records and pages are not looked at
  std::string credentials_hint;  ///< what an operator can do when the API refuses the request
};

/// Throws Error(api) where the API cannot be reached, refuses the request, answers with no JSON, or has no
/// list of records with at least one in it; Error(job_file) for a URL that cannot be requested.
SideSurvey survey_api(const ApiQuestion& question, CancelToken& cancel);
/// The same over a given way to the API.
SideSurvey survey_api(const ApiQuestion& question, http::Access access, CancelToken& cancel);

}  // namespace counterpart
