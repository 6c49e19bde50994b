#pragma once
/// Answers from an archive, and from the network what it does not have.

#include <memory>

#include "http/page_archive.hpp"
#include "http/transport.hpp"

namespace counterpart::http {

/// Requests whose answer the archive has, and that need not be fresh, are answered from it, marked as
/// archived; the others go to `live`. Without one they fail as not_kept, as does an answer that is damaged. A
/// body over `body_bytes` is too_large.
std::unique_ptr<Transport> make_archive_transport(std::shared_ptr<const PageArchive> archive,
                                                  std::unique_ptr<Transport> live, std::uint64_t body_bytes);

}  // namespace counterpart::http
