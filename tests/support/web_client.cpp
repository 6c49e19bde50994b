#include "support/web_client.hpp"

#include <httplib.h>
#include <simdjson.h>

#include <stdexcept>

namespace counterpart::test {

Said ask(const std::string& method, const std::string& url, const std::string& body,
         const std::string& content_type, const std::multimap<std::string, std::string>& headers) {
  const std::size_t path = url.find('/', url.find("://") + 3);
  httplib::Client client(url.substr(0, path));
  client.set_read_timeout(20);
  httplib::Request request;
  request.method = method;
  request.path = url.substr(path);
  request.body = body;
  for (const auto& [name, value] : headers) request.set_header(name, value);
  if (!content_type.empty()) request.set_header("Content-Type", content_type);
  const auto answer = client.send(request);
  if (!answer) throw std::runtime_error("no answer to " + method + " " + url);
  return {answer->status, answer->body};
}

std::string text_at(const Said& said, const std::string& pointer) {
  simdjson::dom::parser parser;
  std::string_view text;
  if (parser.parse(said.body).at_pointer(pointer).get(text) != simdjson::SUCCESS)
    throw std::runtime_error("no text at " + pointer + " of " + said.body);
  return std::string(text);
}

}  // namespace counterpart::test
