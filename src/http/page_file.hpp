#pragma once
/// The form of a kept answer: a short head of text with a checksum over all of it, then the decoded body.

#include <string>
#include <string_view>
#include <vector>

#include "http/redaction.hpp"
#include "http/request.hpp"

namespace counterpart::http {

/// 32 hexadecimal digits that stand for all that decides an answer: method, URL, headers and body as they are
/// planned, without credentials; those that an API has put into a link count as redacted.
std::string request_digest(const Request& request, const Redaction& redaction);

/// What stands before `body`, that of the response or its redacted form. Of the response's headers those in
/// `headers` are kept; nothing else of it could tell anything to a reader of pages.
std::string page_head(const Request& request, const Response& response, std::string_view body,
                      const std::vector<std::string>& headers, const Redaction& redaction);

/// Reads a kept answer to the request with this digest into `response`, whose body's memory is used again.
/// False if the bytes are not whole, or are something else.
bool read_page(std::string_view bytes, std::string_view digest, Response& response);

}  // namespace counterpart::http
