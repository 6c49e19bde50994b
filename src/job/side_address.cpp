#include "job/side_address.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <string_view>

#include "base/utf8.hpp"

namespace counterpart {
namespace {

using Kind = SideAddress::Kind;

constexpr const char* kAddresses =
    "give a CSV or JSON Lines file, sqlite:FILE, mysql://user@host/database, "
    "postgres://user@host/database, or the https:// URL of an API";
constexpr std::string_view kSqliteMagic{"SQLite format 3\0", 16};

/// "crm.db" of "sqlite:crm.db", and of "sqlite:///crm.db" as SQLAlchemy writes it.
std::string sqlite_path(const std::string& address) {
  const std::string path = address.substr(std::string_view("sqlite:").size());
  return path.starts_with("///") ? path.substr(3) : path;
}

SideAddress of_file(const std::string& flag, const std::string& path) {
  std::error_code problem;
  if (!std::filesystem::exists(path, problem))
    throw refused_side(flag, "there is no file " + printable(path, 200)).hint(kAddresses);
  if (std::filesystem::is_directory(path, problem))
    throw refused_side(flag, printable(path, 200) + " is a folder").hint(kAddresses);
  std::ifstream file(path, std::ios::binary);
  std::array<char, 512> front{};
  file.read(front.data(), front.size());
  const std::string_view read(front.data(), static_cast<std::size_t>(file.gcount()));
  if (read.starts_with(kSqliteMagic)) return {Kind::sqlite, path};
  const bool packed = path.ends_with(".gz") || path.ends_with(".zst");
  if (!packed && read.find('\0') != std::string_view::npos)
    throw refused_side(flag, printable(path, 200) + " is neither CSV nor JSON Lines")
        .hint("export it as CSV with a header");
  return {Kind::file, path};
}

}  // namespace

Error refused_side(const std::string& flag, const std::string& why) {
  return {ErrorKind::usage, flag + ": " + why};
}

SideAddress side_address(const std::string& flag, const std::string& text) {
  if (text.starts_with("mysql://")) return {Kind::mysql, text};
  if (text.starts_with("mariadb://")) return {Kind::mysql, "mysql" + text.substr(text.find(':'))};
  if (text.starts_with("postgres://") || text.starts_with("postgresql://")) return {Kind::postgres, text};
  if (text.starts_with("sqlite:")) return {Kind::sqlite, sqlite_path(text)};
  if (text.starts_with("http://") || text.starts_with("https://")) return {Kind::api, text};
  if (text.starts_with("csv:")) return {Kind::csv, text.substr(4)};
  if (text.starts_with("jsonl:")) return {Kind::jsonl, text.substr(6)};
  const std::size_t scheme = text.find("://");
  if (scheme != std::string::npos) {
    throw refused_side(flag, "unknown kind of address: " + printable(text.substr(0, scheme), 60) + "://")
        .hint(kAddresses);
  }
  return of_file(flag, text);
}

}  // namespace counterpart
