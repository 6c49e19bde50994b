#include "sink/mysql_names.hpp"

#include <fmt/format.h>

#include "base/digest.hpp"

namespace counterpart {
namespace {

constexpr std::size_t kLongestName = 64;

/// `prefix` and the name, or a digest of it where both together are too long for the server.
std::string derived_name(const std::string& prefix, const std::string& name) {
  if (prefix.size() + name.size() <= kLongestName) return prefix + name;
  RunningDigest digest;
  digest.add(name);
  return prefix + digest.hex();
}

}  // namespace

MysqlNames::MysqlNames(const ServerAddress& address, const std::string& table)
    : target(table),
      lock(derived_name("counterpart.", address.database + "." + table)),
      staging(derived_name("counterpart_new_", table)),
      old(derived_name("counterpart_old_", table)) {}

bool take_load_lock(MysqlConnection& connection, const MysqlNames& names, int seconds) {
  return connection.value(fmt::format("SELECT GET_LOCK({}, {})", connection.literal(names.lock), seconds))
             .value_or("0") == "1";
}

bool mysql_table_exists(MysqlConnection& connection, const std::string& name) {
  return connection
      .value("SELECT 1 FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name = " +
             connection.literal(name))
      .has_value();
}

}  // namespace counterpart
