#pragma once
/// From what a job file says about an API to what the transport needs.

#include "http/page_window.hpp"
#include "source/source.hpp"

namespace counterpart {

/// The request that all pages have in common: URL with the configured query, headers, no credentials. Throws
/// Error(job_file) for an unusable URL or header, and for clear text over a network.
http::Request first_request(const RestSpec& spec);

http::Credentials credentials_of(const AuthSpec& spec);

http::PageWindow::Options window_options(const RestSpec& spec, std::uint64_t memory_bytes);

}  // namespace counterpart
