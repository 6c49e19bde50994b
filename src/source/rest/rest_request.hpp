#pragma once
/// From what a job file says about an API to what the transport needs.

#include <memory>

#include "http/page_archive.hpp"
#include "http/page_window.hpp"
#include "source/source.hpp"

namespace counterpart {

/// The request that all pages have in common: URL with the configured query, headers, body, no credentials.
/// Throws Error(job_file) for an unusable URL or header, and for clear text over a network.
http::Request first_request(const RestSpec& spec);

/// Where its pages may be.
http::OriginLock origin_lock(const RestSpec& spec);

/// The way to the API: its transport, its credentials, and the limits that it shares with others in `hosts`
/// (null: with none). What `kept` has (null: nothing) is not asked for. Of a recording: the way to that
/// alone. A lean one takes less memory for each connection.
http::Access access_to(const RestSpec& spec, http::Hosts* hosts,
                       std::shared_ptr<const http::PageArchive> kept = nullptr, bool lean = false);

http::PageWindow::Options window_options(const RestSpec& spec, std::uint64_t memory_bytes,
                                         std::uint64_t waiting_page_bytes = 0);

}  // namespace counterpart
