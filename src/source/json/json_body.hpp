#pragma once
/// Bodies of requests: JSON with some values put into it.

#include <string>

namespace counterpart {

/// `body` (JSON; empty is an object without members) with `value`, JSON too, at a JSON Pointer (RFC 6901).
/// Objects on the way that are not there are made. Throws Error(job_file) if the body is no JSON, or where
/// the pointer leads through something that is no object.
std::string with_value(const std::string& body, const std::string& pointer, const std::string& value);

}  // namespace counterpart
