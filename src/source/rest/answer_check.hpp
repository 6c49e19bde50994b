#pragma once
/// Whether an answer of an API is a page, and, if not, how to say so.

#include "http/page_window.hpp"
#include "source/rest/page_reader.hpp"

namespace counterpart {

/// Throws Error(api) unless the answer is whole and has status 200. `has_credentials`: the job sends some.
void check_answer(const http::Answer& answer, bool has_credentials);

/// True if the same records can come where fewer are asked for at a time: the answer was too large, too slow,
/// broke off, or the server failed over it.
bool smaller_may_help(const http::Response& response);

/// The error for an answer that is no page; `problem` says why.
Error unreadable_page(const http::Answer& answer, const PageProblem& problem);

/// True if the answer calls itself something else than JSON, or looks like a page for people.
bool is_something_else(const http::Response& response);

}  // namespace counterpart
