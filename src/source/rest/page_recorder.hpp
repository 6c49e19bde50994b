#pragma once
/// A recording: all answers of a side, to read it again without its API.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "http/page_archive.hpp"
#include "source/source.hpp"

namespace counterpart {

class PageRecorder {
 public:
  /// Begins a recording in `context.record`. Error(output) if that is there and no empty folder;
  /// Error(job_file) for requests and credentials that cannot be told apart.
  PageRecorder(const RestSpec& spec, const SourceContext& context, const std::vector<Secret>& secrets);

  /// Keeps an answer as it was delivered, whole or not. `secrets` are all that were used so far.
  void keep(http::PagePlace place, const http::Request& request, const http::Response& response,
            const std::vector<Secret>& secrets);
  /// A line if credentials stood in what was kept.
  std::optional<std::string> warning() const;

 private:
  http::Redaction redaction_;
  http::PageArchive archive_;
  std::vector<std::string> headers_;
  std::uint64_t redacted_ = 0;  ///< answers that gave credentials back
};

}  // namespace counterpart
