#pragma once
/// What kind of side an address on the command line means.

#include <string>

#include "counterpart/error.hpp"

namespace counterpart {

struct SideAddress {
  enum class Kind { mysql, postgres, sqlite, csv, jsonl, file, api } kind = Kind::file;
  std::string text;  ///< as its source takes it: a path, or a URL

  bool database() const { return kind == Kind::mysql || kind == Kind::postgres || kind == Kind::sqlite; }
};

/// A file is known by its first bytes, everything else by the front of its address; addresses that other
/// tools write, "sqlite:///crm.db" and "mariadb://…", are taken too. `flag` begins the messages. Throws
/// Error(usage) for what is none of them, or not there.
SideAddress side_address(const std::string& flag, const std::string& text);

/// Error(usage) about the side that `flag` names.
Error refused_side(const std::string& flag, const std::string& why);

}  // namespace counterpart
