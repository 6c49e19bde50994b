#include <fmt/format.h>
#include <unistd.h>

#include "job/load_parts.hpp"
#include "job/secrets.hpp"

namespace counterpart {
namespace {

constexpr const char* kKey = "tls";

/// The path against the job's folder; a file that cannot be read is an error here, not at the handshake.
std::string load_file(TomlTable& table, const char* key) {
  const std::string name = table.string(key);
  if (name.empty()) return "";
  const std::filesystem::path path = table.context().path.parent_path() / name;
  if (table.context().resolve_secrets && ::access(path.c_str(), R_OK) != 0)
    throw table.error(key, fmt::format("{} cannot be read", path.string()));
  return path.string();
}

TlsSpec load_files(TomlTable table) {
  TlsSpec tls;
  tls.mode = TlsSpec::Mode::verify_full;
  tls.authorities = load_file(table, "ca");
  tls.certificate = load_file(table, "cert");
  tls.key = load_file(table, "key");
  if (tls.certificate.empty() != tls.key.empty())
    throw table.error(tls.key.empty() ? "cert" : "key", "'cert' and 'key' go together");
  table.finish();
  if (tls.key.empty() || !table.context().resolve_secrets) return tls;
  try {
    check_secret_file(tls.key);
  } catch (const Error& error) {
    throw table.error("key", error.what()).hint(error.hint());
  }
  return tls;
}

TlsSpec load_mode(TomlTable& table, const toml::node& node) {
  if (node.is_table()) return load_files(*table.table(kKey));
  TlsSpec tls;
  tls.mode =
      table.choice(kKey, {"verify-full", "off"}) == "off" ? TlsSpec::Mode::off : TlsSpec::Mode::verify_full;
  return tls;
}

}  // namespace

TlsSpec load_tls(TomlTable& table, const std::string& url) {
  const toml::node* node = table.find(kKey);
  if (node == nullptr) return {};
  if (url.starts_with("sqlite:")) throw table.error(kKey, "'tls' is for servers, not for an SQLite file");
  const TlsSpec tls = load_mode(table, *node);
  try {
    server_address(url, tls);
  } catch (const Error& error) {
    throw table.error(kKey, error.what()).hint(error.hint());
  }
  return tls;
}

}  // namespace counterpart
