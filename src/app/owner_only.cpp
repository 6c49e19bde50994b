#include "app/owner_only.hpp"

#include <sys/resource.h>
#include <sys/stat.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif

namespace counterpart::app {

void belong_to_owner_only() noexcept {
  constexpr mode_t kOthers = 077;
  const rlimit none{0, 0};
  ::setrlimit(RLIMIT_CORE, &none);
#ifdef __linux__
  // A core that is piped into a program takes no notice of the limit.
  ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
#endif
  ::umask(kOthers);
}

}  // namespace counterpart::app
