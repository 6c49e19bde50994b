#include "match/linkage/block_keys.hpp"

#include <algorithm>

#include "match/linkage/random.hpp"

namespace counterpart::linkage {
namespace {

/// The key of parts so far with one more; 0 once a part is missing.
std::uint64_t joined(std::uint64_t key, std::uint64_t part) {
  return key == 0 || part == 0 ? 0 : narrowed(mixed(key * 3 + part));
}

}  // namespace

std::uint64_t RuleKeys::operator[](std::size_t row) const {
  std::uint64_t key = 0;
  make(row, 1, &key);
  return key;
}

void RuleKeys::make(std::size_t first, std::size_t count, std::uint64_t* keys) const {
  parts_.front()->for_each(first, count, [&](std::size_t i, std::uint64_t digest) { keys[i] = digest; });
  for (std::size_t part = 1; part < parts_.size(); ++part)
    parts_[part]->for_each(first, count,
                           [&](std::size_t i, std::uint64_t digest) { keys[i] = joined(keys[i], digest); });
}

BlockKeys::BlockKeys(std::vector<std::vector<std::size_t>> rules) : rules_(std::move(rules)) {
  for (const auto& rule : rules_) places_.insert(places_.end(), rule.begin(), rule.end());
  std::sort(places_.begin(), places_.end());
  places_.erase(std::unique(places_.begin(), places_.end()), places_.end());
  if (places_.size() > rules_.size()) places_.clear();
  columns_.resize(places_.empty() ? rules_.size() : places_.size());
}

bool BlockKeys::add(const std::uint64_t* words) {
  for (std::size_t i = 0; i < places_.size(); ++i) columns_[i].push_back(words[places_[i]]);
  bool any = false;
  for (std::size_t i = 0; i < rules_.size(); ++i) {
    const std::vector<std::size_t>& parts = rules_[i];
    if (places_.empty()) {
      std::uint64_t key = words[parts.front()];
      for (std::size_t part = 1; part < parts.size(); ++part) key = joined(key, words[parts[part]]);
      columns_[i].push_back(key);
      any = any || key != 0;
    } else {
      any =
          any || std::all_of(parts.begin(), parts.end(), [&](std::size_t part) { return words[part] != 0; });
    }
  }
  return any;
}

RuleKeys BlockKeys::of(std::size_t rule) const {
  if (places_.empty()) return RuleKeys({&columns_[rule]});
  std::vector<const DigestColumn*> parts;
  for (const std::size_t place : rules_[rule]) {
    const auto at = std::lower_bound(places_.begin(), places_.end(), place) - places_.begin();
    parts.push_back(&columns_[static_cast<std::size_t>(at)]);
  }
  return RuleKeys(std::move(parts));
}

std::uint64_t BlockKeys::bytes() const {
  std::uint64_t bytes = 0;
  for (const DigestColumn& column : columns_) bytes += column.bytes();
  return bytes;
}

}  // namespace counterpart::linkage
