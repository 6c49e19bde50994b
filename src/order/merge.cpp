#include "order/merge.hpp"

#include <bit>
#include <utility>

#include "order/prefix.hpp"

namespace counterpart {
namespace {

/// A tournament whose inner nodes keep the loser of their match: after the winner moves on, only the path
/// from its leaf to the root is played again (Knuth, TAOCP 3, 5.4.1).
class LoserTree final : public EntryStream {
 public:
  explicit LoserTree(std::vector<std::unique_ptr<EntryStream>> streams)
      : leaves_(std::bit_ceil(streams.size())) {
    for (std::size_t i = 0; i < streams.size(); ++i) {
      leaves_[i].stream = std::move(streams[i]);
      advance(leaves_[i]);
    }
    losers_.resize(leaves_.size());
    winner_ = play(1);
  }

  bool next(Entry& entry) override {
    if (started_) {
      advance(leaves_[winner_]);
      replay();
    }
    started_ = true;
    if (leaves_[winner_].ended) return false;
    entry = leaves_[winner_].entry;
    return true;
  }

 private:
  struct Leaf {
    std::unique_ptr<EntryStream> stream;
    Entry entry;
    KeyPrefix prefix;
    bool ended = true;
  };

  static void advance(Leaf& leaf) {
    leaf.ended = !leaf.stream || !leaf.stream->next(leaf.entry);
    if (leaf.ended) {
      leaf.stream.reset();
    } else {
      leaf.prefix = key_prefix(leaf.entry.key);
    }
  }

  bool before(std::size_t a, std::size_t b) const {
    const Leaf& x = leaves_[a];
    const Leaf& y = leaves_[b];
    if (x.ended || y.ended) return x.ended == y.ended ? a < b : y.ended;
    if (x.prefix != y.prefix) return x.prefix < y.prefix;
    const int compared = x.entry.key.compare(y.entry.key);
    return compared != 0 ? compared < 0 : a < b;
  }

  /// The winner below a node, all losers below it set. Leaves follow the inner nodes.
  std::size_t play(std::size_t node) {
    if (node >= leaves_.size()) return node - leaves_.size();
    const std::size_t left = play(2 * node);
    const std::size_t right = play(2 * node + 1);
    const bool left_wins = before(left, right);
    losers_[node] = left_wins ? right : left;
    return left_wins ? left : right;
  }

  void replay() {
    for (std::size_t node = (winner_ + leaves_.size()) / 2; node >= 1; node /= 2) {
      if (before(losers_[node], winner_)) std::swap(losers_[node], winner_);
    }
  }

  std::vector<Leaf> leaves_;
  std::vector<std::size_t> losers_;
  std::size_t winner_ = 0;
  bool started_ = false;
};

class NoEntries final : public EntryStream {
 public:
  bool next(Entry&) override { return false; }
};

}  // namespace

std::unique_ptr<EntryStream> merge_streams(std::vector<std::unique_ptr<EntryStream>> streams) {
  if (streams.empty()) return std::make_unique<NoEntries>();
  if (streams.size() == 1) return std::move(streams.front());
  return std::make_unique<LoserTree>(std::move(streams));
}

}  // namespace counterpart
