#include "source/rest/answer_check.hpp"

#include <fmt/format.h>

#include "base/utf8.hpp"

namespace counterpart {
namespace {

std::string with_reason(std::string text, const std::string& gave_up) {
  return gave_up.empty() ? text : text + ", " + gave_up;
}

[[noreturn]] void throw_failure(const http::Answer& answer) {
  const http::Response& response = answer.response;
  Error error(ErrorKind::api, with_reason(response.reason, answer.gave_up));
  switch (response.failure) {
    case http::Failure::unreachable:
      throw std::move(error).hint("check the url, and that this machine can reach it").may_retry();
    case http::Failure::too_slow:
      throw std::move(error)
          .hint("the limits are under timeouts = { connect, first_byte, stall, total }")
          .may_retry();
    case http::Failure::tls:
      throw std::move(error).hint(
          "the server did not prove that it is the one in the url; nothing was sent to it");
    case http::Failure::redirect:
      throw std::move(error).hint(
          "set url to where the API is now, if that can be trusted with the credentials, or name the host in "
          "allow_hosts, which gets none");
    case http::Failure::too_large:
      throw std::move(error).hint("ask for smaller pages, or raise max_page_bytes");
    case http::Failure::not_kept:
      throw std::move(error).hint(
          "a recording has what was asked for when it was made: it may have ended there, or been damaged, or "
          "the job file may ask for something else now");
    default: throw std::move(error).hint("the connection ended before the answer did").may_retry();
  }
}

[[noreturn]] void throw_status(const http::Answer& answer, bool has_credentials) {
  const int status = answer.response.status;
  if (status == 401 || status == 403) {
    throw Error(ErrorKind::api, fmt::format("the API refused the {} ({})",
                                            has_credentials ? "credentials" : "request", status))
        .hint(
            has_credentials
                ? "check the side's auth: the secret may be wrong, expired or without the right to read this"
                : "the API wants credentials: add an auth table to the side");
  }
  Error error(ErrorKind::api, with_reason(fmt::format("the API answered {}", status), answer.gave_up));
  if (status == 404)
    throw std::move(error).hint(
        "check the url; on a later page, whether the API counts its pages as the job file says");
  if (status == 429)
    throw std::move(error).hint("the API is asked too much: use a smaller window").may_retry();
  if (status >= 500)
    throw std::move(error).hint("the API has a problem of its own; run the job again later").may_retry();
  if (status >= 400)
    throw std::move(error).hint("the API does not take the request: check url, query and headers");
  throw std::move(error).hint("only an answer with status 200 is a page");
}

/// "text/html" of "text/html; charset=utf-8".
std::string media_type(std::string_view content_type) {
  return std::string(content_type.substr(0, content_type.find_first_of("; \t")));
}

}  // namespace

void check_answer(const http::Answer& answer, bool has_credentials) {
  if (answer.response.failure != http::Failure::none) throw_failure(answer);
  if (answer.response.status != 200) throw_status(answer, has_credentials);
}

bool smaller_may_help(const http::Response& response) {
  switch (response.failure) {
    case http::Failure::none:
      return response.status == 413 || response.status == 500 || response.status == 504;
    case http::Failure::broken:
    case http::Failure::too_slow:
    case http::Failure::too_large: return true;
    default: return false;
  }
}

bool is_something_else(const http::Response& response) {
  const std::string_view body = response.body.view();
  const std::size_t first = body.find_first_not_of(" \t\r\n");
  if (first != std::string_view::npos && body[first] == '<') return true;
  const std::string type = media_type(response.header("content-type"));
  return !type.empty() && type.find("json") == std::string::npos &&
         type.find("javascript") == std::string::npos && type != "text/plain" &&
         type != "application/octet-stream";
}

Error unreadable_page(const http::Answer& answer, const PageProblem& problem) {
  if (is_something_else(answer.response)) {
    const std::string type = media_type(answer.response.header("content-type"));
    return Error(ErrorKind::api,
                 "the answer is not JSON but " + (type.empty() ? "looks like HTML" : printable(type, 80)))
        .hint("the url may be that of a page for people, or of a login");
  }
  return Error(ErrorKind::api, with_reason("the answer " + problem.text, answer.gave_up)).hint(problem.hint);
}

}  // namespace counterpart
