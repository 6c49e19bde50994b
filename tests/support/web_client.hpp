#pragma once
/// Requests that a test makes itself, by a client that is not ours.

#include <map>
#include <string>

namespace counterpart::test {

struct Said {
  int status = 0;
  std::string body;
};

/// One request. `url` is a whole one; a body goes with its `content_type`. Throws std::runtime_error if there
/// is no answer.
Said ask(const std::string& method, const std::string& url, const std::string& body = {},
         const std::string& content_type = {}, const std::multimap<std::string, std::string>& headers = {});

/// A text at a JSON Pointer of a body; throws std::runtime_error if it is not there.
std::string text_at(const Said& said, const std::string& pointer);

}  // namespace counterpart::test
