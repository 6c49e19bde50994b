#include "app/cli.hpp"
#include "app/owner_only.hpp"
#include "db/postgres_settings.hpp"

int main(int argc, char** argv) {
  counterpart::app::belong_to_owner_only();
  counterpart::forget_postgres_environment();
  return counterpart::app::run_program(argc, argv);
}
