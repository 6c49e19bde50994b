#include "support/json_server.hpp"

#include <fstream>
#include <stdexcept>
#include <vector>

#include <fmt/format.h>

#include "support/web_client.hpp"

namespace counterpart::test {
namespace {

std::string user(unsigned id) {
  return fmt::format(R"({{"id":{0},"name":"name {0}"}})", id);
}

}  // namespace

JsonServer::JsonServer(Version version, unsigned count) {
  const std::string program =
      real_server_file("json-server", version == Version::v0 ? "node_modules/json-server-0/lib/cli/bin.js"
                                                             : "node_modules/json-server-1/lib/bin.js");
  const std::string node = real_server_file("json-server", "node");
  std::ofstream file(folder_.path() / "db.json");
  file << "{\"users\":[";
  for (unsigned id = 1; id <= count; ++id) file << (id == 1 ? "" : ",") << user(id);
  file << "]}" << std::flush;
  server_.emplace("json-server", folder_.path(), [&](int port) -> std::vector<std::string> {
    return {node,        "--require", server_source("loopback.cjs"), program,  "--host",
            "127.0.0.1", "--port",    std::to_string(port),          "db.json"};
  });
}

std::string JsonServer::url() const {
  return fmt::format("http://127.0.0.1:{}", server_->port());
}

void JsonServer::add(unsigned id) const {
  const Said said = ask("POST", url() + "/users", user(id), "application/json");
  if (said.status != 201) throw std::runtime_error("json-server does not add: " + said.body);
}

void JsonServer::remove(unsigned id) const {
  const Said said = ask("DELETE", fmt::format("{}/users/{}", url(), id));
  if (said.status != 200) throw std::runtime_error("json-server does not remove: " + said.body);
}

}  // namespace counterpart::test
