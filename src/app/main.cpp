#include <malloc.h>

#include "app/cli.hpp"
#include "app/owner_only.hpp"
#include "db/postgres_settings.hpp"

namespace {

/// Large blocks are the system's again as soon as they are freed. Left alone, the C library raises the bounds
/// with each one that is, until pages and buffers that come and go leave holes of their size. The threads are
/// few and ask seldom: two heaps serve them as fast as one for each, with fewer holes.
void give_memory_back() {
  mallopt(M_MMAP_THRESHOLD, 128 << 10);
  mallopt(M_TRIM_THRESHOLD, 512 << 10);
  mallopt(M_ARENA_MAX, 2);
}

}  // namespace

int main(int argc, char** argv) {
  give_memory_back();
  counterpart::app::belong_to_owner_only();
  counterpart::forget_postgres_environment();
  return counterpart::app::run_program(argc, argv);
}
