#pragma once
/// What recordings and journals of a side have in common.

#include <memory>
#include <string>
#include <vector>

#include "http/page_archive.hpp"
#include "source/source.hpp"

namespace counterpart {

/// What an archive of this side, begun now, says of itself.
http::ArchiveManifest manifest_of(const RestSpec& spec, const SourceContext& context,
                                  http::ArchiveManifest::Kind kind);

/// Microseconds since 1970.
std::int64_t now_micros();

/// Headers of answers that tell something about pages, in lower case.
std::vector<std::string> page_headers(const RestSpec& spec);

/// The recording that the spec says to read from. Error(api) if there is none, or if it is of another API.
std::shared_ptr<const http::PageArchive> open_recording(const RestSpec& spec);

}  // namespace counterpart
