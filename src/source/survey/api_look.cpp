#include "source/survey/api_look.hpp"

#include <algorithm>
#include <new>

#include "source/rest/answer_check.hpp"
#include "source/rest/rest_request.hpp"

namespace counterpart {
namespace {

constexpr std::uint64_t kMemory = 64ULL << 20;
constexpr int kTooManyRequests = 429;

http::PageWindow::Options patient(const RestSpec& spec) {
  http::PageWindow::Options options = window_options(spec, kMemory);
  options.window = 1;
  // What an API does not know, it may answer with a 500; that is not worth five attempts.
  options.retry.attempts = 2;
  options.retry.deadline = std::min(options.retry.deadline, http::Milliseconds(60'000));
  return options;
}

std::string key_of(const http::Request& request) {
  std::string key = request.url.text() + "\n" + request.body;
  for (const auto& [name, value] : request.headers) key.append("\n").append(name).append(":").append(value);
  return key;
}

http::Response copied(const http::Response& response) {
  http::Response copy;
  copy.failure = response.failure;
  copy.reason = response.reason;
  copy.status = response.status;
  copy.headers = response.headers;
  copy.effective_url = response.effective_url;
  if (!copy.body.reserve(response.body.size()) ||
      !copy.body.append(response.body.data(), response.body.size())) {
    throw std::bad_alloc();
  }
  return copy;
}

}  // namespace

ApiLook::ApiLook(const RestSpec& spec, http::Access access, CancelToken& cancel)
    : window_(patient(spec), std::move(access), cancel) {}

const SeenPage& ApiLook::ask(const http::Request& request) {
  const std::string key = key_of(request);
  if (const auto known = seen_.find(key); known != seen_.end()) return *known->second;
  if (requests() == kMostRequests) return nothing_;
  window_.plan(request);
  const http::Answer& answer = window_.next();
  const http::Response& response = answer.response;
  if (response.failure != http::Failure::none || response.status == kTooManyRequests)
    check_answer(answer, false);
  auto seen = std::make_unique<SeenPage>();
  seen->request = request;
  seen->answer = {copied(response), answer.attempts, answer.gave_up};
  if (response.status == 200) seen->readable = !seen->page.parse(seen->answer.response.body.view());
  return *seen_.emplace(key, std::move(seen)).first->second;
}

}  // namespace counterpart
