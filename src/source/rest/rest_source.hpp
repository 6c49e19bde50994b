#pragma once
/// Records out of a paginated API.

#include <memory>

#include "source/source.hpp"

namespace counterpart {

/// Reads the first page, and with it proves address, credentials and where the records are. Further pages are
/// requested ahead while records are pulled; their records come in page order, one batch per page. Errors:
/// ErrorKind::job_file for what cannot be requested, ErrorKind::api for the rest.
std::unique_ptr<RecordStream> open_rest_source(const RestSpec& spec, const SourceContext& context);

}  // namespace counterpart
