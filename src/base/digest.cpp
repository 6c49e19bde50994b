#include "base/digest.hpp"

#include <fmt/format.h>
#include <xxhash.h>

#include <new>

namespace counterpart {

Digest128 digest128(std::string_view bytes) noexcept {
  const XXH128_hash_t hash = XXH3_128bits(bytes.data(), bytes.size());
  return {hash.high64, hash.low64};
}

std::uint64_t digest64(std::string_view bytes) noexcept {
  return XXH3_64bits(bytes.data(), bytes.size());
}

void RunningDigest::Free::operator()(XXH3_state_s* state) const noexcept {
  XXH3_freeState(state);
}

RunningDigest::RunningDigest() : state_(XXH3_createState()) {
  if (!state_) throw std::bad_alloc();
  XXH3_128bits_reset(state_.get());
}

RunningDigest::~RunningDigest() = default;

void RunningDigest::add(std::string_view bytes) {
  char frame[8];
  for (unsigned i = 0; i < 8; ++i) frame[i] = static_cast<char>(bytes.size() >> (8 * i) & 0xFFU);
  XXH3_128bits_update(state_.get(), frame, sizeof frame);
  XXH3_128bits_update(state_.get(), bytes.data(), bytes.size());
}

std::string RunningDigest::hex() const {
  const XXH128_hash_t hash = XXH3_128bits_digest(state_.get());
  return fmt::format("{:016x}{:016x}", hash.high64, hash.low64);
}

}  // namespace counterpart
