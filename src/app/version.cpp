#include "app/version.hpp"

namespace counterpart::app {

std::string version() { return COUNTERPART_VERSION; }

}  // namespace counterpart::app
