#include "app/cli.hpp"

int main(int argc, char** argv) {
  return counterpart::app::run_program(argc, argv);
}
