#include "app/cli.hpp"
#include "db/postgres_settings.hpp"

int main(int argc, char** argv) {
  counterpart::forget_postgres_environment();
  return counterpart::app::run_program(argc, argv);
}
