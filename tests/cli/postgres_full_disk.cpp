#include <sys/stat.h>
#include <unistd.h>

#include "cli/full_disk.hpp"
#include "support/postgres_tables.hpp"

namespace counterpart::test {
namespace {

std::string answer(TableWorld& world, const std::string& sql) {
  std::string text = world.query(sql);
  text.pop_back();
  return text;
}

/// A folder beside the server's data, and its own.
std::filesystem::path make_folder(TableWorld& world, const std::filesystem::path&) {
  const std::filesystem::path data = answer(world, "SHOW data_directory");
  const std::filesystem::path folder = data.string() + "-" + answer(world, "SELECT current_database()");
  struct stat owner {};
  if (::stat(data.c_str(), &owner) != 0 || !std::filesystem::create_directory(folder) ||
      ::chown(folder.c_str(), owner.st_uid, owner.st_gid) != 0)
    throw std::runtime_error("no folder for a tablespace");
  return folder;
}

/// The log of the server stays where it is.
void put_tables_there(TableWorld& world, const std::filesystem::path& disk) {
  const std::string name = answer(world, "SELECT current_database()");
  world.run("CREATE TABLESPACE " + name + " LOCATION '" + disk.string() + "'");
  world.run("ALTER DATABASE " + name + " SET default_tablespace = " + name);
}

void take_tables_away(TableWorld& world) {
  const std::string name = answer(world, "SELECT current_database()");
  for (const std::string& statement :
       {std::string("DROP SCHEMA public CASCADE"), "ALTER DATABASE " + name + " RESET default_tablespace",
        std::string("CHECKPOINT"), "DROP TABLESPACE " + name})
    world.run(statement);
}

FullDiskCase postgres_case(Loading loading) {
  return {[](const std::filesystem::path&) { return std::make_unique<PostgresTables>(); },
          loading,
          make_folder,
          32U << 10,
          put_tables_there,
          take_tables_away};
}

INSTANTIATE_TEST_SUITE_P(Postgres, FullDisk,
                         ::testing::Values(postgres_case(Loading::first), postgres_case(Loading::replace),
                                           postgres_case(Loading::append), postgres_case(Loading::upsert)),
                         full_disk_name);

}  // namespace
}  // namespace counterpart::test
