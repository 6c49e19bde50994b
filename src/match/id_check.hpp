#pragma once
/// Finds ids that come more than once in a side, whatever their keys.

#include <array>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "base/cancel.hpp"
#include "match/id_table.hpp"
#include "order/spill_file.hpp"

namespace counterpart {

/// Ids with a 64-bit digest of each record's content, dealt into partitions by a hash of the id; each
/// partition is then looked through in a small table of its own. What exceeds the memory waits on disk. Exact
/// but for two contents of one id with the same digest: one in 2^64.
class IdCheck {
 public:
  /// `cancel` has to outlive the check.
  IdCheck(std::uint64_t memory_bytes, std::filesystem::path folder, const CancelToken& cancel);

  void add(std::string_view id, std::string_view record, bool keyless);

  struct Result {
    std::uint64_t conflicts = 0;           ///< records whose id came before with other content
    std::uint64_t duplicates = 0;          ///< records that came before as they are
    std::uint64_t keyless_duplicates = 0;  ///< those of them that have no key
    std::string first_conflict;            ///< the least id that has a conflict, in clear
  };
  /// Once, after the last `add`. Does not depend on the memory.
  Result finish();

  std::uint64_t spilled_bytes() const { return file_ ? file_->size() : 0; }

 private:
  static constexpr std::uint64_t kNowhere = static_cast<std::uint64_t>(-1);
  struct Partition {
    Bytes bytes;
    std::uint64_t last_place =
        kNowhere;  ///< of what came before `bytes`; each block there tells the one before
    std::uint64_t spilled_bytes = 0;
  };
  static constexpr std::size_t kPartitions = 256;
  using Partitions = std::array<Partition, kPartitions>;

  void deal(Partitions& into, std::uint64_t& held, unsigned depth, const IdEntry& entry);
  void spill(Partitions& partitions, std::uint64_t& held);
  void look_through(Partition& partition, unsigned depth);
  std::string_view read_spilled(std::uint64_t& place, Bytes& block);
  void count_repeats(std::string_view entries);

  std::uint64_t memory_bytes_;
  std::filesystem::path folder_;
  const CancelToken& cancel_;
  std::unique_ptr<Partitions> partitions_ = std::make_unique<Partitions>();
  std::uint64_t held_ = 0;  ///< bytes in memory of all partitions
  std::unique_ptr<SpillFile> file_;
  Bytes linked_;  ///< a block as it is written
  IdTable table_;
  std::string least_conflict_;
  Result result_;
};

}  // namespace counterpart
