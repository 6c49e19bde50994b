#include "order/merge.hpp"

#include <bit>
#include <cstdint>
#include <utility>

#include "order/prefix.hpp"

namespace counterpart {
namespace {

using Streams = std::vector<std::unique_ptr<EntryStream>>;

/// Streams of which each begins where the one before ended.
class Chain final : public EntryStream {
 public:
  explicit Chain(Streams streams) : streams_(std::move(streams)) {}

  const Entry* next() override {
    for (; at_ < streams_.size(); ++at_) {
      if (const Entry* entry = streams_[at_]->next()) return entry;
      streams_[at_].reset();
    }
    return nullptr;
  }

 private:
  Streams streams_;
  std::size_t at_ = 0;
};

/// A tournament whose inner nodes keep the loser of their match: after the winner moves on, only the path
/// from its leaf to the root is played again (Knuth, TAOCP 3, 5.4.1).
class LoserTree final : public EntryStream {
 public:
  explicit LoserTree(Streams streams) : leaves_(std::bit_ceil(streams.size())) {
    for (std::size_t i = 0; i < streams.size(); ++i) leaves_[i].stream = std::move(streams[i]);
    losers_.resize(leaves_.size());
    winner_ = play(1);
  }

  const Entry* next() override {
    if (started_) replay();
    started_ = true;
    return leaves_[winner_.leaf].entry;
  }

 private:
  struct Leaf {
    std::unique_ptr<EntryStream> stream;
    const Entry* entry = nullptr;  ///< none at its end
  };
  /// A leaf in a match, with what settles most of them. One at its end has the last of all prefixes.
  struct Player {
    KeyPrefix prefix{~std::uint64_t{0}, ~std::uint64_t{0}};
    std::size_t leaf = 0;
  };

  Player advanced(std::size_t index) {
    Leaf& leaf = leaves_[index];
    if (leaf.stream) leaf.entry = leaf.stream->next();
    if (leaf.entry != nullptr) return {key_prefix(leaf.entry->key), index};
    leaf.stream.reset();
    return {Player().prefix, index};
  }

  bool before(const Player& a, const Player& b) const {
    if (a.prefix.high != b.prefix.high) return a.prefix.high < b.prefix.high;
    if (a.prefix.low != b.prefix.low) return a.prefix.low < b.prefix.low;
    const Entry* const x = leaves_[a.leaf].entry;
    const Entry* const y = leaves_[b.leaf].entry;
    if (x == nullptr || y == nullptr) return x != nullptr;
    const int compared = x->key.compare(y->key);
    return compared != 0 ? compared < 0 : a.leaf < b.leaf;
  }

  /// The winner below a node, all losers below it set. Leaves follow the inner nodes.
  Player play(std::size_t node) {
    if (node >= leaves_.size()) return advanced(node - leaves_.size());
    const Player left = play(2 * node);
    const Player right = play(2 * node + 1);
    const bool left_wins = before(left, right);
    losers_[node] = left_wins ? right : left;
    return left_wins ? left : right;
  }

  void replay() {
    Player winner = advanced(winner_.leaf);  // stays in registers on its way up
    for (std::size_t node = (winner.leaf + leaves_.size()) / 2; node >= 1; node /= 2) {
      if (before(losers_[node], winner)) std::swap(losers_[node], winner);
    }
    winner_ = winner;
  }

  std::vector<Leaf> leaves_;
  std::vector<Player> losers_;
  Player winner_;
  bool started_ = false;
};

}  // namespace

std::unique_ptr<EntryStream> merge_parts(std::vector<OrderedPart> parts) {
  std::vector<Streams> chains;
  const std::string* end = nullptr;
  for (OrderedPart& part : parts) {
    if (end == nullptr || part.first_key < *end) chains.emplace_back();
    chains.back().push_back(std::move(part.entries));
    end = &part.last_key;
  }
  Streams streams;
  for (Streams& chain : chains) {
    streams.push_back(chain.size() == 1 ? std::move(chain.front())
                                        : std::make_unique<Chain>(std::move(chain)));
  }
  if (streams.size() == 1) return std::move(streams.front());
  if (streams.empty()) return std::make_unique<Chain>(Streams());
  return std::make_unique<LoserTree>(std::move(streams));
}

}  // namespace counterpart
