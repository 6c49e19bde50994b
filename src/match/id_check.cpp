#include "match/id_check.hpp"

#include <algorithm>
#include <cstring>
#include <utility>
#include <vector>

#include "base/digest.hpp"
#include "text/key.hpp"

namespace counterpart {
namespace {

constexpr std::size_t kDigestBytes = sizeof(Digest128);

struct Seen {
  Digest128 content;
  bool keyless;
};

Seen seen_in(std::string_view payload) {
  Seen seen{};
  std::memcpy(&seen.content, payload.data(), kDigestBytes);
  seen.keyless = payload[kDigestBytes] != 0;
  return seen;
}

}  // namespace

void IdCheck::add(std::string_view id, std::string_view record, bool keyless) {
  const Digest128 content = digest128(record);
  payload_.assign(kDigestBytes + 1, keyless ? '\1' : '\0');
  std::memcpy(payload_.data(), &content, kDigestBytes);
  sort_.add({id, payload_});
}

IdCheck::Result IdCheck::finish() {
  Result result;
  const auto stream = sort_.finish();
  std::string id;
  bool first = true;
  std::vector<Digest128> contents;  // of the records with this id, each once
  Entry entry;
  while (stream->next(entry)) {
    const Seen seen = seen_in(entry.payload);
    if (first || entry.key != id) {
      first = false;
      id = entry.key;
      contents.assign(1, seen.content);
    } else if (std::find(contents.begin(), contents.end(), seen.content) != contents.end()) {
      ++result.duplicates;
      result.keyless_duplicates += seen.keyless ? 1 : 0;
    } else {
      contents.push_back(seen.content);
      if (result.conflicts++ == 0) result.first_conflict = id_text(id);
    }
  }
  return result;
}

}  // namespace counterpart
