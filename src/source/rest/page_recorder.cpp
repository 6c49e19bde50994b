#include "source/rest/page_recorder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <system_error>

#include "base/file.hpp"
#include "base/size.hpp"
#include "base/utf8.hpp"
#include "http/page_file.hpp"
#include "source/rest/page_keeping.hpp"
#include "source/rest/rest_request.hpp"

namespace counterpart {
namespace {

/// A shorter text stands in all kinds of words.
constexpr std::size_t kShortestSecret = 4;

/// A replay could not tell what was a credential and what only looked like one.
void check_secrets(const RestSpec& spec, const std::vector<Secret>& secrets) {
  const auto is_short = [](const Secret& secret) {
    return !secret.empty() && secret.reveal().size() < kShortestSecret;
  };
  if (std::any_of(secrets.begin(), secrets.end(), is_short)) {
    throw Error(ErrorKind::job_file,
                fmt::format("a credential of less than {} characters cannot be taken out "
                            "of a recording",
                            kShortestSecret))
        .hint("record with a longer one");
  }
  const http::Request first = first_request(spec);
  if (http::request_digest(first, http::Redaction(secrets)) == http::request_digest(first, {})) return;
  throw Error(ErrorKind::job_file,
              "one of the side's credentials stands in its url, query, headers or body as well")
      .hint("in a recording it would be replaced there; leave it in the auth table alone");
}

http::PageArchive begin_recording(const RestSpec& spec, const SourceContext& context,
                                  const std::vector<Secret>& secrets) {
  check_secrets(spec, secrets);
  std::error_code problem;
  const std::filesystem::path& folder = context.record;
  if (!std::filesystem::exists(folder, problem)) {
    make_private_folder(folder);
  } else if (!std::filesystem::is_empty(folder, problem) || !std::filesystem::is_directory(folder, problem)) {
    throw Error(ErrorKind::output, printable(folder.string()) + ": is no empty folder")
        .hint("name a new folder for each recording");
  }
  return http::PageArchive::begin(folder, manifest_of(spec, context, http::ArchiveManifest::Kind::recording));
}

}  // namespace

PageRecorder::PageRecorder(const RestSpec& spec, const SourceContext& context,
                           const std::vector<Secret>& secrets)
    : archive_(begin_recording(spec, context, secrets)), headers_(page_headers(spec)) {}

void PageRecorder::keep(http::PagePlace place, const http::Request& request, const http::Response& response,
                        const std::vector<Secret>& secrets) {
  redaction_.learn(secrets);
  if (redaction_.finds(response.body.view())) ++redacted_;
  archive_.keep(place, request, response, headers_, redaction_);
}

std::optional<std::string> PageRecorder::warning() const {
  if (redacted_ == 0) return std::nullopt;
  return fmt::format("{} held a credential, which the recording shows as {}",
                     redacted_ == 1 ? "1 answer" : format_count(redacted_) + " answers", http::kRedacted);
}

}  // namespace counterpart
