#pragma once
/// Two answers as one page: the records that are wanted of them decide, not their bytes.

#include <string>

#include "http/request.hpp"
#include "record/schema.hpp"
#include "source/source.hpp"

namespace counterpart {

/// A digest of the wanted fields of an answer's records; empty if it is no page, or has none.
std::string page_digest(const http::Response& response, const RestSpec& spec, const ReadSpec& read);

}  // namespace counterpart
