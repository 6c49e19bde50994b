#include "match/reject_log.hpp"

namespace counterpart {

void RejectLog::add(const Reject& reject) {
  ++count_;
  const std::string origin = reject.origin.text();
  sort_.add({{}, origin + '\n' + reject.reason});
}

void RejectLog::drain(const std::function<void(std::string_view, std::string_view)>& visit) {
  const auto stream = sort_.finish();
  while (const Entry* entry = stream->next()) {
    const std::size_t split = entry->payload.find('\n');
    visit(entry->payload.substr(0, split), entry->payload.substr(split + 1));
  }
}

}  // namespace counterpart
